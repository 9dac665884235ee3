/** The order of the suites: those that wait long begin first, so that nothing waits for them at the end. */

const { readFileSync } = require('node:fs');
const Sequencer = require('@jest/test-sequencer').default;

/** What a suite says itself: `jest.setTimeout(…)` in milliseconds. */
const TIMEOUT = /\bjest\.setTimeout\(([\d_]+)\)/;

/** @param {string} path of a suite */
function declaredTimeoutMs(path) {
	const found = TIMEOUT.exec(readFileSync(path, 'utf8'));
	return found === null ? 0 : Number(found[1].replaceAll('_', ''));
}

module.exports = class LongestFirst extends Sequencer {
	/** Needs no cache of earlier runs: a fresh clone has none. */
	sort(tests) {
		const timeouts = new Map(tests.map(({ path }) => [path, declaredTimeoutMs(path)]));
		// What is the same here stays in jest's own order: by earlier durations, else by size.
		return super.sort(tests).sort((a, b) => timeouts.get(b.path) - timeouts.get(a.path));
	}
};

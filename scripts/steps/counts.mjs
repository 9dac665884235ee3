/**
 * The last line of `.ci/run`: how many tests of both commands passed and failed, from what jest
 * wrote down. A command that did not get as far as its tests counts as one failure.
 */

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from './step.mjs';

function countsOf(name) {
	try {
		const report = JSON.parse(readFileSync(join(ROOT, `.cache/jest/${name}.json`), 'utf8'));
		return {
			passed: report.numPassedTests,
			// A suite that could not even be loaded has no tests to count.
			failed: report.numFailedTests + report.numRuntimeErrorTestSuites,
			skipped: report.numPendingTests + report.numTodoTests,
		};
	} catch {
		return { passed: 0, failed: 1, skipped: 0 };
	}
}

const counts = process.argv.slice(2).map(countsOf);
const sum = (key) => counts.reduce((total, count) => total + count[key], 0);
const skipped = sum('skipped') > 0 ? `, ${sum('skipped')} skipped` : '';
console.log(`${sum('passed')} passed, ${sum('failed')} failed${skipped}`);
if (sum('failed') > 0) process.exitCode = 1;

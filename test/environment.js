/**
 * Suites run in the worker's own realm, one after the other. So they can share n8n's packages, which a
 * worker then loads once (see runtime.js): with a realm for each suite, jest would load them for each.
 */

const vm = require('node:vm');
const { ModernFakeTimers } = require('@jest/fake-timers');
const { ModuleMocker } = require('jest-mock');

/** What jest takes for a context of ours. */
const OWN_REALM = vm.createContext();

/** Jest keeps the source map in a file of its own; in the code, it is two thirds of what is read. */
function withoutMap(code) {
	const at = code.lastIndexOf('\n//# sourceMappingURL=data:');
	return at < 0 ? code : code.slice(0, at);
}

/** What V8 has made of a file: most are loaded again for each suite, some for each test. */
const compiled = new Map();

const { compileFunction } = vm;
vm.compileFunction = (code, parameters, { parsingContext, ...options } = {}) => {
	if (parsingContext !== OWN_REALM) {
		return compileFunction(code, parameters, { ...options, parsingContext });
	}
	const cachedData = compiled.get(code);
	const work = compileFunction(withoutMap(code), parameters, {
		...options,
		...(cachedData ? { cachedData } : { produceCachedData: true }),
	});
	if (!cachedData) compiled.set(code, work.cachedData);
	return work;
};

/** Nodes have no way to clear a timer: they sleep in steps, of which the last runs out behind the test. */
const LONGEST_STEP_MS = 1_000;
const { setTimeout } = globalThis;

module.exports = class {
	constructor({ projectConfig }) {
		this.global = globalThis;
		this.moduleMocker = new ModuleMocker(globalThis);
		this.fakeTimers = null;
		this.fakeTimersModern = new ModernFakeTimers({ config: projectConfig, global: globalThis });
		this.steps = new Set();
		const counted = (work, ms, ...rest) => {
			const timer = setTimeout(work, ms, ...rest);
			if (ms <= LONGEST_STEP_MS) this.steps.add(new WeakRef(timer));
			return timer;
		};
		globalThis.setTimeout = Object.defineProperties(
			counted,
			Object.getOwnPropertyDescriptors(setTimeout),
		);
	}

	async setup() {}

	/** Nothing of a suite is left to the next one. A step that has lost its race holds no worker up. */
	async teardown() {
		this.moduleMocker.restoreAllMocks();
		this.fakeTimersModern.dispose();
		globalThis.setTimeout = setTimeout;
		for (const step of this.steps) step.deref()?.unref();
	}

	exportConditions() {
		return ['node', 'node-addons'];
	}

	getVmContext() {
		return OWN_REALM;
	}
};

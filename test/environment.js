/** Node's environment, in which a step of a wait that has lost its race holds no worker up. */

const { TestEnvironment } = require('jest-environment-node');

/** Nodes have no way to clear a timer: they sleep in steps, of which the last runs out behind the test. */
const LONGEST_STEP_MS = 1_000;

module.exports = class extends TestEnvironment {
	constructor(...args) {
		super(...args);
		const { setTimeout } = this.global;
		this.steps = new Set();
		const counted = (work, ms, ...rest) => {
			const timer = setTimeout(work, ms, ...rest);
			if (ms <= LONGEST_STEP_MS) this.steps.add(new WeakRef(timer));
			return timer;
		};
		this.global.setTimeout = Object.defineProperties(
			counted,
			Object.getOwnPropertyDescriptors(setTimeout),
		);
	}

	/** Whoever begins another step now goes on for no test: jest reports that it had to end the worker. */
	async teardown() {
		for (const step of this.steps) step.deref()?.unref();
		await super.teardown();
	}
};

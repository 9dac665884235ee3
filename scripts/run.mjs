/**
 * Every npm script comes through here: `node scripts/run.mjs <command> [arguments]`.
 * The dependencies are installed first where they are missing or older than the lock file, so that
 * each command works on a fresh clone. (`.npmrc` switches install scripts off, and with them
 * npm's own `pre…` and `post…` scripts, so the order of things is written down below instead.)
 */

import { ensureDependencies } from './steps/dependencies.mjs';
import { StepFailed } from './steps/step.mjs';

/** Loaded one by one: some of them import packages that are only there after the install. */
const COMMANDS = {
	build: async () => (await import('./steps/build.mjs')).build(),
	lint: async (args) => (await import('./steps/lint.mjs')).lint(args),
	scan: async () => (await import('./steps/scan.mjs')).scan(),
	check: async () => (await import('./steps/test.mjs')).check(),
	test: async (args) => (await import('./steps/test.mjs')).test(args),
	'test:properties': async (args) => (await import('./steps/test.mjs')).testProperties(args),
	'test:e2e': async (args) => (await import('./steps/test.mjs')).testEndToEnd(args),
	chaos: async (args) => (await import('./steps/packed.mjs')).chaos(args),
	bench: async (args) => (await import('./steps/packed.mjs')).bench(args),
	demo: async (args) => (await import('./steps/packed.mjs')).demo(args),
	compat: async (args) =>
		(await import('./steps/step.mjs')).typeScriptStep('scripts/compat.ts', args),
	faults: async (args) =>
		(await import('./steps/step.mjs')).typeScriptStep('scripts/faults.ts', args),
	dev: async (args) =>
		(await import('./steps/step.mjs')).typeScriptStep('scripts/demo.ts', ['--watch', ...args]),
};

const [name, ...args] = process.argv.slice(2);
const command = COMMANDS[name];

if (command === undefined) {
	console.error(`Usage: node scripts/run.mjs <${Object.keys(COMMANDS).join(' | ')}> [arguments]`);
	process.exit(2);
}

try {
	await ensureDependencies();
	await command(args);
} catch (error) {
	if (!(error instanceof StepFailed)) throw error;
	console.error(`\n${error.message}`);
	process.exitCode = error.exitCode;
}

/** Commands that use the package as npm would publish it. */

import { packForN8n } from './pack.mjs';
import { typeScriptStep } from './step.mjs';

/** @param {string[]} args `--once`, `--port <number>` */
export async function demo(args) {
	await packForN8n();
	await typeScriptStep('scripts/demo.ts', args);
}

/** @param {string[]} args names of benches; none for all */
export async function bench(args) {
	await packForN8n();
	await typeScriptStep('scripts/bench.ts', args);
}

/** @param {string[]} args `--seed <number>`, `--executions <number>`, `--crashes <number>`, `--minutes <number>` */
export async function chaos(args) {
	await packForN8n();
	await typeScriptStep('scripts/chaos.ts', args);
}

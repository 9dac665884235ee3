/** Scripts in TypeScript run through tsx, with the Node that runs us. */

import { nodeStep } from './step.mjs';

/** @param {string} file name below `scripts/` @param {string[]} args */
export function runTypeScript(file, args) {
	nodeStep(file, 'node_modules/tsx/dist/cli.mjs', [`scripts/${file}`, ...args]);
}

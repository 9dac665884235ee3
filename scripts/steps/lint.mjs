/** How the code is written: prettier for the looks, eslint with n8n's rules for the rest. */

import { nodeStep } from './step.mjs';

/** @param {string[]} args `--fix` mends what can be mended */
export async function lint(args) {
	const fix = args.includes('--fix');
	await nodeStep('Prettier', 'node_modules/prettier/bin/prettier.cjs', [
		fix ? '--write' : '--check',
		'--log-level=warn',
		'.',
	]);
	await nodeStep('ESLint', 'node_modules/eslint/bin/eslint.js', [
		'--max-warnings=0',
		...(fix ? ['--fix'] : []),
		'.',
	]);
}

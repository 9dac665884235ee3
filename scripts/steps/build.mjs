/** From the sources to `dist/`, as it is published. */

import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { bundle } from './bundle.mjs';
import { forgetBuild } from './sources.mjs';
import { ROOT, nodeStep } from './step.mjs';

export const TYPESCRIPT = 'node_modules/typescript/bin/tsc';

/** Between the compiler and the bundler: a file for each source file. */
const MODULES_FOLDER = '.cache/modules';
const AS_MODULES = ['--module', 'ES2022', '--moduleResolution', 'Bundler'];

/**
 * `dist/` is emptied first: what was deleted from the sources must not be published.
 * @param {string[]} args for the compiler
 */
export async function build(args = []) {
	forgetBuild();
	const modules = join(ROOT, MODULES_FOLDER);
	const dist = join(ROOT, 'dist');
	for (const folder of [modules, dist]) rmSync(folder, { recursive: true, force: true });
	const usual = ['-p', 'tsconfig.json', ...AS_MODULES, '--outDir', modules];
	await nodeStep('Compile', TYPESCRIPT, [...usual, ...args]);
	await bundle(modules, dist);
	const tasks = ['build:icons', 'build:codex'];
	await nodeStep('Copy icons and codex files', 'node_modules/gulp/bin/gulp.js', [
		...tasks,
		'--silent',
	]);
}

/** From the sources to `dist/`, as it is published. */

import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { forgetBuild } from './sources.mjs';
import { ROOT, nodeStep } from './step.mjs';

export const TYPESCRIPT = 'node_modules/typescript/bin/tsc';

/** `dist/` is emptied first: what was deleted from the sources must not be published. */
export async function build() {
	forgetBuild();
	rmSync(join(ROOT, 'dist'), { recursive: true, force: true });
	await nodeStep('Compile', TYPESCRIPT, ['-p', 'tsconfig.json']);
	await nodeStep('Copy icons', 'node_modules/gulp/bin/gulp.js', ['build:icons', '--silent']);
}

/** Which sources the last build was made of, so that the demo need not build them again. */

import { createHash } from 'node:crypto';
import { existsSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from './step.mjs';

/** Everything that a build or the tarball depends on. */
const SOURCES = [
	'nodes',
	'credentials',
	'index.ts',
	'package.json',
	'package-lock.json',
	'tsconfig.json',
	'gulpfile.js',
	'scripts/steps',
	'README.md',
	'LICENSE',
	'LICENSE.md',
];
const STAMP_FILE = join(ROOT, '.cache/built-from');

/** @returns {string[]} files below a path, in a fixed order */
function filesIn(path) {
	const full = join(ROOT, path);
	if (!existsSync(full)) return [];
	if (!statSync(full).isDirectory()) return [path];
	return readdirSync(full)
		.sort()
		.flatMap((name) => filesIn(join(path, name)));
}

/** @returns {string} the same for the same sources */
export function fingerprint() {
	const hash = createHash('sha256');
	for (const file of SOURCES.flatMap(filesIn)) {
		hash
			.update(`${file}\0`)
			.update(readFileSync(join(ROOT, file)))
			.update('\0');
	}
	return hash.digest('hex');
}

/** Whether the last build that is remembered was of these sources. @param {string} sources */
export function isBuilt(sources) {
	return existsSync(STAMP_FILE) && readFileSync(STAMP_FILE, 'utf8') === sources;
}

/** To be called before every build: from then on nobody may rely on the last one. */
export function forgetBuild() {
	rmSync(STAMP_FILE, { force: true });
}

/** @param {string} sources their fingerprint, taken before the build */
export function rememberBuild(sources) {
	writeFileSync(STAMP_FILE, sources);
}

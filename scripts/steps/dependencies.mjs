/** Are the packages in `node_modules` the ones that the lock file names? If not, npm install. */

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { ROOT, npmCommand, step } from './step.mjs';

/** Where npm writes down what it has installed; it does so last, so a broken-off install has none. */
const INSTALLED = 'node_modules/.package-lock.json';

/** @param {string} file path below the checkout @returns {any} null where there is none */
function readJson(file) {
	try {
		return JSON.parse(readFileSync(join(ROOT, file), 'utf8'));
	} catch {
		return null;
	}
}

/**
 * Contents are compared, not times: a checkout, a copy or a cache restored by CI changes those.
 * @returns {string | null} why an install is needed
 */
export function reasonToInstall() {
	const installed = readJson(INSTALLED)?.packages;
	if (!installed) return 'the dependencies are not installed yet';
	const lock = readJson('package-lock.json')?.packages;
	if (!lock) return 'there is no lock file yet';

	const { devDependencies, peerDependencies } = readJson('package.json');
	const locked = lock[''];
	if (!isDeepStrictEqual(devDependencies, locked.devDependencies)) {
		return 'package.json asks for other packages than the lock file';
	}
	if (!isDeepStrictEqual(peerDependencies, locked.peerDependencies)) {
		return 'package.json names other peers than the lock file';
	}
	const stale = Object.entries(lock).find(
		([path, { version, optional }]) =>
			path !== '' && !optional && installed[path]?.version !== version,
	);
	return stale
		? `${stale[0].replace('node_modules/', '')} is not the version in the lock file`
		: null;
}

/** @throws {StepFailed} when npm cannot install them */
export async function ensureDependencies() {
	const reason = reasonToInstall();
	if (reason === null) return;
	const { program, args } = npmCommand(['install', '--no-audit', '--no-fund']);
	await step(`Install dependencies: ${reason} (about a minute)`, program, args);
}

/**
 * What n8n checks before it verifies a package, run here on the same two things: the sources, and
 * the tarball that would be published.
 */

import {
	SOURCE_FILE_PATTERNS,
	analyzePackage,
} from '@n8n/scan-community-package/scanner/scanner.mjs';
import { join } from 'node:path';
import { build } from './build.mjs';
import { TARBALL_LIMIT_BYTES, findingsInPackage } from './manifest.mjs';
import { extract, pack, withTemporaryFolder } from './pack.mjs';
import { ROOT, StepFailed, heading } from './step.mjs';

/** As the scanner itself looks at a published tarball. */
const TARBALL_FILE_PATTERNS = ['**/*.js', 'package.json'];

/** @returns {Promise<boolean>} whether nothing was found */
async function scanned(what, folder, patterns) {
	heading(`Scan ${what}`);
	const { passed, message, details } = await analyzePackage(folder, patterns);
	console.log(passed ? 'no findings' : `${message}\n${details ?? ''}`);
	// "No files" passes in the scanner. For us it is a mistake in the paths.
	return passed && message === undefined;
}

/** @param {string[]} args for the compiler @throws {StepFailed} when anything was found */
export async function scan(args = []) {
	await build(args);
	await withTemporaryFolder(async (folder) => {
		const tarball = pack(join(folder, 'tarball'));
		const kilobytes = (tarball.bytes / 1000).toFixed(1);
		console.log(
			`${tarball.files.length} files, ${kilobytes} kB (limit ${TARBALL_LIMIT_BYTES / 1000} kB)`,
		);
		const extracted = join(folder, 'package');
		extract(tarball.tarball, extracted);

		const sources = await scanned('the sources', ROOT, SOURCE_FILE_PATTERNS);
		const published = await scanned('the tarball', extracted, TARBALL_FILE_PATTERNS);

		heading('Check what is published');
		const findings = findingsInPackage(tarball);
		console.log(findings.length === 0 ? 'no findings' : findings.join('\n'));
		if (!sources || !published || findings.length > 0) throw new StepFailed('scan');
	});
}

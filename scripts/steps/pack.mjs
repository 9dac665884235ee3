/** The tarball that npm would publish, and what is in it. */

import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { build } from './build.mjs';
import { fingerprint, isBuilt, rememberBuild } from './sources.mjs';
import { ROOT, StepFailed, heading, npmCommand } from './step.mjs';

/** Where the demo and the end-to-end tests find what npm would publish. */
const PACKAGE_FOLDER = '.cache/package';

/**
 * Packs the built package.
 * @returns {{ tarball: string, bytes: number, files: string[] }} files: paths below the package's root
 * @throws {StepFailed} when npm cannot pack
 */
export function pack(folder) {
	heading('Pack as npm would');
	mkdirSync(folder, { recursive: true });
	const { program, args } = npmCommand(['pack', '--json', '--pack-destination', folder]);
	const packed = spawnSync(program, args, { cwd: ROOT, encoding: 'utf8' });
	if (packed.status !== 0) {
		console.error(packed.stderr);
		throw new StepFailed('npm pack');
	}
	const [{ filename, size, files }] = JSON.parse(packed.stdout);
	return { tarball: join(folder, filename), bytes: size, files: files.map(({ path }) => path) };
}

/** Builds and packs the sources as they are now, for an n8n to install. Nothing to do where they are as before. */
export async function packForN8n() {
	const folder = join(ROOT, PACKAGE_FOLDER);
	const tarball = join(folder, 'n8n-nodes-sora.tgz');
	const sources = fingerprint();
	if (isBuilt(sources) && existsSync(tarball)) return;
	await build();
	rmSync(folder, { recursive: true, force: true });
	renameSync(pack(folder).tarball, tarball);
	rememberBuild(sources);
}

/** Unpacks a tarball into a folder, without the `package/` that every npm tarball starts with. */
export function extract(tarball, folder) {
	mkdirSync(folder, { recursive: true });
	// Relative paths: some versions of tar take the colon of a Windows drive for a host name.
	const args = ['-xzf', relative(folder, tarball), '--strip-components=1'];
	const { status, stderr } = spawnSync('tar', args, { cwd: folder, encoding: 'utf8' });
	if (status === 0) return;
	console.error(stderr);
	throw new StepFailed('tar');
}

/** A temporary folder for the time of one call. @template T @param {(folder: string) => Promise<T>} use */
export async function withTemporaryFolder(use) {
	const folder = mkdtempSync(join(tmpdir(), 'n8n-nodes-sora-'));
	try {
		return await use(folder);
	} finally {
		rmSync(folder, { recursive: true, force: true });
	}
}

/** The package in the folder that n8n loads it from, compiled again with every change to its sources. */

import { spawn } from 'node:child_process';
import { copyFile, cp, mkdir, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { CHECKOUT } from './install';
import { guard } from './process';

const TYPESCRIPT = join(CHECKOUT, 'node_modules/typescript/bin/tsc');
const ICONS_FOLDER = 'nodes/Sora';
/** What the compiler says after each compilation, with or without errors. */
const COMPILED = /Found (\d+) errors?\. Watching for file changes/;

/** `package.json` and the icons: n8n reads them when it starts, so nobody watches them. */
async function copyWhatIsNotCompiled(folder: string): Promise<void> {
	await rm(folder, { recursive: true, force: true });
	await mkdir(folder, { recursive: true });
	await copyFile(join(CHECKOUT, 'package.json'), join(folder, 'package.json'));
	const files = await readdir(join(CHECKOUT, ICONS_FOLDER));
	for (const icon of files.filter((file) => file.endsWith('.svg'))) {
		await cp(join(CHECKOUT, ICONS_FOLDER, icon), join(folder, 'dist', ICONS_FOLDER, icon));
	}
}

/**
 * Resolves after the first compilation, and goes on until this process ends. Type errors are printed,
 * and do not keep n8n from running what was compiled.
 * @param folder is emptied first
 * @param onCompiled called after each further compilation, with the number of its errors
 * @throws Error when the compiler ends before its first compilation
 */
export async function watchBuild(
	folder: string,
	onCompiled: (errors: number) => void,
): Promise<void> {
	await copyWhatIsNotCompiled(folder);
	const args = ['-p', 'tsconfig.json', '--watch', '--preserveWatchOutput'];
	const child = spawn(process.execPath, [TYPESCRIPT, ...args, '--outDir', join(folder, 'dist')], {
		cwd: CHECKOUT,
		detached: true,
		windowsHide: true,
		stdio: ['ignore', 'pipe', 'inherit'],
	});
	const { pid } = child;
	if (pid === undefined) throw new Error('The TypeScript compiler does not start');
	guard(pid).unref();

	let isFirst = true;
	await new Promise<void>((done, failed) => {
		child.once('exit', (code) => failed(new Error(`The TypeScript compiler ended with ${code}`)));
		createInterface({ input: child.stdout }).on('line', (line) => {
			if (line.includes('error TS')) console.log(line);
			const [, errors] = COMPILED.exec(line) ?? [];
			if (errors === undefined) return;
			if (!isFirst) onCompiled(Number(errors));
			isFirst = false;
			done();
		});
	});
}

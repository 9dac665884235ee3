/** Running one step of a command: a heading, a child process, and an end at the first failure. */

import { spawn } from 'node:child_process';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

export const ROOT = resolve(fileURLToPath(import.meta.url), '../../..');

/** A step that ended badly. What went wrong was printed by the step itself. */
export class StepFailed extends Error {
	/** @param {string} title @param {number} exitCode */
	constructor(title, exitCode = 1) {
		super(`✗ ${title} failed`);
		this.exitCode = exitCode;
	}
}

/** @param {string} title */
export function heading(title) {
	console.log(`\n▶ ${title}`);
}

/**
 * Runs a program in the checkout, with its output shown as it comes.
 * @param {string} title what the step is called
 * @param {string} program
 * @param {string[]} args
 * @throws {StepFailed} when it cannot be started or ends with anything but 0
 */
export async function step(title, program, args) {
	heading(title);
	const child = spawn(program, args, { cwd: ROOT, stdio: 'inherit' });
	// Ctrl+C reaches the child by itself; whoever asks us to end means the child. It decides when.
	const stayUntilItEnds = () => {};
	const passOn = () => child.kill('SIGTERM');
	process.on('SIGINT', stayUntilItEnds).on('SIGTERM', passOn);
	const code = await new Promise((done) => {
		child.once('error', (error) => {
			console.error(error.message);
			done(null);
		});
		child.once('exit', done);
	});
	process.off('SIGINT', stayUntilItEnds).off('SIGTERM', passOn);
	if (code !== 0) throw new StepFailed(title, code ?? 1);
}

/**
 * Runs a program beside other steps: its output is shown in one piece once it has ended.
 * @param {string} title @param {string} program @param {string[]} args
 * @returns {Promise<StepFailed | null>} never rejects, so that it may be awaited late
 */
export async function stepBeside(title, program, args) {
	const child = spawn(program, args, { cwd: ROOT, stdio: ['ignore', 'pipe', 'pipe'] });
	const output = [];
	for (const stream of [child.stdout, child.stderr]) stream.on('data', (text) => output.push(text));
	const code = await new Promise((done) => {
		child.once('error', (error) => {
			output.push(Buffer.from(`${error.message}\n`));
			done(null);
		});
		child.once('close', done);
	});
	heading(title);
	process.stdout.write(Buffer.concat(output));
	return code === 0 ? null : new StepFailed(title, code ?? 1);
}

/**
 * Runs a JavaScript file with the Node that runs us: no shell, so nothing needs quoting on any system.
 * @param {string} title @param {string} file path below the checkout @param {string[]} args
 */
export async function nodeStep(title, file, args = []) {
	await step(title, process.execPath, [join(ROOT, file), ...args]);
}

/**
 * Runs a script in TypeScript through tsx, in one process with it.
 * @param {string} file path below the checkout @param {string[]} args
 */
export async function typeScriptStep(file, args = []) {
	await step(`Run ${file}`, process.execPath, ['--import', 'tsx', file, ...args]);
}

/**
 * npm, the one that runs us where there is one.
 * @returns {{ program: string, args: string[] }}
 */
export function npmCommand(args) {
	const npmCli = process.env.npm_execpath;
	return npmCli?.endsWith('.js')
		? { program: process.execPath, args: [npmCli, ...args] }
		: { program: process.platform === 'win32' ? 'npm.cmd' : 'npm', args };
}

/**
 * One n8n process (main or worker) with everything it starts, as one process group that never
 * outlives us.
 */

import { spawn, type ChildProcess } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { N8nInstallation } from './install';

const LOG_LINES_KEPT = 200;
const LOG_LINES_SHOWN = 25;
/** How long n8n may take to end by itself after it was asked to. */
const STOP_TIMEOUT_MS = 20_000;

/** Settings of the shell that must not reach an n8n of ours, keys least of all. */
const NOT_PASSED_ON =
	/^(N8N_|DB_|QUEUE_|EXECUTIONS_|WEBHOOK_URL|npm_|NODE_(OPTIONS|ENV|PATH)|JEST_|.*API_KEY)/i;

/** No telemetry, no update checks, no surveys: nothing that would want the internet. */
const QUIET: Readonly<Record<string, string>> = {
	N8N_DIAGNOSTICS_ENABLED: 'false',
	N8N_VERSION_NOTIFICATIONS_ENABLED: 'false',
	N8N_TEMPLATES_ENABLED: 'false',
	N8N_PERSONALIZATION_ENABLED: 'false',
	N8N_HIRING_BANNER_ENABLED: 'false',
	N8N_DYNAMIC_BANNERS_ENABLED: 'false',
	N8N_VERIFIED_PACKAGES_ENABLED: 'false',
	N8N_UNVERIFIED_PACKAGES_ENABLED: 'true',
	N8N_SECURE_COOKIE: 'false',
	N8N_GRACEFUL_SHUTDOWN_TIMEOUT: '10',
};

export interface N8nProcess {
	readonly pid: number;
	/** null while it runs, then its exit code, or the signal that ended it. */
	ended(): number | NodeJS.Signals | null;
	/** The newest lines that n8n printed. */
	lastLines(): string;
	/** Asks n8n to end, as a service manager would (SIGTERM), and waits until it has. */
	stop(): Promise<void>;
	/** Ends it at once, as a crash would (SIGKILL). */
	kill(): Promise<void>;
}

/** SIGKILL to the child and all its children. The group is already gone when it has ended. */
function killGroup(pid: number): void {
	try {
		process.kill(process.platform === 'win32' ? pid : -pid, 'SIGKILL');
	} catch {
		// Nobody left.
	}
}

/**
 * A process that waits for our end, of whatever kind, and then kills the group: a handler of ours
 * would not run when we are killed.
 */
export function guard(pid: number): ChildProcess {
	const script = `
		const target = process.platform === 'win32' ? ${pid} : -${pid};
		process.stdin.resume().on('close', () => {
			try { process.kill(target, 'SIGKILL'); } catch {}
			process.exit();
		});`;
	return spawn(process.execPath, ['-e', script], {
		detached: true,
		windowsHide: true,
		stdio: ['pipe', 'ignore', 'ignore'],
	});
}

/** Where workflows may write: `videos/` for a workflow, because n8n runs in `userFolder`. */
export function filesFolder(userFolder: string): string {
	return join(userFolder, 'videos');
}

/**
 * Starts n8n's command.
 * @param args `['start']`, `['worker']`, …
 * @param options.userFolder where n8n keeps its `.n8n` folder; the log is written there too
 */
export function runN8n(
	{ node, command, idleModules }: N8nInstallation,
	args: readonly string[],
	{ userFolder, env }: { userFolder: string; env: Readonly<Record<string, string>> },
): N8nProcess {
	const inherited = Object.entries(process.env).filter(([name]) => !NOT_PASSED_ON.test(name));
	const child = spawn(node, [command, ...args], {
		cwd: userFolder,
		detached: true,
		windowsHide: true,
		stdio: ['ignore', 'pipe', 'pipe'],
		env: {
			...Object.fromEntries(inherited),
			...QUIET,
			N8N_DISABLED_MODULES: idleModules,
			N8N_USER_FOLDER: userFolder,
			// The one place where the sample workflows may write files, as a path below `cwd`.
			N8N_RESTRICT_FILE_ACCESS_TO: filesFolder(userFolder),
			...env,
		},
	});
	const { pid } = child;
	if (pid === undefined) throw new Error(`Node for n8n does not start: ${node}`);
	const watchdog = guard(pid);
	watchdog.unref();

	const lines: string[] = [];
	const log = createWriteStream(join(userFolder, 'n8n.log'), { flags: 'a' });
	for (const stream of [child.stdout, child.stderr]) {
		createInterface({ input: stream }).on('line', (line) => {
			log.write(`${line}\n`);
			lines.push(line);
			if (lines.length > LOG_LINES_KEPT) lines.shift();
		});
	}

	let ended: number | NodeJS.Signals | null = null;
	const end = new Promise<void>((done) => {
		child.once('exit', (code, signal) => {
			ended = code ?? signal;
			// Its task runners go with it.
			killGroup(pid);
			watchdog.kill('SIGKILL');
			log.end();
			done();
		});
	});

	return {
		pid,
		ended: () => ended,
		lastLines: () => lines.slice(-LOG_LINES_SHOWN).join('\n'),
		async stop() {
			child.kill('SIGTERM');
			const timer = setTimeout(() => killGroup(pid), STOP_TIMEOUT_MS);
			await end;
			clearTimeout(timer);
		},
		async kill() {
			killGroup(pid);
			await end;
		},
	};
}

/**
 * n8n in queue mode, as in production: a main process for the editor, a webhook processor, workers,
 * PostgreSQL and Redis. Each process has a folder of its own with the package installed, as on
 * machines of their own; they share the database, an encryption key, and, where asked for, a folder
 * for files.
 */

import { spawn, spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { until } from './until';
import type { N8nInstallation } from './install';
import { freePort } from './ports';
import { startPostgres } from './postgres';
import { guard, runN8n, type N8nProcess } from './process';
import { installNodes, startN8n, type N8nServer } from './server';

const REDIS_TIMEOUT_MS = 10_000;
const PROCESS_TIMEOUT_MS = 120_000;
const WORKERS = 2;
const HOST = '127.0.0.1';

export interface QueueOptions {
	/** Every process has its own folder in here. */
	folder: string;
	/** Settings for all processes beyond ours. */
	env?: Readonly<Record<string, string>>;
}

/** A worker, or a webhook processor. */
export interface QueueProcess {
	/** Also of its folder. */
	readonly name: string;
	/** Ends it as a crash would. */
	kill(): Promise<void>;
	/** Starts it again. */
	start(): Promise<void>;
}

export interface N8nQueue {
	readonly main: N8nServer;
	/** Takes the production webhooks, and the providers' callbacks; the main process takes none. */
	readonly webhooks: QueueProcess;
	readonly workers: readonly QueueProcess[];
	/** Ends everything at once. */
	kill(): Promise<void>;
}

/** @returns how to end it */
async function startRedis(port: number, folder: string): Promise<() => void> {
	mkdirSync(folder, { recursive: true });
	const nothingOnDisk = ['--save', '', '--appendonly', 'no', '--dir', folder];
	const args = ['--port', String(port), '--bind', HOST, ...nothingOnDisk];
	const child = spawn('redis-server', args, { detached: true, stdio: 'ignore' });
	// Told by the missing process ID; unheard, the event would end us.
	child.on('error', () => undefined);
	if (child.pid === undefined) throw new Error('redis-server is not installed');
	const watchdog = guard(child.pid);
	watchdog.unref();
	child.once('exit', () => watchdog.kill('SIGKILL'));
	const responses = () => {
		const { stdout } = spawnSync('redis-cli', ['-h', HOST, '-p', String(port), 'ping']);
		return Promise.resolve(String(stdout).trim() === 'PONG');
	};
	await until('Redis to start', responses, REDIS_TIMEOUT_MS);
	return () => child.kill('SIGKILL');
}

interface ProcessOptions {
	name: string;
	/** n8n's command: `['worker']`, `['webhook']`. */
	args: readonly string[];
	/** Where it tells how it is. */
	healthPort: number;
	env: Readonly<Record<string, string>>;
}

function webhookProcessor(port: number, env: ProcessOptions['env']): ProcessOptions {
	return {
		name: 'webhooks',
		args: ['webhook'],
		healthPort: port,
		env: { N8N_LISTEN_ADDRESS: HOST, N8N_PORT: String(port), ...env },
	};
}

async function worker(number: number, env: ProcessOptions['env']): Promise<ProcessOptions> {
	const healthPort = await freePort();
	return {
		name: `worker-${number}`,
		args: ['worker', '--concurrency=5'],
		healthPort,
		env: {
			QUEUE_HEALTH_CHECK_ACTIVE: 'true',
			QUEUE_HEALTH_CHECK_PORT: String(healthPort),
			N8N_WORKER_SERVER_ADDRESS: HOST,
			...env,
		},
	};
}

/** @param folder the process gets its own in here, by its name */
async function startProcess(
	installation: N8nInstallation,
	folder: string,
	{ name, args, healthPort, env }: ProcessOptions,
): Promise<QueueProcess> {
	const userFolder = join(folder, name);
	mkdirSync(userFolder, { recursive: true });
	await installNodes(userFolder);
	const brokerPort = await freePort();
	let current: N8nProcess;
	const isReady = async () => {
		if (current.ended() !== null) throw new Error(`${name}: ${current.lastLines()}`);
		const url = `http://${HOST}:${healthPort}/healthz/readiness`;
		const health = await fetch(url).catch(() => null);
		return health?.ok ?? false;
	};
	const start = async () => {
		current = runN8n(installation, args, {
			userFolder,
			env: { N8N_RUNNERS_BROKER_PORT: String(brokerPort), ...env },
		});
		try {
			await until(`${name} to start`, isReady, PROCESS_TIMEOUT_MS);
		} catch (error) {
			await current.kill();
			throw error;
		}
	};
	await start();
	return { name, kill: () => current.kill(), start };
}

/** @throws Error with the last lines of what did not start; then nothing is left running */
export async function startQueue(options: QueueOptions): Promise<N8nQueue> {
	const { folder } = options;
	const ends: Array<() => Promise<void> | void> = [];
	/** Last in, first out: n8n before what it is connected to. */
	const kill = async () => {
		for (const end of ends.splice(0).reverse()) await end();
	};
	try {
		const [webhookPort, redisPort] = [await freePort(), await freePort()];
		const webhookUrl = `http://${HOST}:${webhookPort}`;
		ends.push(await startRedis(redisPort, join(folder, 'redis')));
		const postgres = await startPostgres();
		ends.push(() => postgres.end());
		const env = {
			EXECUTIONS_MODE: 'queue',
			QUEUE_BULL_REDIS_HOST: HOST,
			QUEUE_BULL_REDIS_PORT: String(redisPort),
			N8N_ENCRYPTION_KEY: randomBytes(16).toString('hex'),
			// Workers make resume URLs: without this they would name themselves.
			WEBHOOK_URL: `${webhookUrl}/`,
			N8N_DISABLE_PRODUCTION_MAIN_PROCESS: 'true',
			...postgres.env,
			...options.env,
		};
		const main = await startN8n({ userFolder: join(folder, 'main'), env, webhookUrl });
		ends.push(() => main.kill());
		const started = await Promise.allSettled([
			startProcess(main.installation, folder, webhookProcessor(webhookPort, env)),
			...Array.from({ length: WORKERS }, async (_, index) =>
				startProcess(main.installation, folder, await worker(index + 1, env)),
			),
		]);
		const processes = started.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
		ends.push(async () => {
			await Promise.all(processes.map((one) => one.kill()));
		});
		for (const one of started) if (one.status === 'rejected') throw one.reason;
		const [webhooks, ...workers] = processes;
		return { main, webhooks, workers, kill };
	} catch (error) {
		await kill();
		throw error;
	}
}

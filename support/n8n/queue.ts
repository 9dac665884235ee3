/**
 * n8n in queue mode: a main process, workers and a Redis between them. Each process has a folder of
 * its own with the package installed, as on machines of their own; they share the database, an
 * encryption key, and, where asked for, a folder for files.
 */

import { spawn, spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { until } from './until';
import { freePort } from './ports';
import { guard, runN8n, type N8nProcess } from './process';
import { installNodes, startN8n, type N8nServer } from './server';

const REDIS_TIMEOUT_MS = 10_000;
const WORKER_TIMEOUT_MS = 120_000;
const WORKERS = 2;
const HOST = '127.0.0.1';

export interface QueueOptions {
	/** Every process has its own folder in here. */
	folder: string;
	/** Settings for all processes beyond ours. */
	env?: Readonly<Record<string, string>>;
}

export interface Worker {
	readonly name: string;
	/** Ends it as a crash would. */
	kill(): Promise<void>;
	/** Starts it again. */
	start(): Promise<void>;
}

export interface N8nQueue {
	readonly main: N8nServer;
	readonly workers: readonly Worker[];
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

/** @throws Error with the last lines of what did not start */
export async function startQueue(options: QueueOptions): Promise<N8nQueue> {
	const { folder } = options;
	const [port, redisPort] = [await freePort(), await freePort()];
	const endRedis = await startRedis(redisPort, join(folder, 'redis'));
	const env = {
		EXECUTIONS_MODE: 'queue',
		QUEUE_BULL_REDIS_HOST: HOST,
		QUEUE_BULL_REDIS_PORT: String(redisPort),
		N8N_ENCRYPTION_KEY: randomBytes(16).toString('hex'),
		// Workers make resume URLs: without this they would name themselves.
		WEBHOOK_URL: `http://${HOST}:${port}/`,
		// n8n warns of SQLite in queue mode; on one machine, and for a test, it does.
		DB_SQLITE_DATABASE: join(folder, 'database.sqlite'),
		...options.env,
	};
	const main = await startN8n({ userFolder: join(folder, 'main'), port, env });

	const workers = await Promise.all(
		Array.from({ length: WORKERS }, async (_, index): Promise<Worker> => {
			const name = `worker-${index + 1}`;
			const userFolder = join(folder, name);
			mkdirSync(userFolder, { recursive: true });
			await installNodes(userFolder);
			const [healthPort, brokerPort] = [await freePort(), await freePort()];
			let current: N8nProcess;
			const isReady = async () => {
				if (current.ended() !== null) throw new Error(`${name}: ${current.lastLines()}`);
				const health = await fetch(`http://${HOST}:${healthPort}/healthz/readiness`).catch(
					() => null,
				);
				return health?.ok ?? false;
			};
			const start = async () => {
				current = runN8n(main.installation, ['worker', '--concurrency=5'], {
					userFolder,
					env: {
						QUEUE_HEALTH_CHECK_ACTIVE: 'true',
						QUEUE_HEALTH_CHECK_PORT: String(healthPort),
						N8N_WORKER_SERVER_ADDRESS: HOST,
						N8N_RUNNERS_BROKER_PORT: String(brokerPort),
						...env,
					},
				});
				await until(`${name} to start`, isReady, WORKER_TIMEOUT_MS);
			};
			await start();
			return { name, kill: () => current.kill(), start };
		}),
	);
	return {
		main,
		workers,
		async kill() {
			await Promise.all([main.kill(), ...workers.map((worker) => worker.kill())]);
			endRedis();
		},
	};
}

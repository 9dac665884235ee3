/** Two hundred suspended executions of five items each, on one n8n: what they hold while they wait, and whether all come back. */

import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
	addCredentials,
	NODE,
	prompts,
	publish,
	statusCalls,
} from '../../test/e2e/stages/suspendStage';
import { startSimulator, type Simulator } from '../../support/simulator';
import type { Bench, Figure } from '../figure';
import { itemsOf, type N8nApi } from '../../support/n8n/api';
import { until } from '../../support/n8n/until';
import { startN8n } from '../../support/n8n/server';

const EXECUTIONS = 200;
const ITEMS = 5;
const STARTED_AT_ONCE = 8;
const START_LIMIT_MS = 300_000;
/** n8n takes a good tenth of a second for each callback. */
const BETWEEN_ENDS_MS = 200;
const END_LIMIT_MS = 300_000;
const MEMORY_LIMIT_MB = 100;
const STATUS_CALLS_LIMIT = 2;
/** V8 gives memory back to the system some seconds after it was freed. */
const REST_MS = 20_000;

const NAME = 'suspended';

/**
 * n8n 2.41 evaluates expressions in sandboxes. They make its process grow with each burst of
 * executions, whatever these do, and the memory is not given back. So what waiting executions hold is
 * seen in the live memory, and in the resident memory without sandboxes.
 */
const WITHOUT_SANDBOX = { N8N_EXPRESSION_ENGINE: 'legacy' };

const rest = (ms: number) => new Promise<void>((done) => setTimeout(done, ms));

interface Memory {
	/** Of the process, as the system counts it (proc(5)). */
	residentMb: number;
	/** What V8 holds once all garbage is collected: its heap, and what hangs on it. */
	liveMb: number;
}

/** For a Node process: collects the garbage when it is told to, and writes down what is left. */
const collectorScript = (reportFile: string) => `
	process.on('SIGUSR2', () => {
		global.gc();
		require('fs').writeFileSync(${JSON.stringify(reportFile)}, JSON.stringify(process.memoryUsage()));
	});`;

interface World {
	api: N8nApi;
	simulator: Simulator;
	/** Waits until so many executions have this status. */
	all(status: string, count: number, limitMs: number): Promise<void>;
	idle: Memory;
	waiting: Memory;
	suspendSeconds: number;
	/** IDs of the tasks that the suspended executions have submitted, in that order. */
	taskIds: string[];
}

/** @returns null while n8n's database is too busy to say */
async function countOf(api: N8nApi, workflowId: string, status: string): Promise<number | null> {
	const filter = encodeURIComponent(JSON.stringify({ workflowId, status: [status] }));
	const path = `/executions?filter=${filter}&limit=1`;
	return await api.call<{ count: number }>('GET', path).then(
		({ count }) => count,
		() => null,
	);
}

async function startAll(api: N8nApi, items: number): Promise<void> {
	let started = 0;
	const starter = async () => {
		while (started++ < EXECUTIONS) await api.callWebhook(NAME, { items: prompts(items) });
	};
	await Promise.all(Array.from({ length: STARTED_AT_ONCE }, starter));
}

/** An n8n of its own in which all executions are suspended. */
async function withSuspended(
	env: Readonly<Record<string, string>>,
	measure: (world: World) => Promise<Figure[]>,
): Promise<Figure[]> {
	let isWarm = false;
	const simulator = await startSimulator({ renderMs: 3_000 });
	// None ends before all are suspended.
	simulator.script(() => (isWarm ? { outcome: 'never' } : undefined));
	const userFolder = mkdtempSync(join(tmpdir(), 'n8n-nodes-sora-bench-'));
	const [collector, report] = [join(userFolder, 'collector.cjs'), join(userFolder, 'memory.json')];
	writeFileSync(collector, collectorScript(report));
	const NODE_OPTIONS = `--expose-gc --require=${collector}`;
	const n8n = await startN8n({ userFolder, env: { NODE_OPTIONS, ...env } });
	const { api } = n8n;

	const memory = async (): Promise<Memory> => {
		await rest(REST_MS);
		for (let time = 0; time < 2; time++) {
			process.kill(n8n.pid(), 'SIGUSR2');
			await rest(REST_MS / 2);
		}
		const { heapUsed, external } = JSON.parse(readFileSync(report, 'utf8')) as NodeJS.MemoryUsage;
		const status = readFileSync(`/proc/${n8n.pid()}/status`, 'utf8');
		const residentKb = Number(/^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1]);
		return { residentMb: residentKb / 1024, liveMb: (heapUsed + external) / 1024 ** 2 };
	};

	try {
		await addCredentials(api, simulator);
		const workflowId = await publish(api, { name: NAME });
		const all = async (status: string, count: number, limitMs: number) => {
			const isSo = async () => (await countOf(api, workflowId, status)) === count;
			await until(`${count} executions with status ${status}`, isSo, limitMs, 1_000);
		};
		// Idle is an n8n that has done such work before: its first executions make it grow by themselves.
		await startAll(api, 1);
		await all('success', EXECUTIONS, START_LIMIT_MS);
		const idle = await memory();
		const billsBefore = simulator.bills.length;

		isWarm = true;
		const startedAt = Date.now();
		await startAll(api, ITEMS);
		await all('waiting', EXECUTIONS, START_LIMIT_MS);
		const suspendSeconds = (Date.now() - startedAt) / 1000;
		const waiting = await memory();
		const taskIds = simulator.bills.slice(billsBefore).map(({ taskId }) => taskId);
		return await measure({ api, simulator, all, idle, waiting, suspendSeconds, taskIds });
	} finally {
		await n8n.kill();
		await simulator.close();
		await rm(userFolder, { recursive: true, force: true });
	}
}

/** Different tasks whose videos are with the executions behind the first ones: a new n8n counts from 1. */
async function videosOf(api: N8nApi): Promise<number> {
	const taskIds = new Set<string>();
	for (let id = EXECUTIONS + 1; id <= 2 * EXECUTIONS; id++) {
		for (const { json, binary } of itemsOf(await api.execution(String(id)), NODE)) {
			if (binary?.data.id) taskIds.add(String(json.taskId));
		}
	}
	return taskIds.size;
}

async function endAll({ api, simulator, all, taskIds, ...world }: World): Promise<Figure[]> {
	// The first item of each, the second of each, …: all executions wait until the last fifth.
	const rounds = Array.from({ length: ITEMS }, (_, round) =>
		taskIds.filter((_id, index) => index % ITEMS === round),
	);
	for (const taskId of rounds.flat()) {
		simulator.end(taskId, { outcome: 'completed' });
		await rest(BETWEEN_ENDS_MS);
	}
	const lastVideoAt = Date.now();
	await all('success', 2 * EXECUTIONS, END_LIMIT_MS);
	const endedAt = Date.now();
	const looks = statusCalls(simulator);
	// The first executions had one item each.
	const bills = simulator.bills.length - EXECUTIONS;
	const calls = taskIds.map((taskId) => looks.get(taskId) ?? 0);
	const { idle, waiting, suspendSeconds } = world;
	return [
		{
			figure: `live memory of n8n with ${EXECUTIONS} suspended executions of ${ITEMS} items, over idle (${idle.liveMb.toFixed(0)} MB)`,
			limit: MEMORY_LIMIT_MB,
			measured: waiting.liveMb - idle.liveMb,
			unit: 'MB',
		},
		{
			figure: `resident memory with them, over idle (${idle.residentMb.toFixed(0)} MB)`,
			limit: null,
			measured: waiting.residentMb - idle.residentMb,
			unit: 'MB',
		},
		{
			figure: 'bills that are too many or too few',
			limit: 0,
			measured: Math.abs(bills - EXECUTIONS * ITEMS),
			unit: 'bills',
		},
		{
			figure: `of ${EXECUTIONS * ITEMS} videos are missing`,
			limit: 0,
			measured: EXECUTIONS * ITEMS - (await videosOf(api)),
			unit: 'videos',
		},
		{
			figure: 'status calls for one task, at most',
			limit: STATUS_CALLS_LIMIT,
			measured: Math.max(...calls),
			unit: 'calls',
		},
		{
			figure: 'status calls for one task, on average',
			limit: null,
			measured: calls.reduce((sum, count) => sum + count, 0) / calls.length,
			unit: 'calls',
		},
		{ figure: 'until all were suspended', limit: null, measured: suspendSeconds, unit: 's' },
		{
			figure: 'from the last video to the last execution',
			limit: null,
			measured: (endedAt - lastVideoAt) / 1000,
			unit: 's',
		},
	];
}

function residentGrowth({ idle, waiting }: World): Promise<Figure[]> {
	return Promise.resolve([
		{
			figure: `resident memory with them, over idle (${idle.residentMb.toFixed(0)} MB), without n8n's sandboxes`,
			limit: MEMORY_LIMIT_MB,
			measured: waiting.residentMb - idle.residentMb,
			unit: 'MB',
		},
	]);
}

export const figures: Bench = async () => [
	...(await withSuspended({}, endAll)),
	...(await withSuspended(WITHOUT_SANDBOX, residentGrowth)),
];

/** How long a video keeps a worker busy: where the node waits for it, and where the execution is suspended. */

import { mkdtempSync, readFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
	addCredentials,
	begin,
	untilSuspended,
	prompts,
	publish,
} from '../../test/e2e/stages/suspendStage';
import { startSimulator, type Simulator } from '../../support/simulator';
import type { Bench } from '../figure';
import type { N8nApi } from '../../support/n8n/api';
import { startN8n, type N8nServer } from '../../support/n8n/server';

const ITEMS = 10;
const RENDER_MS = 20_000;
const LIMIT_MS = 150;

/** Linux counts in hundredths of a second (USER_HZ). */
const TICKS_PER_SECOND = 100;

/** User and system time of a process: fields 14 and 15 of proc(5)'s `stat`, behind its name. */
function processorSeconds(pid: number): number {
	const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)?.split(' ') ?? [];
	return (Number(fields[11]) + Number(fields[12])) / TICKS_PER_SECOND;
}

/** As n8n has them: ISO 8601. */
interface Times {
	startedAt: string;
	stoppedAt: string;
}

async function timesOf(api: N8nApi, executionId: string) {
	const { startedAt, stoppedAt } = await api.call<Times>('GET', `/executions/${executionId}`);
	return { startedAt: Date.parse(startedAt), stoppedAt: Date.parse(stoppedAt) };
}

async function start(api: N8nApi, waitMode: string): Promise<string> {
	const parameters = { waitMode, options: { maxConcurrent: ITEMS } };
	const workflowId = await publish(api, { name: waitMode, parameters });
	return await begin(api, workflowId, waitMode, prompts(ITEMS));
}

async function succeeded(api: N8nApi, executionId: string): Promise<void> {
	const { status, data } = await api.ended(executionId);
	if (status !== 'success') throw new Error(`The bench failed: ${data.resultData.error?.message}`);
}

/** What a video costs, in milliseconds. */
interface Cost {
	/** How long the execution holds a worker. */
	held: number;
	/** What n8n itself computes, callbacks included. */
	computed: number;
}

async function costOf(n8n: N8nServer, held: () => Promise<number>): Promise<Cost> {
	const before = processorSeconds(n8n.pid());
	const heldMs = await held();
	const computed = processorSeconds(n8n.pid()) - before;
	return { held: heldMs / ITEMS, computed: (computed * 1000) / ITEMS };
}

async function waitingMs(api: N8nApi): Promise<number> {
	const id = await start(api, 'wait');
	await succeeded(api, id);
	const { startedAt, stoppedAt } = await timesOf(api, id);
	return stoppedAt - startedAt;
}

/** From the start to the suspension, and from the last callback to the end. */
async function suspendedMs(api: N8nApi, simulator: Simulator): Promise<number> {
	simulator.reset();
	const id = await start(api, 'suspend');
	await untilSuspended(api, id);
	const before = await timesOf(api, id);
	await succeeded(api, id);
	const after = await timesOf(api, id);
	const lastCallback = Math.max(...simulator.deliveries.map(({ at }) => at));
	return before.stoppedAt - before.startedAt + (after.stoppedAt - lastCallback);
}

export const figures: Bench = async () => {
	const simulator = await startSimulator({ renderMs: RENDER_MS });
	const userFolder = mkdtempSync(join(tmpdir(), 'n8n-nodes-sora-bench-'));
	const n8n = await startN8n({ userFolder });
	const what = `worker time of a video, ${ITEMS} items of a ${RENDER_MS / 1000} s render`;
	try {
		await addCredentials(n8n.api, simulator);
		const waiting = await costOf(n8n, async () => await waitingMs(n8n.api));
		const suspended = await costOf(n8n, async () => await suspendedMs(n8n.api, simulator));
		const told = (mode: string, measured: number) => ({
			figure: mode,
			limit: null,
			measured,
			unit: 'ms',
		});
		return [
			told(`${what}, wait`, waiting.held),
			{ ...told(`${what}, suspend`, suspended.held), limit: LIMIT_MS },
			told('processor time of n8n for each of them, wait', waiting.computed),
			told('processor time of n8n for each of them, suspend', suspended.computed),
		];
	} finally {
		await n8n.kill();
		await simulator.close();
		await rm(userFolder, { recursive: true, force: true });
	}
};

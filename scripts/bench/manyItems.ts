/**
 * A thousand items in one run of the node, and ten runs of a hundred at once, each in an n8n of its
 * own, several times. Beside it: n8n's own HTTP Request node, which stores as many files of the same
 * size, a hundred at a time. Writes what it has measured to docs/scaling.md.
 */

import { median, type Bench, type Figure } from '../figure';
import {
	allEnded,
	NODE,
	nodeFile,
	run,
	soraNode,
	WEBHOOK_PATH,
	withBed,
	withMemory,
	workflowOf,
	type Bed,
} from './n8n/bed';
import { writeTable } from './report/measuredTable';

const RUNS = 3;
const ITEMS = 1_000;
const RENDER_MS = 10_000;
const AT_ONCE = 100;
const EXECUTIONS = 10;
/** Before it is measured: whatever n8n loads and makes once is there. */
const WARM_UP = { items: 20, renderMs: 300 };

const EVENT_LOOP_LIMIT_MS = 100;
/** Of the one run: for each of ten executions n8n makes a sandbox for expressions, and keeps it. */
const LIMITS = { seconds: (1.15 * RENDER_MS * (ITEMS / AT_ONCE)) / 1000, memoryMb: 150 };
const NO_LIMITS = { seconds: null, memoryMb: null };

interface Measured {
	seconds: number;
	growthMb: number;
	eventLoopMs: number;
	statusCalls: number;
	/** From the start of an execution to its first submit; the slowest of them. */
	firstSubmitSeconds: number;
}

/** Seconds until a wave of renders is over, without anything that takes time beside them. */
const WAVE_SECONDS = RENDER_MS / 1000;

function statusCallsOf({ simulator }: Bed): number {
	return simulator.requests.filter(({ kind }) => kind === 'status').length / ITEMS;
}

async function readied(bed: Bed, warmUp: () => Promise<unknown>): Promise<void> {
	const { simulator } = bed;
	simulator.script(() => ({ renderMs: WARM_UP.renderMs }));
	await warmUp();
	simulator.reset();
	simulator.script(() => ({ renderMs: RENDER_MS }));
	await bed.watchEventLoop();
}

async function oneRun(): Promise<Measured> {
	return await withBed(RENDER_MS, async (bed) => {
		const { simulator } = bed;
		const node = soraNode({ maxConcurrent: AT_ONCE });
		await readied(bed, async () => await run(bed, workflowOf(WARM_UP.items, node)));
		const startedAt = Date.now();
		const { result, growthMb } = await withMemory(
			bed,
			async () => await run(bed, workflowOf(ITEMS, node)),
		);
		const eventLoopMs = bed.eventLoopDelayMs();
		const { executionTime, items } = await result();
		if (items.length !== ITEMS || simulator.bills.length !== ITEMS) {
			throw new Error(`${items.length} items and ${simulator.bills.length} bills`);
		}
		return {
			seconds: executionTime / 1000,
			growthMb,
			eventLoopMs,
			statusCalls: statusCallsOf(bed),
			firstSubmitSeconds: (simulator.bills[0].at - startedAt) / 1000,
		};
	});
}

async function tenRuns(): Promise<Measured> {
	return await withBed(RENDER_MS, async (bed) => {
		const { n8n, simulator } = bed;
		const node = soraNode({ maxConcurrent: ITEMS / EXECUTIONS });
		const warmUp = async () => await run(bed, workflowOf(WARM_UP.items, node));
		const workflowId = await n8n.api.createWorkflow(
			workflowOf(ITEMS / EXECUTIONS, node, 'webhook'),
		);
		await n8n.api.activate(workflowId);
		await readied(bed, warmUp);
		const startedAt = Date.now();
		const { growthMb } = await withMemory(bed, async () => {
			const calls = Array.from({ length: EXECUTIONS }, async () =>
				n8n.api.callWebhook(WEBHOOK_PATH, {}),
			);
			await Promise.all(calls);
			return await allEnded(bed, workflowId, EXECUTIONS);
		});
		if (simulator.bills.length !== ITEMS) throw new Error(`${simulator.bills.length} bills`);
		const prompts = simulator.bills.filter(({ input }) => input.prompt === 'video 0');
		return {
			seconds: (Date.now() - startedAt) / 1000,
			growthMb,
			eventLoopMs: bed.eventLoopDelayMs(),
			statusCalls: statusCallsOf(bed),
			firstSubmitSeconds: (Math.max(...prompts.map(({ at }) => at)) - startedAt) / 1000,
		};
	});
}

/** What n8n itself takes for as many files of the same size in as much time. */
async function baselineMb(): Promise<number> {
	return await withBed(RENDER_MS, async (bed) => {
		const { simulator } = bed;
		const { id } = simulator.addTask({
			provider: 'waveSpeed',
			model: 'bytedance/seedance-v1-pro-t2v-720p',
			at: Date.now() - RENDER_MS,
		});
		const url = simulator.videoUrl(id);
		const batches = (batchInterval: number) =>
			nodeFile(NODE, 'n8n-nodes-base.httpRequest', 4.2, {
				url,
				options: {
					batching: { batch: { batchSize: AT_ONCE, batchInterval } },
					response: { response: { responseFormat: 'file' } },
				},
			});
		await run(bed, workflowOf(WARM_UP.items, batches(0)));
		await bed.watchEventLoop();
		const workflow = workflowOf(ITEMS, batches(RENDER_MS));
		const { growthMb } = await withMemory(bed, async () => await run(bed, workflow));
		return growthMb;
	});
}

async function severalTimes(measure: () => Promise<Measured>): Promise<Measured> {
	const all: Measured[] = [];
	for (let time = 0; time < RUNS; time++) all.push(await measure());
	const middle = (read: (one: Measured) => number) => median(all.map(read));
	return {
		seconds: middle(({ seconds }) => seconds),
		growthMb: middle(({ growthMb }) => growthMb),
		eventLoopMs: middle(({ eventLoopMs }) => eventLoopMs),
		statusCalls: middle(({ statusCalls }) => statusCalls),
		firstSubmitSeconds: middle(({ firstSubmitSeconds }) => firstSubmitSeconds),
	};
}

function figuresOf(
	what: string,
	measured: Measured,
	limits: typeof LIMITS | typeof NO_LIMITS,
): Figure[] {
	return [
		{ figure: what, limit: limits.seconds, measured: measured.seconds, unit: 's' },
		{
			figure: '… growth of memory',
			limit: limits.memoryMb,
			measured: measured.growthMb,
			unit: 'MB',
		},
		{
			figure: '… delay of the event loop, 99 of 100',
			limit: EVENT_LOOP_LIMIT_MS,
			measured: measured.eventLoopMs,
			unit: 'ms',
		},
		{
			figure: '… status calls a video',
			limit: null,
			measured: measured.statusCalls,
			unit: 'calls',
		},
		{
			figure: '… until the first submit of each execution',
			limit: null,
			measured: measured.firstSubmitSeconds,
			unit: 's',
		},
	];
}

async function report(one: Measured, ten: Measured, baseline: number): Promise<void> {
	const row = (what: string, read: (measured: Measured) => string) => [what, read(one), read(ten)];
	await writeTable({
		document: 'docs/scaling.md',
		bench: 'manyItems',
		subject: `Renders of ${WAVE_SECONDS} s; each figure is the median of ${RUNS} runs.`,
		head: [
			'',
			`${ITEMS} items in one run, ${AT_ONCE} at a time`,
			`${EXECUTIONS} executions of ${ITEMS / EXECUTIONS} items at once`,
		],
		rows: [
			row('Until all videos are there', ({ seconds }) => `${seconds.toFixed(0)} s`),
			row('Until the first submit', (each) => `${each.firstSubmitSeconds.toFixed(1)} s`),
			row('Status calls for a video', ({ statusCalls }) => statusCalls.toFixed(1)),
			row("Delay of n8n's event loop, 99 of 100", (each) => `${each.eventLoopMs.toFixed(0)} ms`),
			row("Growth of n8n's memory", ({ growthMb }) => `${growthMb.toFixed(0)} MB`),
			["… with n8n's own HTTP Request node and as many files", `${baseline.toFixed(0)} MB`, ''],
		],
	});
}

export const figures: Bench = async () => {
	const baseline = await baselineMb();
	const one = await severalTimes(oneRun);
	const ten = await severalTimes(tenRuns);
	await report(one, ten, baseline);
	const medianOf = `(median of ${RUNS})`;
	return [
		...figuresOf(
			`${ITEMS} items of a ${WAVE_SECONDS} s render, ${AT_ONCE} at a time ${medianOf}`,
			one,
			LIMITS,
		),
		...figuresOf(
			`${EXECUTIONS} executions of ${ITEMS / EXECUTIONS} such items at once ${medianOf}`,
			ten,
			NO_LIMITS,
		),
		{
			figure: `${ITEMS} such files by n8n's HTTP Request, ${AT_ONCE} at a time: growth of memory`,
			limit: null,
			measured: baseline,
			unit: 'MB',
		},
	];
};

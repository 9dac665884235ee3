/**
 * What only a whole n8n can show: many renders side by side with no option set, a thousand of them in
 * one run, and a large video through its store.
 */

import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { INodeParameters } from 'n8n-workflow';
import { PROVIDER_INFOS } from '../../nodes/Sora/providers/infos';
import { startSimulator, type Simulator } from '../../support/simulator';
import type { Bench, Figure } from '../figure';
import { itemsOf, type WorkflowFile } from '../../support/n8n/api';
import { startN8n, type N8nServer } from '../../support/n8n/server';

const NODE = 'Sora Text to Video';
const CREDENTIAL = { name: 'Bench', type: PROVIDER_INFOS.waveSpeed.credentialType };

const ITEMS = 20;
const RENDER_MS = 6_000;
/** 1.15 renders, and a second. */
const LIMIT_MS = 7_900;

const MANY = { items: 1_000, renderMs: 10_000, atOnce: 100 };
const MANY_LIMITS = {
	ms: 1.15 * MANY.renderMs * (MANY.items / MANY.atOnce),
	memoryMb: 150,
	eventLoopMs: 100,
};

/** Loaded into n8n: how late its event loop is, since the last SIGUSR2. */
const EVENT_LOOP_WATCH = `
const { monitorEventLoopDelay } = require('node:perf_hooks');
const { writeFileSync } = require('node:fs');
const histogram = monitorEventLoopDelay({ resolution: 10 });
histogram.enable();
process.on('SIGUSR2', () => histogram.reset());
setInterval(() => {
	const at = process.env.BENCH_EVENT_LOOP + '.' + process.pid;
	writeFileSync(at, String(histogram.percentile(99) / 1e6));
}, 250).unref();
`;

const VIDEO_BYTES = 300_000_000;
const MEMORY_LIMIT_MB = 120;
const MEMORY_SAMPLE_MS = 20;

function workflow(items: number, options: INodeParameters): WorkflowFile {
	const code = `return Array.from({ length: ${items} }, (_, n) => ({ json: { prompt: 'video ' + n } }));`;
	const node = (name: string, type: string, typeVersion: number, parameters: INodeParameters) => ({
		id: name.toLowerCase().replace(/\s/g, '-'),
		name,
		type,
		typeVersion,
		position: [0, 0] as [number, number],
		parameters,
	});
	const to = (name: string) => ({ main: [[{ node: name, type: 'main', index: 0 }]] });
	return {
		name: `Bench of ${items}`,
		nodes: [
			node('Start', 'n8n-nodes-base.manualTrigger', 1, {}),
			node('Prompts', 'n8n-nodes-base.code', 2, { jsCode: code }),
			{
				...node(NODE, 'n8n-nodes-sora.soraTextToVideo', 1, {
					prompt: '={{ $json.prompt }}',
					duration: 5,
					options,
				}),
				credentials: { [CREDENTIAL.type]: { id: '', name: CREDENTIAL.name } },
			},
		],
		connections: { Start: to('Prompts'), Prompts: to(NODE) },
		settings: { executionOrder: 'v1' },
	};
}

async function run({ api }: N8nServer, items: number, options: INodeParameters = {}) {
	const workflowId = await api.createWorkflow(workflow(items, options));
	const execution = await api.ended(await api.runManually(workflowId, 'Start'), 300_000);
	if (execution.status !== 'success') {
		throw new Error(`The bench failed: ${execution.data.resultData.error?.message}`);
	}
	const [{ executionTime }] = execution.data.resultData.runData[NODE];
	return { executionTime, items: itemsOf(execution, NODE) };
}

async function sideBySide(n8n: N8nServer, simulator: Simulator): Promise<Figure[]> {
	simulator.reset();
	const { executionTime, items } = await run(n8n, ITEMS);
	const promptOf = new Map(simulator.bills.map(({ taskId, input }) => [taskId, input.prompt]));
	const isInOrder = items.every(
		({ json, pairedItem }, index) =>
			promptOf.get(String(json.taskId)) === `video ${index}` &&
			typeof pairedItem === 'object' &&
			'item' in pairedItem &&
			pairedItem.item === index,
	);
	if (items.length !== ITEMS || !isInOrder) throw new Error('The items are not in their order');
	if (simulator.bills.length !== ITEMS) throw new Error(`${simulator.bills.length} bills`);
	const figure = `${ITEMS} items of a ${RENDER_MS / 1000} s render each, in n8n`;
	return [{ figure, limit: LIMIT_MS / 1000, measured: executionTime / 1000, unit: 's' }];
}

async function manyItems(
	n8n: N8nServer,
	simulator: Simulator,
	eventLoopFile: string,
): Promise<Figure[]> {
	simulator.reset();
	simulator.script(() => ({ renderMs: MANY.renderMs }));
	process.kill(n8n.pid(), 'SIGUSR2');
	const { result, growthMb } = await withMemory(
		n8n,
		async () => await run(n8n, MANY.items, { maxConcurrent: MANY.atOnce }),
	);
	if (result.items.length !== MANY.items || simulator.bills.length !== MANY.items) {
		throw new Error(`${result.items.length} items and ${simulator.bills.length} bills`);
	}
	const eventLoopMs = Number(readFileSync(`${eventLoopFile}.${n8n.pid()}`, 'utf8'));
	const what = `${MANY.items} items of a ${MANY.renderMs / 1000} s render, ${MANY.atOnce} at a time`;
	const statusCalls = simulator.requests.filter(({ kind }) => kind === 'status').length;
	return [
		{
			figure: what,
			limit: MANY_LIMITS.ms / 1000,
			measured: result.executionTime / 1000,
			unit: 's',
		},
		{ figure: '… growth of memory', limit: MANY_LIMITS.memoryMb, measured: growthMb, unit: 'MB' },
		{
			figure: '… delay of the event loop, 99 of 100',
			limit: MANY_LIMITS.eventLoopMs,
			measured: eventLoopMs,
			unit: 'ms',
		},
		{
			figure: '… status calls a video',
			limit: null,
			measured: statusCalls / MANY.items,
			unit: 'calls',
		},
	];
}

function residentMb(pid: number): number {
	const [, kilobytes] = /^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
	return Number(kilobytes) / 1000;
}

/** The highest of many samples: a peak between two is missed, but long work takes many of them. */
async function withMemory<T>(n8n: N8nServer, work: () => Promise<T>) {
	const before = residentMb(n8n.pid());
	let peak = before;
	const sampling = setInterval(
		() => (peak = Math.max(peak, residentMb(n8n.pid()))),
		MEMORY_SAMPLE_MS,
	);
	const result = await work().finally(() => clearInterval(sampling));
	return { result, growthMb: peak - before };
}

async function largeVideo(n8n: N8nServer, simulator: Simulator): Promise<Figure[]> {
	simulator.reset();
	simulator.script(() => ({ renderMs: 500 }));
	await run(n8n, 1);
	simulator.script(() => ({ renderMs: 500, video: simulator.bigVideo(VIDEO_BYTES) }));
	const { result, growthMb } = await withMemory(n8n, async () => await run(n8n, 1));
	const { items } = result;
	const stored = Number(items[0].binary?.data.bytes);
	if (stored < VIDEO_BYTES) throw new Error(`Only ${stored} bytes were stored`);
	const figure = `a ${VIDEO_BYTES / 1e6} MB video through n8n: growth of its memory`;
	return [{ figure, limit: MEMORY_LIMIT_MB, measured: growthMb, unit: 'MB' }];
}

export const figures: Bench = async () => {
	const simulator = await startSimulator({ renderMs: RENDER_MS });
	const userFolder = mkdtempSync(join(tmpdir(), 'n8n-nodes-sora-bench-'));
	const watch = join(userFolder, 'eventLoop.cjs');
	const eventLoopFile = join(userFolder, 'eventLoop');
	writeFileSync(watch, EVENT_LOOP_WATCH);
	const env = { NODE_OPTIONS: `--require ${watch}`, BENCH_EVENT_LOOP: eventLoopFile };
	const n8n = await startN8n({ userFolder, env });
	try {
		await n8n.api.createCredential(CREDENTIAL.name, CREDENTIAL.type, {
			apiKey: simulator.key('waveSpeed'),
			baseUrl: simulator.baseUrl('waveSpeed'),
		});
		return [
			...(await sideBySide(n8n, simulator)),
			...(await largeVideo(n8n, simulator)),
			...(await manyItems(n8n, simulator, eventLoopFile)),
		];
	} finally {
		await n8n.kill();
		await simulator.close();
		await rm(userFolder, { recursive: true, force: true });
	}
};

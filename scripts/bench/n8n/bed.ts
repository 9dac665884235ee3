/** A real n8n beside a simulator, and what can be measured of it from outside. */

import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { INodeParameters } from 'n8n-workflow';
import { PROVIDER_INFOS } from '../../../nodes/Sora/providers/infos';
import { itemsOf, type WorkflowFile } from '../../../support/n8n/api';
import { startN8n, type N8nServer } from '../../../support/n8n/server';
import { startSimulator, type Simulator } from '../../../support/simulator';

/** The node that is measured, in every workflow of a bench. */
export const NODE = 'Video';
export const CREDENTIAL = { name: 'Bench', type: PROVIDER_INFOS.waveSpeed.credentialType };
export const WEBHOOK_PATH = 'bench';

const RUN_LIMIT_MS = 600_000;
const MEMORY_SAMPLE_MS = 20;
/** Longer than n8n's own polling of its database, and rare enough to cost nothing. */
const STATUS_SAMPLE_MS = 500;

/** Loaded into n8n: how late its event loop is, since the last SIGUSR2, which also collects its garbage. */
const EVENT_LOOP_WATCH = `
const { monitorEventLoopDelay } = require('node:perf_hooks');
const { writeFileSync } = require('node:fs');
const histogram = monitorEventLoopDelay({ resolution: 10 });
histogram.enable();
process.on('SIGUSR2', () => {
	global.gc();
	histogram.reset();
});
setInterval(() => {
	const at = process.env.BENCH_EVENT_LOOP + '.' + process.pid;
	writeFileSync(at, String(histogram.percentile(99) / 1e6));
}, 250).unref();
`;

/** The garbage of n8n's start is collected, and its last timers have run. */
const REST_MS = 3_000;

const rest = (ms: number) => new Promise<void>((done) => setTimeout(done, ms));

export interface Bed {
	n8n: N8nServer;
	simulator: Simulator;
	/** From now on; what came before does not count. */
	watchEventLoop(): Promise<void>;
	/** Of 100 measurements since then, 99 were no later than this. */
	eventLoopDelayMs(): number;
}

export type NodeFile = WorkflowFile['nodes'][number];

export function nodeFile(
	name: string,
	type: string,
	typeVersion: number,
	parameters: INodeParameters,
): NodeFile {
	const id = name.toLowerCase().replace(/\s/g, '-');
	return { id, name, type, typeVersion, position: [0, 0], parameters };
}

/** Sora Text to Video at WaveSpeedAI; of each item its prompt. */
export function soraNode(options: INodeParameters): NodeFile {
	return {
		...nodeFile(NODE, 'n8n-nodes-sora.soraTextToVideo', 1, {
			prompt: '={{ $json.prompt }}',
			duration: 5,
			options,
		}),
		credentials: { [CREDENTIAL.type]: { id: '', name: CREDENTIAL.name } },
	};
}

/** So many items with a prompt each, into the node; started by hand, or by n8n's webhook. */
export function workflowOf(items: number, node: NodeFile, start: 'hand' | 'webhook' = 'hand') {
	const code = `return Array.from({ length: ${items} }, (_, n) => ({ json: { prompt: 'video ' + n } }));`;
	const to = (name: string) => ({ main: [[{ node: name, type: 'main', index: 0 }]] });
	const webhook = {
		...nodeFile('Start', 'n8n-nodes-base.webhook', 2, {
			httpMethod: 'POST',
			path: WEBHOOK_PATH,
			responseMode: 'onReceived',
		}),
		webhookId: '00000000-0000-4000-9000-000000000002',
	};
	const byHand = nodeFile('Start', 'n8n-nodes-base.manualTrigger', 1, {});
	return {
		name: `Bench of ${items}, ${node.type}, by ${start}`,
		nodes: [
			start === 'hand' ? byHand : webhook,
			nodeFile('Prompts', 'n8n-nodes-base.code', 2, { jsCode: code }),
			node,
		],
		connections: { Start: to('Prompts'), Prompts: to(NODE) },
		settings: { executionOrder: 'v1' },
	} satisfies WorkflowFile;
}

/** Waits until so many executions of a workflow have ended. @throws Error where one did not end well */
export async function allEnded({ n8n }: Bed, workflowId: string, count: number): Promise<string[]> {
	const endsAt = Date.now() + RUN_LIMIT_MS;
	for (;;) {
		// The list, not the execution: with its data each answer would cost n8n memory.
		const executions = await n8n.api.executions(workflowId);
		const bad = executions.find(({ status }) => ['error', 'crashed', 'canceled'].includes(status));
		if (bad) {
			const { data } = await n8n.api.execution(bad.id);
			throw new Error(`The bench failed: ${data.resultData.error?.message ?? bad.status}`);
		}
		const ended = executions.filter(({ status }) => status === 'success');
		if (ended.length >= count) return ended.map(({ id }) => id);
		if (Date.now() > endsAt)
			throw new Error(`The bench takes longer than ${RUN_LIMIT_MS / 1000} s`);
		await rest(STATUS_SAMPLE_MS);
	}
}

/** Runs a workflow by hand. @returns what the node took, and what it gave out, to be read once all is measured */
export async function run(bed: Bed, workflow: WorkflowFile) {
	const { api } = bed.n8n;
	const workflowId = await api.createWorkflow(workflow);
	await api.runManually(workflowId, 'Start');
	const [executionId] = await allEnded(bed, workflowId, 1);
	return async () => {
		const execution = await api.execution(executionId);
		const [{ executionTime }] = execution.data.resultData.runData[NODE];
		return { executionTime, items: itemsOf(execution, NODE) };
	};
}

function residentMb(pid: number): number {
	const [, kilobytes] = /^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
	return Number(kilobytes) / 1000;
}

/** The highest of many samples: a peak between two is missed, but long work takes many of them. */
export async function withMemory<T>({ n8n }: Bed, work: () => Promise<T>) {
	const before = residentMb(n8n.pid());
	let peak = before;
	const sampling = setInterval(
		() => (peak = Math.max(peak, residentMb(n8n.pid()))),
		MEMORY_SAMPLE_MS,
	);
	const result = await work().finally(() => clearInterval(sampling));
	return { result, growthMb: peak - before };
}

/** An n8n of its own with a credential for WaveSpeedAI at a simulator. */
export async function withBed<T>(renderMs: number, measure: (bed: Bed) => Promise<T>): Promise<T> {
	const simulator = await startSimulator({ renderMs });
	const userFolder = mkdtempSync(join(tmpdir(), 'n8n-nodes-sora-bench-'));
	const watch = join(userFolder, 'eventLoop.cjs');
	const eventLoopFile = join(userFolder, 'eventLoop');
	writeFileSync(watch, EVENT_LOOP_WATCH);
	const NODE_OPTIONS = `--expose-gc --require ${watch}`;
	const n8n = await startN8n({
		userFolder,
		env: { NODE_OPTIONS, BENCH_EVENT_LOOP: eventLoopFile },
	});
	try {
		await n8n.api.createCredential(CREDENTIAL.name, CREDENTIAL.type, {
			apiKey: simulator.key('waveSpeed'),
			baseUrl: simulator.baseUrl('waveSpeed'),
		});
		return await measure({
			n8n,
			simulator,
			watchEventLoop: async () => {
				await rest(REST_MS);
				process.kill(n8n.pid(), 'SIGUSR2');
				await rest(REST_MS);
			},
			eventLoopDelayMs: () => Number(readFileSync(`${eventLoopFile}.${n8n.pid()}`, 'utf8')),
		});
	} finally {
		await n8n.kill();
		await simulator.close();
		await rm(userFolder, { recursive: true, force: true });
	}
}

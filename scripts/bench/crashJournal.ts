/**
 * What the crash journal costs: a thousand items submitted in a real n8n, with more and more words of
 * stopped executions on record, then stopped and retried, while somebody asks whether n8n is still
 * there. `DB_TYPE=postgresdb` and n8n's other `DB_…` settings are passed on.
 */

import { mkdtempSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { INodeParameters } from 'n8n-workflow';
import { type WorkflowFile } from '../../support/n8n/api';
import { until } from '../../support/n8n/until';
import { startN8n, type N8nServer } from '../../support/n8n/server';
import { startSimulator, type Simulator } from '../../support/simulator';
import { wordsOfCopies } from '../../nodes/Sora/transport/ledger/copies';
import type { Bench, Figure } from '../figure';
import { Gate } from './n8n/gate';
import { watchHealth } from './n8n/health';
import { writeTable } from './report/measuredTable';

const NODE = 'Sora Text to Video';
const CREDENTIAL = { name: 'Bench', type: 'waveSpeedApi' };

const ITEMS = 1_000;
/** What n8n loads and makes once is there before it is measured. */
const WARM_UP_ITEMS = 200;

/** Executions that were stopped and never retried, before the one that is measured. */
interface LeftBehind {
	runs: number;
	itemsPerRun: number;
}

/** About no words, a thousand, fifty thousand, and half a million. */
const SERIES: readonly LeftBehind[] = [
	{ runs: 0, itemsPerRun: 0 },
	{ runs: 1, itemsPerRun: 8 },
	{ runs: 10, itemsPerRun: 39 },
	{ runs: 4, itemsPerRun: ITEMS },
];

const LIMITS = { healthMs: 300, pickUpSeconds: 10, submitMs: 10 } as const;
const TIMEOUT_MS = 300_000;

function workflow(gateUrl: string, path: string): WorkflowFile {
	const node = (name: string, type: string, typeVersion: number, parameters: INodeParameters) => ({
		id: name.toLowerCase().replace(/\s/g, '-'),
		name,
		type,
		typeVersion,
		position: [0, 0] as [number, number],
		parameters,
	});
	const to = (name: string) => ({ main: [[{ node: name, type: 'main', index: 0 }]] });
	const code =
		'return Array.from({ length: $input.first().json.body.items }, (_, n) => ({ json: { prompt: "video " + n } }));';
	return {
		name: path,
		nodes: [
			{
				...node('Webhook', 'n8n-nodes-base.webhook', 2, {
					httpMethod: 'POST',
					path,
					responseMode: 'onReceived',
				}),
				webhookId: path,
			},
			node('Prompts', 'n8n-nodes-base.code', 2, { jsCode: code }),
			{
				...node(NODE, 'n8n-nodes-sora.soraTextToVideo', 1, {
					prompt: '={{ $json.prompt }}',
					duration: 5,
					waitMode: 'submit',
					options: { maxConcurrent: 20 },
				}),
				credentials: { [CREDENTIAL.type]: { id: '', name: CREDENTIAL.name } },
			},
			{ ...node('Gate', 'n8n-nodes-base.httpRequest', 4.2, { url: gateUrl }), executeOnce: true },
		],
		connections: { Webhook: to('Prompts'), Prompts: to(NODE), [NODE]: to('Gate') },
		settings: { executionOrder: 'v1' },
	};
}

interface Bed {
	n8n: N8nServer;
	simulator: Simulator;
	gate: Gate;
}

interface Stopped {
	executionId: string;
	msPerItem: number;
	firstSubmitSeconds: number;
	taskIds: string[];
}

/** Submits items and stops the execution behind the node. */
async function stopped(bed: Bed, workflowId: string, path: string, items: number) {
	const { n8n, simulator, gate } = bed;
	const before = { calls: gate.calls, bills: simulator.bills.length };
	const startedAt = Date.now();
	await n8n.api.callWebhook(path, { items });
	await until('the gate', async () => await Promise.resolve(gate.calls > before.calls), TIMEOUT_MS);
	const bills = simulator.bills.slice(before.bills);
	const times = bills.map(({ at }) => at);
	const [{ id }] = await n8n.api.executions(workflowId);
	await n8n.api.stop(id);
	await n8n.api.ended(id);
	return {
		executionId: id,
		msPerItem: (Math.max(...times) - Math.min(...times)) / items,
		firstSubmitSeconds: (Math.min(...times) - startedAt) / 1000,
		taskIds: bills.map(({ taskId }) => taskId),
	} satisfies Stopped;
}

/** Words that stand on record for tasks, as the journal writes them. */
function wordsFor(taskIds: readonly string[]): number {
	const at = Math.floor(Date.now() / 1000);
	const records = taskIds.map((taskId) =>
		wordsOfCopies('item', { state: 'whole', at, parts: [taskId, '', ''] }),
	);
	return records.flat().length;
}

interface Step extends Stopped {
	words: number;
	runs: number;
}

async function step(bed: Bed, { runs, itemsPerRun }: LeftBehind): Promise<Step> {
	const path = `bench-${runs}-${itemsPerRun}`;
	const workflowId = await bed.n8n.api.createWorkflow(workflow(bed.gate.url, path));
	await bed.n8n.api.activate(workflowId);
	const taskIds: string[] = [];
	for (let run = 0; run < runs; run++) {
		taskIds.push(...(await stopped(bed, workflowId, path, itemsPerRun)).taskIds);
	}
	const measured = await stopped(bed, workflowId, path, ITEMS);
	return { ...measured, words: wordsFor(taskIds), runs };
}

async function pickedUp({ n8n, simulator, gate }: Bed, executionId: string) {
	const billed = simulator.bills.length;
	gate.isOpen = true;
	const calls = gate.calls;
	const start = Date.now();
	const retryId = await n8n.api.retry(executionId);
	await until('the gate', async () => await Promise.resolve(gate.calls > calls), TIMEOUT_MS, 20);
	const seconds = (Date.now() - start) / 1000;
	await n8n.api.ended(retryId);
	return { seconds, paidTwice: simulator.bills.length - billed };
}

const counted = (value: number) => value.toLocaleString('en-US');

async function report(steps: readonly Step[]): Promise<void> {
	await writeTable({
		document: 'docs/performance.md',
		bench: 'crashJournal',
		subject: `${counted(ITEMS)} items in _Submit Only_, Max Concurrent 20.`,
		head: ['Words on record', 'Left by', 'A submit, all in all', 'Until the first submit'],
		rows: steps.map(({ words, runs, msPerItem, firstSubmitSeconds }) => [
			counted(words),
			runs === 1 ? '1 stopped run' : `${runs} stopped runs`,
			`${msPerItem.toFixed(1)} ms`,
			`${firstSubmitSeconds.toFixed(1)} s`,
		]),
	});
}

async function measure(bed: Bed): Promise<Figure[]> {
	const path = 'bench-warm-up';
	const workflowId = await bed.n8n.api.createWorkflow(workflow(bed.gate.url, path));
	await bed.n8n.api.activate(workflowId);
	await stopped(bed, workflowId, path, WARM_UP_ITEMS);
	const healthOver = watchHealth(bed.n8n.url);
	const steps: Step[] = [];
	for (const leftBehind of SERIES) steps.push(await step(bed, leftBehind));
	const { seconds, paidTwice } = await pickedUp(bed, steps[steps.length - 1].executionId);
	const times = await healthOver();
	await report(steps);
	const [p99, worst] = [times[Math.floor(times.length * 0.99)], times[times.length - 1]];
	const figure = (name: string, limit: number | null, measured: number, unit: string): Figure => ({
		figure: `${ITEMS} items: ${name}`,
		limit,
		measured,
		unit,
	});
	return [
		...steps.flatMap(({ words, msPerItem, firstSubmitSeconds }) => [
			figure(
				`submit of an item, ${counted(words)} words on record`,
				LIMITS.submitMs,
				msPerItem,
				'ms',
			),
			figure('… until the first submit', null, firstSubmitSeconds, 's'),
		]),
		figure('paid twice after Stop and Retry', 0, paidTwice, 'tasks'),
		figure('picked up by the retry', LIMITS.pickUpSeconds, seconds, 's'),
		figure('/healthz, 99 of 100', LIMITS.healthMs, p99, 'ms'),
		figure('/healthz, the slowest', null, worst, 'ms'),
	];
}

export const figures: Bench = async () => {
	const simulator = await startSimulator({ renderMs: 1_000 });
	const userFolder = mkdtempSync(join(tmpdir(), 'n8n-nodes-sora-bench-'));
	const database = Object.entries(process.env).filter(([name]) => name.startsWith('DB_'));
	const env = Object.fromEntries(database.map(([name, value = '']) => [name, value]));
	const n8n = await startN8n({ userFolder, env });
	const gate = new Gate();
	try {
		await gate.listen();
		await n8n.api.createCredential(CREDENTIAL.name, CREDENTIAL.type, {
			apiKey: simulator.key('waveSpeed'),
			baseUrl: simulator.baseUrl('waveSpeed'),
		});
		return await measure({ n8n, simulator, gate });
	} finally {
		gate.close();
		await n8n.kill();
		await simulator.close();
		await rm(userFolder, { recursive: true, force: true });
	}
};

/**
 * What the crash journal costs: a thousand items submitted, stopped and retried in a real n8n, while
 * somebody asks whether it is still there. `DB_TYPE=postgresdb` and n8n's other `DB_…` settings are
 * passed on.
 */

import { mkdtempSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { INodeParameters } from 'n8n-workflow';
import { type WorkflowFile } from '../../support/n8n/api';
import { until } from '../../support/n8n/until';
import { startN8n, type N8nServer } from '../../support/n8n/server';
import { startSimulator, type Simulator } from '../../support/simulator';
import type { Bench, Figure } from '../figure';

const NODE = 'Sora Text to Video';
const CREDENTIAL = { name: 'Bench', type: 'waveSpeedApi' };
const PATH = 'bench-crash-journal';

const ITEMS = 1_000;
/** Executions that were stopped and never retried, before the last one. */
const LEFT_BEHIND = 4;
const LIMITS = { healthMs: 300, pickUpSeconds: 10, emptyMs: 10, fullMs: 20 } as const;
const SAMPLE_MS = 20;
const TIMEOUT_MS = 300_000;

/** A node behind ours calls it: in the first run it waits for the Stop, in the retry it is let through. */
class Gate {
	calls = 0;
	isOpen = false;
	private readonly waiting = new Set<ServerResponse>();
	readonly server = createServer((_, response) => {
		this.calls++;
		if (this.isOpen) response.end('{}');
		else this.waiting.add(response);
	});

	async listen(): Promise<string> {
		await new Promise<void>((done) => this.server.listen(0, '127.0.0.1', done));
		return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
	}

	close(): void {
		this.waiting.forEach((response) => response.destroy());
		this.server.close();
	}
}

function workflow(gateUrl: string): WorkflowFile {
	const node = (name: string, type: string, typeVersion: number, parameters: INodeParameters) => ({
		id: name.toLowerCase().replace(/\s/g, '-'),
		name,
		type,
		typeVersion,
		position: [0, 0] as [number, number],
		parameters,
	});
	const to = (name: string) => ({ main: [[{ node: name, type: 'main', index: 0 }]] });
	const code = `return Array.from({ length: ${ITEMS} }, (_, n) => ({ json: { prompt: 'video ' + n } }));`;
	return {
		name: 'Bench of the crash journal',
		nodes: [
			{
				...node('Webhook', 'n8n-nodes-base.webhook', 2, {
					httpMethod: 'POST',
					path: PATH,
					responseMode: 'onReceived',
				}),
				webhookId: '00000000-0000-4000-9000-000000000001',
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

/** Asks n8n again and again how it is. @returns how to end it, and get the times in milliseconds */
function watchHealth(url: string): () => Promise<number[]> {
	const times: number[] = [];
	let isOver = false;
	const watching = (async () => {
		while (!isOver) {
			const start = Date.now();
			await fetch(`${url}/healthz`).then(async (response) => await response.text());
			times.push(Date.now() - start);
			await new Promise((done) => setTimeout(done, SAMPLE_MS));
		}
	})();
	return async () => {
		isOver = true;
		await watching;
		return times.sort((a, b) => a - b);
	};
}

interface Bed {
	n8n: N8nServer;
	simulator: Simulator;
	gate: Gate;
	workflowId: string;
}

/** Submits all items and stops the execution behind the node. */
async function stopped({ n8n, simulator, gate, workflowId }: Bed) {
	const { api } = n8n;
	const before = { calls: gate.calls, bills: simulator.bills.length };
	await api.callWebhook(PATH, {});
	await until('the gate', async () => await Promise.resolve(gate.calls > before.calls), TIMEOUT_MS);
	const times = simulator.bills.slice(before.bills).map(({ at }) => at);
	const [{ id }] = await api.executions(workflowId);
	await api.stop(id);
	await api.ended(id);
	return { id, msPerItem: (Math.max(...times) - Math.min(...times)) / ITEMS };
}

async function measure(bed: Bed): Promise<Figure[]> {
	const { n8n, simulator, gate } = bed;
	const healthOver = watchHealth(n8n.url);
	const empty = await stopped(bed);
	for (let run = 1; run < LEFT_BEHIND; run++) await stopped(bed);
	const full = await stopped(bed);
	const billed = simulator.bills.length;

	gate.isOpen = true;
	const calls = gate.calls;
	const start = Date.now();
	const retryId = await n8n.api.retry(full.id);
	await until('the gate', async () => await Promise.resolve(gate.calls > calls), TIMEOUT_MS, 20);
	const pickUpSeconds = (Date.now() - start) / 1000;
	await n8n.api.ended(retryId);
	const times = await healthOver();
	const [p99, worst] = [times[Math.floor(times.length * 0.99)], times[times.length - 1]];
	const figure = (name: string, limit: number | null, measured: number, unit: string): Figure => ({
		figure: `${ITEMS} items: ${name}`,
		limit,
		measured,
		unit,
	});
	return [
		figure('paid twice after Stop and Retry', 0, simulator.bills.length - billed, 'tasks'),
		figure('picked up by the retry', LIMITS.pickUpSeconds, pickUpSeconds, 's'),
		figure('submit of an item, all in all', LIMITS.emptyMs, empty.msPerItem, 'ms'),
		figure(`… with ${LEFT_BEHIND} stopped runs on record`, LIMITS.fullMs, full.msPerItem, 'ms'),
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
		await n8n.api.createCredential(CREDENTIAL.name, CREDENTIAL.type, {
			apiKey: simulator.key('waveSpeed'),
			baseUrl: simulator.baseUrl('waveSpeed'),
		});
		const workflowId = await n8n.api.createWorkflow(workflow(await gate.listen()));
		await n8n.api.activate(workflowId);
		return await measure({ n8n, simulator, gate, workflowId });
	} finally {
		gate.close();
		await n8n.kill();
		await simulator.close();
		await rm(userFolder, { recursive: true, force: true });
	}
};

/** Executions that submit items, and are stopped behind the node. */

import type { INodeParameters } from 'n8n-workflow';
import type { WorkflowFile } from '../../../support/n8n/api';
import type { N8nServer } from '../../../support/n8n/server';
import { until } from '../../../support/n8n/until';
import type { Simulator } from '../../../support/simulator';
import { CREDENTIAL } from './bed';
import type { Gate } from './gate';

const NODE = 'Sora Text to Video';
export const TIMEOUT_MS = 300_000;

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

export interface GatedBed {
	n8n: N8nServer;
	simulator: Simulator;
	gate: Gate;
}

export interface Stopped {
	executionId: string;
	msPerItem: number;
	firstSubmitSeconds: number;
	taskIds: string[];
}

export interface Published {
	workflowId: string;
	/** Of its webhook. */
	path: string;
}

export async function publish({ n8n, gate }: GatedBed, path: string): Promise<Published> {
	const workflowId = await n8n.api.createWorkflow(workflow(gate.url, path));
	await n8n.api.activate(workflowId);
	return { workflowId, path };
}

/** Submits items and stops the execution behind the node. */
export async function stopped(
	{ n8n, simulator, gate }: GatedBed,
	{ workflowId, path }: Published,
	items: number,
): Promise<Stopped> {
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
	};
}

/** What the suites of suspended executions share: a workflow behind a webhook, and ways to look at it. */

import type { INode } from 'n8n-workflow';
import { type N8nApi, type WorkflowFile } from '../../../support/n8n/api';
import { until } from '../../../support/n8n/until';
import type { ProviderName } from '../../../nodes/Sora/models/model';
import { PROVIDER_INFOS } from '../../../nodes/Sora/providers/infos';
import type { Simulator } from '../../../support/simulator';

export const NODE = 'Video';
export const AFTER = 'After';

/** Of the workspace that the simulated OpenRouter signs for. */
export const OPENROUTER_SECRET = 'or-signing-secret-0f1e2d3c';

/** Credentials by their names; callbacks of WaveSpeed, fal and OpenRouter are signed, fal's with published keys. */
const CREDENTIALS = {
	waveSpeed: { name: 'WaveSpeedAI, signed', type: PROVIDER_INFOS.waveSpeed.credentialType },
	eachlabs: { name: 'Eachlabs', type: PROVIDER_INFOS.eachlabs.credentialType },
	fal: { name: 'fal', type: PROVIDER_INFOS.fal.credentialType },
	openRouter: { name: 'OpenRouter, signed', type: PROVIDER_INFOS.openRouter.credentialType },
} as const;

export type SuspendableProvider = keyof typeof CREDENTIALS;

export async function addCredentials(api: N8nApi, simulator: Simulator): Promise<void> {
	simulator.manner.openRouterSecret = OPENROUTER_SECRET;
	const webhookSecrets: Record<SuspendableProvider, string> = {
		waveSpeed: simulator.waveSpeedWebhookSecret,
		eachlabs: '',
		fal: '',
		openRouter: OPENROUTER_SECRET,
	};
	for (const provider of Object.keys(CREDENTIALS) as SuspendableProvider[]) {
		const { name, type } = CREDENTIALS[provider];
		await api.createCredential(name, type, {
			apiKey: simulator.key(provider),
			...simulator.baseUrls(provider),
			webhookSecret: webhookSecrets[provider],
		});
	}
}

export interface VideoWorkflow {
	/** Also the webhook's path. */
	name: string;
	node?: 'soraTextToVideo' | 'soraImageToVideo' | 'soraGetResult';
	provider?: SuspendableProvider;
	/** On top of a suspended render of `prompt`. */
	parameters?: INode['parameters'];
	/** Of the node itself, e.g. `onError`. */
	settings?: Partial<INode>;
	executionSettings?: WorkflowFile['settings'];
}

let workflows = 0;

/** A webhook that takes `items`, one item for each, our node, and a node behind it. */
export function videoWorkflow(wanted: VideoWorkflow): WorkflowFile {
	const { name, node = 'soraTextToVideo', provider = 'waveSpeed', parameters, settings } = wanted;
	const { type, name: credential } = CREDENTIALS[provider];
	const id = (number: number) => `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`;
	const base = (number: number, nodeName: string, nodeType: string, version: number) => ({
		id: id(number),
		name: nodeName,
		type: nodeType,
		typeVersion: version,
		position: [220 * number, 0] as [number, number],
	});
	const to = (next: string) => ({ main: [[{ node: next, type: 'main', index: 0 }]] });
	return {
		name,
		nodes: [
			{
				...base(1, 'Webhook', 'n8n-nodes-base.webhook', 2),
				webhookId: id(1000 + ++workflows),
				parameters: { httpMethod: 'POST', path: name, responseMode: 'onReceived', options: {} },
			},
			{
				...base(2, 'Items', 'n8n-nodes-base.splitOut', 1),
				parameters: { fieldToSplitOut: 'body.items', options: {} },
			},
			{
				...base(3, NODE, `n8n-nodes-sora.${node}`, 1),
				parameters: {
					provider,
					prompt: '={{ $json.prompt }}',
					duration: 4,
					waitMode: 'suspend',
					options: {},
					...parameters,
				},
				credentials: { [type]: { id: '', name: credential } },
				...settings,
			},
			{ ...base(4, AFTER, 'n8n-nodes-base.noOp', 1), parameters: {} },
		],
		connections: { Webhook: to('Items'), Items: to(NODE), [NODE]: to(AFTER) },
		settings: { executionOrder: 'v1', ...wanted.executionSettings },
	};
}

/** @returns the workflow's ID, once its webhook can be called */
export async function publish(api: N8nApi, wanted: VideoWorkflow): Promise<string> {
	const id = await api.createWorkflow(videoWorkflow(wanted));
	await api.activate(id);
	return id;
}

export function prompts(count: number, word = 'prompt'): Array<{ prompt: string }> {
	return Array.from({ length: count }, (_, index) => ({ prompt: `${word} ${index}` }));
}

/** Calls the workflow's webhook. @returns the ID of the execution that it started */
export async function begin(
	api: N8nApi,
	workflowId: string,
	name: string,
	items: ReadonlyArray<Record<string, unknown>>,
): Promise<string> {
	const before = new Set((await api.executions(workflowId)).map(({ id }) => id));
	await api.callWebhook(name, { items });
	return await until(
		`an execution of ${name}`,
		async () => (await api.executions(workflowId)).find(({ id }) => !before.has(id))?.id,
		10_000,
	);
}

/** Waits until an execution has left memory. */
export async function untilSuspended(api: N8nApi, executionId: string): Promise<void> {
	await until(
		`execution ${executionId} to wait`,
		async () => (await api.execution(executionId)).status === 'waiting',
		20_000,
		100,
	);
}

/** Status calls that each task of a provider got. */
export function statusCalls(simulator: Simulator, provider?: ProviderName): Map<string, number> {
	const calls = new Map<string, number>();
	for (const { kind, taskId, provider: asked } of simulator.requests) {
		if (kind !== 'status' || taskId === null || (provider && asked !== provider)) continue;
		calls.set(taskId, (calls.get(taskId) ?? 0) + 1);
	}
	return calls;
}

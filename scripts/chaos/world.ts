/** What chaos breaks: a real n8n, the simulated providers, and one workflow for each way to wait. */

import { mkdtempSync, readFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { IDataObject, INode } from 'n8n-workflow';
import { PROVIDER_NAMES, type ProviderName } from '../../nodes/Sora/models/model';
import { PROVIDER_INFOS } from '../../nodes/Sora/providers/infos';
import type { WorkflowFile } from '../../support/n8n/api';
import { startN8n, type N8nServer } from '../../support/n8n/server';
import { startSimulator, type Simulator } from '../../support/simulator';

export const NODE = 'Sora Text to Video';
export const WAIT_MODES = ['wait', 'suspend', 'submit'] as const;
export type WaitMode = (typeof WAIT_MODES)[number];

/** Providers whose account is also watched by a Sora Trigger. */
const WATCHED = PROVIDER_NAMES.filter((name) => PROVIDER_INFOS[name].can.list === true);

export interface World {
	n8n: N8nServer;
	simulator: Simulator;
	/** Starts an execution of these prompts, whose items are all submitted with one provider. */
	begin(execution: {
		provider: ProviderName;
		waitMode: WaitMode;
		prompts: readonly string[];
	}): Promise<void>;
	/** IDs of the workflows that make videos. */
	makers: readonly string[];
	/** IDs of the workflows that start with Sora Trigger. */
	watchers: readonly string[];
	/** Everything that n8n has printed. */
	log(): string;
	close(): Promise<void>;
}

const keyOf = (provider: ProviderName) => `chaos-key-of-${provider}`;
export const KEYS = PROVIDER_NAMES.map(keyOf);

let nodes = 0;

function node(name: string, type: string, typeVersion: number, parameters: IDataObject): INode {
	const id = `00000000-0000-4000-a000-${String(++nodes).padStart(12, '0')}`;
	return { id, name, type, typeVersion, position: [0, 0], parameters } as INode;
}

function withCredential(item: INode, provider: ProviderName): INode {
	const type = PROVIDER_INFOS[provider].credentialType;
	return { ...item, credentials: { [type]: { id: '', name: type } } };
}

const to = (name: string) => ({ main: [[{ node: name, type: 'main' as const, index: 0 }]] });

function maker(provider: ProviderName, waitMode: WaitMode): WorkflowFile {
	const path = `${provider}-${waitMode}`;
	const webhook = node('Webhook', 'n8n-nodes-base.webhook', 2, {
		httpMethod: 'POST',
		path,
		responseMode: 'onReceived',
	});
	const sora = node(NODE, 'n8n-nodes-sora.soraTextToVideo', 1, {
		provider,
		prompt: '={{ $json.prompt }}',
		waitMode,
		options: { waitTimeout: 60 },
	});
	return {
		name: path,
		nodes: [
			{ ...webhook, webhookId: webhook.id },
			node('Prompts', 'n8n-nodes-base.code', 2, {
				jsCode: 'return $json.body.prompts.map((prompt) => ({ json: { prompt } }));',
			}),
			{
				...withCredential(sora, provider),
				retryOnFail: true,
				maxTries: 2,
				waitBetweenTries: 1000,
			},
		],
		connections: { Webhook: to('Prompts'), Prompts: to(NODE) },
		settings: { executionOrder: 'v1' },
	};
}

function watcher(provider: ProviderName): WorkflowFile {
	const trigger = node('Sora Trigger', 'n8n-nodes-sora.soraTrigger', 1, {
		provider,
		downloadVideo: false,
		pollTimes: { item: [{ mode: 'custom', cronExpression: '*/10 * * * * *' }] },
	});
	return {
		name: `watch-${provider}`,
		nodes: [withCredential(trigger, provider), node('End', 'n8n-nodes-base.noOp', 1, {})],
		connections: { 'Sora Trigger': to('End') },
		settings: { executionOrder: 'v1' },
	};
}

export async function createWorld(): Promise<World> {
	const keys = Object.fromEntries(PROVIDER_NAMES.map((name) => [name, keyOf(name)]));
	const simulator = await startSimulator({ keys, callbackRetryMs: 1_000 });
	const userFolder = mkdtempSync(join(tmpdir(), 'n8n-nodes-sora-chaos-'));
	const n8n = await startN8n({ userFolder });
	for (const name of PROVIDER_NAMES) {
		const { credentialType: type } = PROVIDER_INFOS[name];
		const webhookSecret = name === 'waveSpeed' ? simulator.waveSpeedWebhookSecret : '';
		await n8n.api.createCredential(type, type, {
			apiKey: simulator.key(name),
			...simulator.baseUrls(name),
			webhookSecret,
		});
	}
	const publish = async (workflow: WorkflowFile) => {
		const id = await n8n.api.createWorkflow(workflow);
		await n8n.api.activate(id);
		return id;
	};
	const makers: string[] = [];
	for (const provider of PROVIDER_NAMES) {
		for (const mode of WAIT_MODES) makers.push(await publish(maker(provider, mode)));
	}
	const watchers: string[] = [];
	for (const provider of WATCHED) watchers.push(await publish(watcher(provider)));
	return {
		n8n,
		simulator,
		makers,
		watchers,
		begin: async ({ provider, waitMode, prompts }) => {
			await n8n.api.callWebhook(`${provider}-${waitMode}`, { prompts });
		},
		log: () => readFileSync(join(userFolder, 'n8n.log'), 'utf8'),
		close: async () => {
			await n8n.kill();
			await simulator.close();
			await rm(userFolder, { recursive: true, force: true });
		},
	};
}

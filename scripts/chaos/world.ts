/** What chaos breaks: a real n8n, the simulated providers, and the workflows of all recipes. */

import { mkdtempSync, readFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PROVIDER_NAMES, type ProviderName } from '../../nodes/Sora/models/model';
import { PROVIDER_INFOS } from '../../nodes/Sora/providers/infos';
import type { WorkflowFile } from '../../support/n8n/api';
import { startN8n, type N8nServer } from '../../support/n8n/server';
import { startSimulator, type Simulator } from '../../support/simulator';
import { MAX_COSTS, pathOf, RECIPES, SHAPES, WAIT_MODES, type Begun } from './recipes';
import { makerOf, subWorkflowOf, watcherOf, type Surroundings } from './workflows';

/** Providers whose account is also watched by a Sora Trigger. */
const WATCHED = PROVIDER_NAMES.filter((name) => PROVIDER_INFOS[name].can.list === true);

export interface World {
	n8n: N8nServer;
	simulator: Simulator;
	begin(execution: Begun): Promise<void>;
	/** IDs of the workflows that make videos; sub-workflows are among them. */
	makers: readonly string[];
	/** IDs of the workflows that call a sub-workflow. */
	callers: readonly string[];
	/** IDs of the workflows that they call. */
	subWorkflows: readonly string[];
	/** IDs of the workflows that start with Sora Trigger. */
	watchers: readonly string[];
	/** Everything that n8n has printed. */
	log(): string;
	close(): Promise<void>;
}

const keyOf = (provider: ProviderName) => `chaos-key-of-${provider}`;
export const KEYS = PROVIDER_NAMES.map(keyOf);

export async function createWorld(): Promise<World> {
	const keys = Object.fromEntries(PROVIDER_NAMES.map((name) => [name, keyOf(name)]));
	const simulator = await startSimulator({ keys, callbackRetryMs: 1_000 });
	const userFolder = mkdtempSync(join(tmpdir(), 'n8n-nodes-sora-chaos-'));
	const n8n = await startN8n({ userFolder });
	await createCredentials(n8n, simulator);
	return {
		n8n,
		simulator,
		...(await publishAll(n8n, simulator.imageFileUrl('exact-720x1280.jpg'))),
		begin: async (execution) => {
			const maxCost = MAX_COSTS[execution.maxCost];
			const items = execution.prompts.map((prompt) => ({ prompt, maxCost }));
			await n8n.api.callWebhook(pathOf(execution), { items });
		},
		log: () => readFileSync(join(userFolder, 'n8n.log'), 'utf8'),
		close: async () => {
			await n8n.kill();
			await simulator.close();
			await rm(userFolder, { recursive: true, force: true });
		},
	};
}

async function createCredentials(n8n: N8nServer, simulator: Simulator): Promise<void> {
	for (const name of PROVIDER_NAMES) {
		const { credentialType: type } = PROVIDER_INFOS[name];
		const webhookSecret = name === 'waveSpeed' ? simulator.waveSpeedWebhookSecret : '';
		await n8n.api.createCredential(type, type, {
			apiKey: simulator.key(name),
			...simulator.baseUrls(name),
			webhookSecret,
		});
	}
}

async function publishAll({ api }: N8nServer, lastImageUrl: string) {
	const publish = async (workflow: WorkflowFile) => {
		const id = await api.createWorkflow(workflow);
		await api.activate(id);
		return id;
	};
	const subWorkflows = new Map<string, string>();
	for (const provider of PROVIDER_NAMES) {
		for (const waitMode of WAIT_MODES) {
			const id = await publish(subWorkflowOf(provider, waitMode));
			subWorkflows.set(`${provider} ${waitMode}`, id);
		}
	}
	const around: Surroundings = {
		lastImageUrl,
		subWorkflowId: (provider, waitMode) => subWorkflows.get(`${provider} ${waitMode}`) ?? '',
	};
	const makers = [...subWorkflows.values()];
	const callers: string[] = [];
	for (const shape of SHAPES) {
		for (const provider of PROVIDER_NAMES) {
			const recipes = RECIPES.filter((each) => each.shape === shape && each.provider === provider);
			if (recipes.length === 0) continue;
			const id = await publish(makerOf(`${shape}-${provider}`, recipes, around));
			makers.push(id);
			if (shape === 'subWorkflow') callers.push(id);
		}
	}
	const watchers: string[] = [];
	for (const provider of WATCHED) watchers.push(await publish(watcherOf(provider)));
	return { makers, callers, subWorkflows: [...subWorkflows.values()], watchers };
}

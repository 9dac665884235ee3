/** The recipes as workflows. */

import { readFileSync } from 'node:fs';
import type { IDataObject, INode } from 'n8n-workflow';
import type { ProviderName } from '../../nodes/Sora/models/model';
import { PROVIDER_INFOS } from '../../nodes/Sora/providers/infos';
import type { WorkflowFile } from '../../support/n8n/api';
import { mediaPath } from '../../support/simulator';
import { FURTHER, pathOf, type Recipe, type WaitMode } from './recipes';

/** Addresses and IDs that the workflows need. */
export interface Surroundings {
	/** Of an image that the providers can fetch. */
	lastImageUrl: string;
	/** The workflow with Sora Text to Video alone. */
	subWorkflowId(provider: ProviderName, waitMode: WaitMode): string;
}

/** Longer than any render; short enough for a storm to end. */
const WAIT_TIMEOUT_SECONDS = 30;
const OPTIONS = {
	waitTimeout: WAIT_TIMEOUT_SECONDS,
	maxCost: '={{ $json.maxCost }}',
	cnyPerUsd: 7,
};
const RETRIES: Partial<INode> = { retryOnFail: true, maxTries: 2, waitBetweenTries: 1_000 };
const FIRST_IMAGE = `data:image/jpeg;base64,${readFileSync(mediaPath('exact-720x1280.jpg'), 'base64')}`;

let nodes = 0;

function node(name: string, type: string, typeVersion: number, more: Partial<INode>): INode {
	const id = `00000000-0000-4000-a000-${String(++nodes).padStart(12, '0')}`;
	return { id, name, type, typeVersion, position: [0, 0], parameters: {}, ...more };
}

function sora(
	name: string,
	type: string,
	provider: ProviderName,
	parameters: INode['parameters'],
): INode {
	const { credentialType } = PROVIDER_INFOS[provider];
	return node(name, `n8n-nodes-sora.${type}`, 1, {
		...RETRIES,
		parameters: { provider, ...parameters },
		credentials: { [credentialType]: { id: '', name: credentialType } },
	});
}

/** Nodes one after the other. */
function chain(links: readonly INode[]): IDataObject {
	return Object.fromEntries(
		links
			.slice(0, -1)
			.map(({ name }, index) => [
				name,
				{ main: [[{ node: links[index + 1].name, type: 'main', index: 0 }]] },
			]),
	);
}

function workflowOf(name: string, chains: ReadonlyArray<readonly INode[]>): WorkflowFile {
	return {
		name,
		nodes: chains.flat(),
		connections: Object.assign({}, ...chains.map(chain)) as IDataObject,
		settings: { executionOrder: 'v1' },
	};
}

/** A clip from the node before, in the first way that the provider takes one. */
function clipParameters(provider: ProviderName): INode['parameters'] {
	const { from } = PROVIDER_INFOS[provider].clips;
	if (from.includes('file')) return { videoSource: 'binary' };
	const field = from.includes('task') ? 'taskId' : 'videoUrl';
	return { videoSource: 'url', videoUrl: `={{ $json.${field} }}` };
}

/** OpenAI's format has no field for it. */
const takesLastImage = (provider: ProviderName) => provider !== 'openAiCompatible';

function soraNodes(recipe: Recipe, name: string, around: Surroundings): INode[] {
	const { provider, shape, waitMode } = recipe;
	const prompt = '={{ $json.prompt }}';
	const text = (parameters: INode['parameters'] = {}) =>
		sora(`Text ${name}`, 'soraTextToVideo', provider, {
			...{ prompt, waitMode, options: OPTIONS },
			...parameters,
		});
	if (shape === 'text') return [text()];
	if (shape === 'lastFrame') return [text({ options: { ...OPTIONS, returnLastFrame: true } })];
	if (shape === 'getResult') {
		const taskId = '={{ $json.taskId }}';
		const options = { waitTimeout: WAIT_TIMEOUT_SECONDS };
		return [text(), sora(`Get ${name}`, 'soraGetResult', provider, { taskId, options })];
	}
	if (shape === 'image') {
		return [
			sora(`Image ${name}`, 'soraImageToVideo', provider, {
				...{ prompt, waitMode, options: OPTIONS },
				...{ imageSource: 'url', imageUrl: FIRST_IMAGE },
				...(takesLastImage(provider) && {
					lastImageSource: 'url',
					lastImageUrl: around.lastImageUrl,
				}),
			}),
		];
	}
	if (shape === 'video') {
		const item = `$('Prompts ${name}').item.json`;
		return [
			// Whoever goes on with a video has to have it.
			text({ waitMode: waitMode === 'submit' ? 'wait' : waitMode }),
			sora(`Video ${name}`, 'soraVideoToVideo', provider, {
				...clipParameters(provider),
				...{ prompt: `={{ ${item}.prompt }}${FURTHER}`, waitMode },
				options: { ...OPTIONS, maxCost: `={{ ${item}.maxCost }}` },
			}),
		];
	}
	const workflowId = {
		__rl: true,
		mode: 'id',
		value: around.subWorkflowId(provider, waitMode),
	};
	return [
		node(`Call ${name}`, 'n8n-nodes-base.executeWorkflow', 1.1, {
			...RETRIES,
			parameters: { workflowId, mode: 'once', options: {} },
		}),
	];
}

function begunByWebhook(recipe: Recipe, around: Surroundings): INode[] {
	const path = pathOf(recipe);
	const parameters = { httpMethod: 'POST', path, responseMode: 'onReceived', options: {} };
	const webhook = node(`Webhook ${path}`, 'n8n-nodes-base.webhook', 2, { parameters });
	const prompts = node(`Prompts ${path}`, 'n8n-nodes-base.splitOut', 1, {
		parameters: { fieldToSplitOut: 'body.items', options: {} },
	});
	return [{ ...webhook, webhookId: webhook.id }, prompts, ...soraNodes(recipe, path, around)];
}

/** All recipes in one workflow, each with a webhook of its own. */
export function makerOf(
	name: string,
	recipes: readonly Recipe[],
	around: Surroundings,
): WorkflowFile {
	return workflowOf(
		name,
		recipes.map((recipe) => begunByWebhook(recipe, around)),
	);
}

/** What the recipes with a sub-workflow call. */
export function subWorkflowOf(provider: ProviderName, waitMode: WaitMode): WorkflowFile {
	const called = node('Called', 'n8n-nodes-base.executeWorkflowTrigger', 1.1, {
		parameters: { inputSource: 'passthrough' },
	});
	const parameters = { prompt: '={{ $json.prompt }}', waitMode, options: OPTIONS };
	const made = sora('Text', 'soraTextToVideo', provider, parameters);
	return workflowOf(`sub-workflow-${provider}-${waitMode}`, [[called, made]]);
}

export const TRIGGER = 'Sora Trigger';

/** Starts with Sora Trigger, which polls as often as n8n lets it. */
export function watcherOf(provider: ProviderName): WorkflowFile {
	const trigger = sora(TRIGGER, 'soraTrigger', provider, {
		downloadVideo: false,
		pollTimes: { item: [{ mode: 'custom', cronExpression: '*/10 * * * * *' }] },
	});
	const end = node('End', 'n8n-nodes-base.noOp', 1, {});
	return workflowOf(`watch-${provider}`, [[{ ...trigger, retryOnFail: false }, end]]);
}

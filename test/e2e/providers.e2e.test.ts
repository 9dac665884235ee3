import type { INode } from 'n8n-workflow';
import { itemsOf, type WorkflowFile } from '../../support/n8n/api';
import { PROVIDER_NAMES, type ProviderName } from '../../nodes/Sora/models/model';
import { PROVIDER_INFOS } from '../../nodes/Sora/providers/infos';
import { probe } from './stages/probe';
import { setStage, type Stage } from './stages/stage';

const TEXT = 'Sora Text to Video';
const IMAGE = 'Sora Image to Video';

const credentialType = (provider: ProviderName) => PROVIDER_INFOS[provider].credentialType;
const credentialName = (provider: ProviderName) => `Provider ${provider}`;

const id = (number: number) => `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`;

function soraNode(
	number: number,
	name: string,
	type: string,
	provider: ProviderName,
	parameters: INode['parameters'],
): INode {
	return {
		id: id(number),
		name,
		type: `n8n-nodes-sora.${type}`,
		typeVersion: 1,
		position: [440, number * 200],
		parameters: { provider, duration: 4, options: {}, ...parameters },
		credentials: {
			[credentialType(provider)]: { id: '', name: credentialName(provider) },
		},
	};
}

/** A webhook, a prompt to one node, and a picture fetched by n8n's own HTTP node to the other. */
function workflow(provider: ProviderName, imageFileUrl: string): WorkflowFile {
	const start: INode = {
		id: id(1),
		name: 'Webhook',
		type: 'n8n-nodes-base.webhook',
		typeVersion: 2,
		position: [0, 0],
		webhookId: id(90 + PROVIDER_NAMES.indexOf(provider)),
		parameters: { httpMethod: 'POST', path: provider, responseMode: 'lastNode', options: {} },
	};
	const source: INode = {
		id: id(3),
		name: 'Picture',
		type: 'n8n-nodes-base.httpRequest',
		typeVersion: 4.2,
		position: [220, 0],
		parameters: {
			url: imageFileUrl,
			options: { response: { response: { responseFormat: 'file' } } },
		},
	};
	const text = soraNode(2, TEXT, 'soraTextToVideo', provider, {
		prompt: 'a lighthouse in the rain',
		aspectRatio: '16:9',
	});
	const image = soraNode(4, IMAGE, 'soraImageToVideo', provider, { prompt: 'the light turns' });
	const to = (node: string) => ({ main: [[{ node, type: 'main', index: 0 }]] });
	return {
		name: `Text and picture with ${provider}`,
		nodes: [start, text, source, image],
		connections: { Webhook: to(TEXT), [TEXT]: to('Picture'), Picture: to(IMAGE) },
		settings: { executionOrder: 'v1' },
	};
}

describe('every provider, text and picture, in a real n8n', () => {
	let stage: Stage;

	beforeAll(async () => {
		stage = await setStage({ renderMs: 1_000 });
		for (const provider of PROVIDER_NAMES) {
			await stage.n8n.api.createCredential(credentialName(provider), credentialType(provider), {
				apiKey: stage.simulator.key(provider),
				...stage.simulator.baseUrls(provider),
			});
		}
	});

	afterAll(async () => {
		await stage?.clear();
	});

	it.each(PROVIDER_NAMES)('%s: two playable videos, two bills', async (provider) => {
		const { simulator, n8n } = stage;
		simulator.reset();
		const file = workflow(provider, simulator.imageFileUrl('photo.jpg'));
		const workflowId = await n8n.api.createWorkflow(file);
		await n8n.api.activate(workflowId);
		const response = await n8n.api.callWebhook(provider, {});
		expect(response.status).toBe(200);

		const [latest] = await n8n.api.executions(workflowId);
		const execution = await n8n.api.ended(latest.id);
		expect(execution.status).toBe('success');
		for (const node of [TEXT, IMAGE]) {
			const [item] = itemsOf(execution, node);
			expect(item.json).toMatchObject({ provider, status: 'completed' });
			const { videoCodec, audioCodec, seconds } = probe(
				await n8n.api.binary(item.binary?.data.id ?? ''),
			);
			expect({ videoCodec, audioCodec }).toEqual({ videoCodec: 'h264', audioCodec: 'aac' });
			expect(seconds).toBeGreaterThan(1);
		}
		expect(simulator.bills).toHaveLength(2);
		expect(simulator.violations).toEqual([]);
	});

	it.each(PROVIDER_NAMES)(
		'%s: its credential passes the test, a wrong one fails',
		async (provider) => {
			const { simulator, n8n } = stage;
			const type = credentialType(provider);
			const addresses = simulator.baseUrls(provider);
			const test = async (apiKey: string) =>
				(await n8n.api.testCredential('', 'Tested', type, { apiKey, ...addresses })).status;
			expect(await test(simulator.key(provider))).toBe('OK');
			expect(await test('not-the-key')).toBe('Error');
		},
	);
});

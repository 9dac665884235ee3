import type { WorkflowFile } from '../../support/n8n/api';
import { itemsOf } from '../../support/n8n/api';
import { probe } from './stages/probe';
import { CREDENTIAL, setStage, type Stage } from './stages/stage';

const NODE = 'Sora Text to Video';
const RENDER_MS = 1_500;

/** Three shapes, so that a mix-up of items shows. */
const PROMPTS = [
	{ prompt: 'a lighthouse in the rain', aspectRatio: '9:16' },
	{ prompt: 'a train through autumn hills', aspectRatio: '16:9' },
	{ prompt: 'an orange cut in slow motion', aspectRatio: '1:1' },
];

/** What an automation has: a webhook in front, nobody watching. */
const WORKFLOW: WorkflowFile = {
	name: 'Webhook to videos',
	nodes: [
		{
			id: '00000000-0000-4000-8000-000000000001',
			name: 'Webhook',
			type: 'n8n-nodes-base.webhook',
			typeVersion: 2,
			position: [0, 0],
			webhookId: '00000000-0000-4000-8000-0000000000aa',
			parameters: {
				httpMethod: 'POST',
				path: 'videos',
				responseMode: 'lastNode',
				responseData: 'allEntries',
				options: {},
			},
		},
		{
			id: '00000000-0000-4000-8000-000000000002',
			name: 'One item per prompt',
			type: 'n8n-nodes-base.splitOut',
			typeVersion: 1,
			position: [220, 0],
			parameters: { fieldToSplitOut: 'body.prompts', options: {} },
		},
		{
			id: '00000000-0000-4000-8000-000000000003',
			name: NODE,
			type: 'n8n-nodes-sora.soraTextToVideo',
			typeVersion: 1,
			position: [440, 0],
			parameters: {
				prompt: '={{ $json.prompt }}',
				aspectRatio: '={{ $json.aspectRatio }}',
				duration: 5,
				options: {},
			},
			credentials: { [CREDENTIAL.type]: { id: '', name: CREDENTIAL.name } },
		},
	],
	connections: {
		Webhook: { main: [[{ node: 'One item per prompt', type: 'main', index: 0 }]] },
		'One item per prompt': { main: [[{ node: NODE, type: 'main', index: 0 }]] },
	},
	settings: { executionOrder: 'v1' },
};

interface Output {
	taskId: string;
	status: string;
}

describe('the packed nodes in a real n8n, behind a production webhook', () => {
	let stage: Stage;
	let workflowId: string;
	let response: { status: number; body: unknown };

	beforeAll(async () => {
		stage = await setStage({ renderMs: RENDER_MS });
		const { api } = stage.n8n;
		workflowId = await api.createWorkflow(WORKFLOW);
		await api.activate(workflowId);
		response = await api.callWebhook('videos', { prompts: PROMPTS });
	});

	afterAll(async () => {
		await stage?.clear();
	});

	it('answers with one completed task for each prompt, in their order', () => {
		expect(response.status).toBe(200);
		const outputs = response.body as Output[];
		expect(outputs.map(({ status }) => status)).toEqual(['completed', 'completed', 'completed']);
		const promptOf = new Map(
			stage.simulator.bills.map(({ taskId, input }) => [taskId, input.prompt]),
		);
		expect(outputs.map(({ taskId }) => promptOf.get(taskId))).toEqual(
			PROMPTS.map(({ prompt }) => prompt),
		);
	});

	it('bills each prompt once', () => {
		expect(stage.simulator.bills.map(({ input }) => input.prompt).sort()).toEqual(
			PROMPTS.map(({ prompt }) => prompt).sort(),
		);
		expect(stage.simulator.violations).toEqual([]);
	});

	it('stores a playable video of the right shape for each item', async () => {
		const { api } = stage.n8n;
		const [latest] = await api.executions(workflowId);
		const execution = await api.ended(latest.id);
		expect(execution.status).toBe('success');

		const items = itemsOf(execution, NODE);
		expect(items.map(({ pairedItem }) => pairedItem)).toEqual([
			{ item: 0 },
			{ item: 1 },
			{ item: 2 },
		]);
		const videos = await Promise.all(
			items.map(async ({ binary }) => {
				expect(binary?.data.mimeType).toBe('video/mp4');
				// In n8n's store, not as base64 in the execution.
				expect(binary?.data.id).toMatch(/^filesystem/);
				return probe(await api.binary(binary?.data.id ?? ''));
			}),
		);
		for (const { videoCodec, audioCodec, seconds } of videos) {
			expect({ videoCodec, audioCodec }).toEqual({ videoCodec: 'h264', audioCodec: 'aac' });
			expect(seconds).toBeGreaterThan(1);
		}
		expect(videos.map(({ width, height }) => Math.sign(width - height))).toEqual([-1, 1, 0]);
	});

	it('says which credential is wrong, and pays nothing, when the key is', async () => {
		const { simulator, n8n } = stage;
		const billsBefore = simulator.bills.length;
		await n8n.api.createCredential('Old key', CREDENTIAL.type, {
			apiKey: 'not-the-key',
			baseUrl: simulator.baseUrl('waveSpeed'),
		});
		const id = await n8n.api.createWorkflow(withOldKey());
		await n8n.api.activate(id);
		const { status } = await n8n.api.callWebhook('old-key', { prompts: PROMPTS });

		expect(status).toBe(500);
		const [latest] = await n8n.api.executions(id);
		const { data } = await n8n.api.ended(latest.id);
		const { message, description } = data.resultData.error ?? {};
		expect(`${message} ${description}`).toContain('WaveSpeedAI');
		expect(JSON.stringify(data.resultData)).not.toContain('not-the-key');
		expect(simulator.bills).toHaveLength(billsBefore);
	});

	it('passes the test of a right credential and fails that of a wrong one', async () => {
		const { simulator, n8n } = stage;
		const baseUrl = simulator.baseUrl('waveSpeed');
		const test = async (apiKey: string) =>
			(await n8n.api.testCredential('', 'Tested', CREDENTIAL.type, { apiKey, baseUrl })).status;
		expect(await test(simulator.key('waveSpeed'))).toBe('OK');
		expect(await test('not-the-key')).toBe('Error');
	});
});

function withOldKey(): WorkflowFile {
	const [webhook, split, sora] = WORKFLOW.nodes;
	return {
		...WORKFLOW,
		name: 'Webhook with an old key',
		nodes: [
			{
				...webhook,
				webhookId: '00000000-0000-4000-8000-0000000000bb',
				parameters: { ...webhook.parameters, path: 'old-key' },
			},
			split,
			{ ...sora, credentials: { [CREDENTIAL.type]: { id: '', name: 'Old key' } } },
		],
	};
}

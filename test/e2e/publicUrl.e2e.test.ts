import type { INode, INodeExecutionData } from 'n8n-workflow';
import { itemsOf, type WorkflowFile } from '../../support/n8n/api';
import { until } from '../../support/n8n/until';
import { probe } from './stages/probe';
import { CREDENTIAL, setStage, type Stage } from './stages/stage';

const PUBLIC_ORIGIN = 'https://n8n.example.com';
/** n8n's first gap after an activation, and a poll. */
const POLL_TIMEOUT_MS = 90_000;
const SHORT_SECONDS = 4;

function soraNode(name: string, type: string, parameters: INode['parameters']): INode {
	return {
		id: name,
		name,
		type: `n8n-nodes-sora.${type}`,
		typeVersion: 1,
		position: [0, 0],
		parameters,
		credentials: { [CREDENTIAL.type]: { id: '', name: CREDENTIAL.name } },
	};
}

const to = (node: string) => ({ main: [[{ node, type: 'main', index: 0 }]] });

const WORKFLOW: WorkflowFile = {
	name: 'Public URLs',
	nodes: [
		{
			id: 'start',
			name: 'Start',
			type: 'n8n-nodes-base.manualTrigger',
			typeVersion: 1,
			position: [0, 0],
			parameters: {},
		},
		soraNode('Text', 'soraTextToVideo', {
			prompt: 'A paper boat',
			// As a sheet gives it.
			options: { publicUrlHours: '={{ "0.5" }}' },
		}),
		soraNode('Result', 'soraGetResult', {
			taskId: '={{ $json.taskId }}',
			options: { publicUrlHours: `={{ ${SHORT_SECONDS} / 3600 }}` },
		}),
		soraNode('Trigger', 'soraTrigger', { options: { publicUrlHours: 1 } }),
	],
	connections: { Start: to('Text'), Text: to('Result') },
	settings: { executionOrder: 'v1' },
};

describe('public URLs of a real n8n', () => {
	let stage: Stage;
	let workflowId: string;
	let text: INodeExecutionData;
	let result: INodeExecutionData;

	beforeAll(async () => {
		const env = { WEBHOOK_URL: `${PUBLIC_ORIGIN}/` };
		stage = await setStage({ renderMs: 500 }, env);
		const { api } = stage.n8n;
		workflowId = await api.createWorkflow(WORKFLOW);
		await api.activate(workflowId);
		const polls = () => stage.simulator.requests.filter(({ kind }) => kind === 'list').length;
		await until('the baseline', async () => polls() > 0, POLL_TIMEOUT_MS);
		const execution = await api.ended(await api.runManually(workflowId, 'Start'));
		expect(execution.data.resultData.error?.message).toBeUndefined();
		[text] = itemsOf(execution, 'Text');
		[result] = itemsOf(execution, 'Result');
	});

	afterAll(async () => {
		await stage?.clear();
	});

	/** As somebody out in the internet, without a login; only the name is not in the DNS. */
	const fetchPublic = async ({ json }: INodeExecutionData, init: RequestInit = {}, suffix = '') => {
		const url = String(json.publicUrl);
		expect(new URL(url).origin).toBe(PUBLIC_ORIGIN);
		return await fetch(url.replace(PUBLIC_ORIGIN, stage.n8n.url) + suffix, init);
	};

	const expectVideo = async (response: Response) => {
		expect(response.status).toBe(200);
		expect(response.headers.get('content-type')).toBe('video/mp4');
		const bytes = Buffer.from(await response.arrayBuffer());
		expect(response.headers.get('content-length')).toBe(String(bytes.length));
		expect(probe(bytes).videoCodec).toBe('h264');
	};

	it('is refused after its time', async () => {
		await expectVideo(await fetchPublic(result));
		const refused = await until(
			'the end of the URL',
			async () => {
				const response = await fetchPublic(result);
				return response.status !== 200 && response;
			},
			(SHORT_SECONDS + 5) * 1_000,
		);
		expect(refused.status).toBe(400);
		expect(await refused.text()).toBe('jwt expired');
	});

	it('gives the whole video to anybody, with its MIME type', async () => {
		expect(text.json.warnings).toEqual([]);
		await expectVideo(await fetchPublic(text));
	});

	it('tells its size beforehand', async () => {
		const { status, headers } = await fetchPublic(text, { method: 'HEAD' });
		expect(status).toBe(200);
		expect(headers.get('content-type')).toBe('video/mp4');
		expect(Number(headers.get('content-length'))).toBe(text.binary?.data.bytes);
	});

	it('answers a Range with the whole video', async () => {
		await expectVideo(await fetchPublic(text, { headers: { range: 'bytes=0-99' } }));
	});

	it('is refused when it was altered', async () => {
		const response = await fetchPublic(text, {}, 'A');
		expect(response.status).toBe(400);
		expect(await response.text()).toBe('invalid signature');
	});

	it('comes with the test event of Sora Trigger', async () => {
		const { api } = stage.n8n;
		const execution = await api.ended(await api.runManually(workflowId, 'Trigger'));
		const [item] = itemsOf(execution, 'Trigger');
		await expectVideo(await fetchPublic(item));
	});

	it(
		'comes with what Sora Trigger emits',
		async () => {
			const { api } = stage.n8n;
			const started = await until(
				'the trigger',
				async () => (await api.executions(workflowId)).find(({ mode }) => mode === 'trigger'),
				POLL_TIMEOUT_MS,
			);
			const execution = await api.ended(started.id);
			const [item] = itemsOf(execution, 'Trigger');
			expect(item.json.taskId).toBe(text.json.taskId);
			await expectVideo(await fetchPublic(item));
		},
		POLL_TIMEOUT_MS + 30_000,
	);
});

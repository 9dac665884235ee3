import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import { itemsOf } from '../../support/n8n/api';
import { falSignature, openRouterSignature, waveSpeedSignature } from '../../support/simulator';
import { probe } from './stages/probe';
import { setStage, type Stage } from './stages/stage';
import {
	addCredentials,
	AFTER,
	begin,
	NODE,
	OPENROUTER_SECRET,
	untilSuspended,
	prompts,
	publish,
	statusCalls,
	type SuspendableProvider,
	type VideoWorkflow,
} from './stages/suspendStage';

jest.setTimeout(180_000);

const RENDER_MS = 4_000;

let stage: Stage;
let workflows = 0;

beforeAll(async () => {
	stage = await setStage({ renderMs: RENDER_MS });
	await addCredentials(stage.n8n.api, stage.simulator);
});
beforeEach(() => stage.simulator.reset());
afterAll(async () => await stage?.clear());

/** Publishes a workflow and starts it once. */
async function start(
	wanted: Omit<VideoWorkflow, 'name'>,
	items: ReadonlyArray<Record<string, unknown>> = prompts(2),
): Promise<string> {
	const { api } = stage.n8n;
	const name = `suspended-${++workflows}`;
	return await begin(api, await publish(api, { name, ...wanted }), name, items);
}

const never = () => ({ outcome: 'never' as const });
const taskIds = () => stage.simulator.bills.map(({ taskId }) => taskId);
const callbackUrl = () => stage.simulator.tasks[0].webhook?.url ?? '';
/** At fal a second call says how a task has ended. */
const CALLS_FOR_A_STATUS: Record<SuspendableProvider, number> = {
	waveSpeed: 1,
	eachlabs: 1,
	fal: 2,
	openRouter: 1,
};
const highest = (calls: Map<string, number>) => Math.max(...calls.values());

describe.each<SuspendableProvider>(['waveSpeed', 'eachlabs', 'fal', 'openRouter'])(
	'suspended with %s',
	(provider) => {
		it.each(['soraTextToVideo', 'soraImageToVideo'] as const)(
			'%s leaves memory, and comes back with every video',
			async (node) => {
				const { n8n, simulator } = stage;
				const image = { imageSource: 'url', imageUrl: simulator.imageFileUrl('photo.jpg') };
				const parameters = node === 'soraImageToVideo' ? image : {};
				const id = await start({ node, provider, parameters }, prompts(3));
				await untilSuspended(n8n.api, id);
				const execution = await n8n.api.ended(id);
				expect(execution.data.resultData.error?.message).toBeUndefined();
				const items = itemsOf(execution, NODE);
				expect(
					items.map(({ json, pairedItem }) => [json.status, json.warnings, pairedItem]),
				).toEqual([0, 1, 2].map((item) => ['completed', [], { item }]));
				const promptOf = new Map(simulator.bills.map((bill) => [bill.taskId, bill.input.prompt]));
				expect(items.map(({ json }) => promptOf.get(String(json.taskId)))).toEqual(
					prompts(3).map(({ prompt }) => prompt),
				);
				expect(itemsOf(execution, AFTER)).toHaveLength(3);
				const video = probe(await n8n.api.binary(items[2].binary?.data.id ?? ''));
				expect(video).toMatchObject({ videoCodec: 'h264', audioCodec: 'aac' });
				expect(simulator.bills).toHaveLength(3);
				expect(highest(statusCalls(simulator))).toBe(CALLS_FOR_A_STATUS[provider]);
				expect(simulator.violations).toEqual([]);
			},
		);
	},
);

describe('a call that no provider has made', () => {
	const post = async (url: string, headers: Record<string, string>, body: object) => {
		const response = await fetch(url, {
			method: 'POST',
			headers: { 'content-type': 'application/json', ...headers },
			body: JSON.stringify(body),
		});
		return response.status;
	};

	it('gets 401 and changes nothing, whatever it says of a WaveSpeed task', async () => {
		const { n8n, simulator } = stage;
		simulator.script(never);
		const id = await start({ provider: 'waveSpeed' });
		await untilSuspended(n8n.api, id);
		const requests = simulator.requests.length;
		const body = { id: taskIds()[0], status: 'completed', outputs: ['https://example.com/x.mp4'] };
		const signed = (secret: string, ageSeconds = 0) => {
			const timestamp = Math.floor(Date.now() / 1000) - ageSeconds;
			return {
				'webhook-id': 'abc',
				'webhook-timestamp': String(timestamp),
				'webhook-signature': waveSpeedSignature(secret, 'abc', timestamp, JSON.stringify(body)),
			};
		};
		const secret = simulator.waveSpeedWebhookSecret;
		expect(await post(callbackUrl(), {}, body)).toBe(401);
		expect(await post(callbackUrl(), signed('whsec_another'), body)).toBe(401);
		expect(await post(callbackUrl(), signed(secret, 400), body)).toBe(401);
		expect(await post(callbackUrl(), signed(secret), { ...body, id: 'unknown' })).toBe(401);
		expect(await post(callbackUrl(), { 'x-sora-resume-token': '0'.repeat(48) }, body)).toBe(401);
		expect(await post(callbackUrl().split('?')[0], signed(secret), body)).toBe(401);
		expect(simulator.requests).toHaveLength(requests);
		expect((await n8n.api.execution(id)).status).toBe('waiting');
		await n8n.api.stop(id);
	});

	it('gets 401 and changes nothing, whatever it says of an OpenRouter task', async () => {
		const { n8n, simulator } = stage;
		simulator.script(never);
		const id = await start({ provider: 'openRouter' });
		await untilSuspended(n8n.api, id);
		const requests = simulator.requests.length;
		const event = (taskId: string) => ({
			type: 'video.generation.completed',
			data: { id: taskId, status: 'completed', urls: ['https://example.com/x.mp4'] },
		});
		const body = event(taskIds()[0]);
		const signed = (secret: string, ageSeconds = 0) => {
			const timestamp = Math.floor(Date.now() / 1000) - ageSeconds;
			const signature = openRouterSignature(secret, timestamp, JSON.stringify(body));
			return { 'x-openrouter-signature': signature };
		};
		expect(await post(callbackUrl(), {}, body)).toBe(401);
		expect(await post(callbackUrl(), signed('another'), body)).toBe(401);
		expect(await post(callbackUrl(), signed(OPENROUTER_SECRET, 400), body)).toBe(401);
		expect(await post(callbackUrl(), signed(OPENROUTER_SECRET), event('unknown'))).toBe(401);
		expect(simulator.requests).toHaveLength(requests);
		expect(await post(callbackUrl(), signed(OPENROUTER_SECRET), body)).toBe(503);
		expect((await n8n.api.execution(id)).status).toBe('waiting');
		await n8n.api.stop(id);
	});

	it('gets 401 and changes nothing, whatever it says of a fal task', async () => {
		const { n8n, simulator } = stage;
		simulator.script(never);
		const id = await start({ provider: 'fal' });
		await untilSuspended(n8n.api, id);
		const requestId = taskIds()[0].split('/').at(-1) ?? '';
		const payload = { video: { url: 'https://example.com/x.mp4' } };
		const body = { request_id: requestId, status: 'OK', payload };
		const signed = (ageSeconds = 0, key?: KeyObject) => {
			const timestamp = Math.floor(Date.now() / 1000) - ageSeconds;
			return falSignature(requestId, timestamp, JSON.stringify(body), key);
		};
		const another = generateKeyPairSync('ed25519').privateKey;
		const other = { ...body, payload: { video: { url: 'https://example.com/y.mp4' } } };
		expect(await post(callbackUrl(), {}, body)).toBe(401);
		expect(await post(callbackUrl(), signed(0, another), body)).toBe(401);
		expect(await post(callbackUrl(), signed(400), body)).toBe(401);
		expect(await post(callbackUrl(), signed(), other)).toBe(401);
		expect(await post(callbackUrl().split('?')[0], signed(), body)).toBe(401);
		expect(statusCalls(simulator)).toEqual(new Map());
		const keyCalls = simulator.requests.filter(({ path }) => path.endsWith('/jwks.json'));
		expect(keyCalls.length).toBeLessThanOrEqual(1);
		expect(keyCalls.some(({ hasKey }) => hasKey)).toBe(false);
		// The genuine one is heard; but as the task goes on, its provider shall call again.
		expect(await post(callbackUrl(), signed(), body)).toBe(503);
		expect(statusCalls(simulator)).toEqual(new Map([[taskIds()[0], 1]]));
		expect((await n8n.api.execution(id)).status).toBe('waiting');
		await n8n.api.stop(id);
	});

	it("gets 401 and changes nothing, also with another Eachlabs task's secret", async () => {
		const { n8n, simulator } = stage;
		simulator.script(never);
		const id = await start({ provider: 'eachlabs' });
		await untilSuspended(n8n.api, id);
		const requests = simulator.requests.length;
		const [first, second] = simulator.tasks;
		const body = { exec_id: first.id, status: 'succeeded', output: '', error: '' };
		const secretOf = (task: typeof first) => ({ 'x-webhook-secret': task.webhook?.secret ?? '' });
		expect(await post(callbackUrl(), {}, body)).toBe(401);
		expect(await post(callbackUrl(), secretOf(second), body)).toBe(401);
		expect(simulator.requests).toHaveLength(requests);
		// The genuine one is heard; but as the task goes on, its provider shall call again.
		expect(await post(callbackUrl(), secretOf(first), body)).toBe(503);
		expect(statusCalls(simulator)).toEqual(new Map([[first.id, 1]]));
		expect((await n8n.api.execution(id)).status).toBe('waiting');
		await n8n.api.stop(id);
	});
});

describe('callbacks as they come', () => {
	it('are harmless when they come again and again', async () => {
		const { n8n, simulator } = stage;
		simulator.script(() => ({ webhookRepeats: 3 }));
		const execution = await n8n.api.ended(await start({}, prompts(3)));
		expect(itemsOf(execution, NODE).map(({ json }) => json.status)).toEqual(
			Array(3).fill('completed'),
		);
		expect(simulator.bills).toHaveLength(3);
		expect(highest(statusCalls(simulator))).toBeLessThanOrEqual(2);
	});

	it('are not lost when they come before n8n has stored the execution', async () => {
		const { n8n, simulator } = stage;
		simulator.script(() => ({ renderMs: 1 }));
		const execution = await n8n.api.ended(await start({}, prompts(3)), 30_000);
		expect(itemsOf(execution, NODE).map(({ json }) => json.status)).toEqual(
			Array(3).fill('completed'),
		);
		expect(simulator.deliveries.some(({ status }) => status === 409)).toBe(true);
	});
});

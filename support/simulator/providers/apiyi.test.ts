import { readFileSync } from 'node:fs';
import type { ProviderName } from '../../../nodes/Sora/models/model';
import { mediaPath, startSimulator, type Simulator } from '..';
import { asker } from '../server/ask';
import { idOf, withImage } from '../formats/videoCalls';

const SEEDANCE = 'doubao-seedance-2-0-fast-260128';
const ARK = '/seedance/api/v3/contents/generations/tasks';
const DAY_MS = 24 * 60 * 60 * 1000;

let simulator: Simulator;
let now = Date.parse('2026-11-21T12:00:00Z');

beforeAll(async () => {
	simulator = await startSimulator({
		now: () => now,
		renderMs: 1000,
		concurrency: { openAiCompatible: 3, apiyi: 3 },
	});
});
afterAll(async () => await simulator.close());
beforeEach(() => {
	simulator.reset();
	simulator.manner.retired = true;
	simulator.manner.downloads.redirect = false;
	now += 60_000;
});

const ask = async (provider: ProviderName, ...call: Parameters<ReturnType<typeof asker>>) =>
	await asker(simulator, provider)(...call);

describe('the simulated APIYI', () => {
	const gateway = async (...call: Parameters<ReturnType<typeof asker>>) =>
		await ask('apiyi', ...call);
	const words = [{ type: 'text', text: 'a kite' }];
	const create = async (fields: object = {}) =>
		await gateway('POST', ARK, { model: SEEDANCE, content: words, ...fields });

	it('takes a Seedance task and ends it with a signed address', async () => {
		const heard = await create({ ratio: '1:1', duration: 5 });
		expect(heard.body).toEqual({ id: expect.stringMatching(/^cgt-/) });
		const result = async () => (await gateway('GET', `${ARK}/${idOf(heard)}`)).body;
		expect(await result()).toMatchObject({ status: 'queued' });
		now += 500;
		expect(await result()).toMatchObject({ status: 'running' });
		now += 500;
		const done = await result();
		expect(done).toMatchObject({ status: 'succeeded', model: SEEDANCE, updated_at: now / 1000 });
		const url = (done as { content: { video_url: string } }).content.video_url;
		const bytes = Buffer.from(await (await fetch(url)).arrayBuffer());
		expect(bytes.equals(readFileSync(mediaPath('square.mp4')))).toBe(true);
	});

	it('signs a fresh address after a day, and forgets the task after seven', async () => {
		const id = idOf(await create());
		const url = async () =>
			(
				(await gateway('GET', `${ARK}/${id}`)).body as {
					content: { video_url: string };
				}
			).content.video_url;
		now += 1000;
		const first = await url();
		expect(await url()).toBe(first);
		now += DAY_MS;
		expect((await fetch(first)).status).toBe(403);
		expect((await fetch(await url())).status).toBe(200);
		now += 6 * DAY_MS;
		expect((await gateway('GET', `${ARK}/${id}`)).status).toBe(404);
	});

	it.each([
		['ratio', { ratio: '2:1' }],
		['resolution', { resolution: '4k' }],
		['duration', { duration: 3 }],
		['duration', { duration: '5' }],
		['content', { content: [] }],
	])('refuses a wrong %s as InvalidParameter, unbilled', async (param, fields) => {
		expect(await create(fields)).toMatchObject({
			status: 400,
			body: { error: { code: 'InvalidParameter', param } },
		});
		expect(simulator.bills).toEqual([]);
	});

	it('says expired in its own word', async () => {
		simulator.script(() => ({ outcome: 'expired' }));
		const id = idOf(await create());
		now += 1000;
		expect((await gateway('GET', `${ARK}/${id}`)).body).toMatchObject({ status: 'expired' });
	});

	it('answers a cancel with its web page, and the render goes on', async () => {
		const id = idOf(await create());
		const heard = await gateway('DELETE', `${ARK}/${id}`);
		expect(heard.status).toBe(200);
		expect(heard.body).toMatch(/^<!doctype html>/);
		now += 1000;
		expect(simulator.state(id).phase).toBe('completed');
	});

	it('claims gzip falsely to everyone who does not ask for identity', async () => {
		const path = `${ARK}/${idOf(await create())}`;
		const plain = await gateway('GET', path);
		expect(plain.headers.get('content-encoding')).toBeNull();
		const call = gateway('GET', path, undefined, { 'accept-encoding': 'gzip' });
		await expect(call).rejects.toThrow();
	});

	it('has no channel for Sora, and says of Veo what its upstream said', async () => {
		const relay = async (model: string) =>
			await gateway('POST', '/v1/videos', { model, prompt: 'a kite' });
		expect(await relay('sora-2')).toMatchObject({
			status: 503,
			body: { error: { code: 'model_not_found' } },
		});
		expect(await relay('veo-3.1-fast')).toMatchObject({
			status: 404,
			body: {
				code: 'fail_to_fetch_task',
				message: expect.stringMatching(/^\{.*is no longer available/),
			},
		});
		expect(simulator.bills).toEqual([]);
	});

	it('relays Sora where it still lives', async () => {
		simulator.manner.retired = false;
		const form = withImage('exact-1280x720.png', {
			model: 'sora-2-pro',
			prompt: 'a kite',
			seconds: '8',
			size: '1280x720',
		});
		const heard = await gateway('POST', '/v1/videos', form);
		expect(heard.body).toMatchObject({ status: 'queued', seconds: '8', quality: 'high' });
		now += 1000;
		const { body } = await gateway('GET', `/v1/videos/${idOf(heard)}`);
		expect(body).toMatchObject({ status: 'completed' });
		expect((await gateway('GET', `/v1/videos/${idOf(heard)}/content`)).status).toBe(200);
	});

	it('refuses a model outside of the group of the token', async () => {
		simulator.manner.apiyiGroup = ['sora-2'];
		const heard = await create();
		simulator.manner.apiyiGroup = null;
		expect(heard).toMatchObject({
			status: 403,
			body: { error: { message: expect.stringContaining('no access to model') } },
		});
	});

	it('knows no task of the other route, and takes a bare key', async () => {
		const id = idOf(await create());
		const bare = { authorization: 'test-key' };
		expect(await gateway('GET', `/v1/videos/${id}`, undefined, bare)).toMatchObject({
			status: 400,
			body: { code: 'task_not_exist' },
		});
		expect((await gateway('GET', '/v1/models', undefined, bare)).status).toBe(200);
		expect((await gateway('GET', '/v1/models', undefined, { authorization: 'x' })).status).toBe(
			401,
		);
	});
});

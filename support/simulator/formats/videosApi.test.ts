import { readFileSync } from 'node:fs';
import type { ProviderName } from '../../../nodes/Sora/models/model';
import { mediaPath, startSimulator, type Simulator } from '..';
import { asker } from '../server/ask';
import { idOf, withImage } from './videoCalls';

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

describe('the simulated OpenAI-compatible host', () => {
	const host = async (...call: Parameters<ReturnType<typeof asker>>) =>
		await ask('openAiCompatible', ...call);
	const create = async (body: unknown) => await host('POST', '/videos', body);

	it('makes a video from JSON, with string seconds and progress', async () => {
		const heard = await create({
			model: 'wan-ai/wan-2.6-t2v',
			prompt: 'a kite',
			seconds: '8',
			size: '1280x720',
		});
		expect(heard).toMatchObject({
			status: 200,
			body: { object: 'video', status: 'queued', progress: 0, seconds: '8', size: '1280x720' },
		});
		now += 500;
		const result = async () => (await host('GET', `/videos/${idOf(heard)}`)).body;
		expect(await result()).toMatchObject({ status: 'in_progress', progress: 50, error: null });
		now += 500;
		expect(await result()).toMatchObject({
			status: 'completed',
			progress: 100,
			completed_at: now / 1000,
			expires_at: now / 1000 + 3600,
		});
	});

	it('says model_not_found for Sora since it is gone, and serves it when it is not', async () => {
		const gone = await create({ model: 'sora-2', prompt: 'a kite' });
		expect(gone).toMatchObject({ status: 404, body: { error: { code: 'model_not_found' } } });
		expect(simulator.bills).toEqual([]);
		simulator.manner.retired = false;
		expect((await create({ model: 'sora-2', prompt: 'a kite' })).status).toBe(200);
	});

	it('measures the picture and refuses Sora one of another size', async () => {
		simulator.manner.retired = false;
		const fields = { model: 'sora-2', prompt: 'a kite', size: '720x1280' };
		expect(await create(withImage('photo.jpg', fields))).toMatchObject({
			status: 400,
			body: {
				error: { message: 'Inpaint image must match the requested width and height' },
			},
		});
		expect(simulator.bills).toEqual([]);
		const heard = await create(withImage('exact-720x1280.jpg', fields));
		expect(heard.status).toBe(200);
		expect(simulator.bills[0]?.input).toMatchObject({
			prompt: 'a kite',
			input_reference: { fileName: 'exact-720x1280.jpg', frame: { width: 720, height: 1280 } },
		});
	});

	it.each(['moving.gif', 'photo.heic'])('refuses %s as a picture', async (file) => {
		const form = withImage(file, { model: 'acme-clip-1', prompt: 'a kite' });
		expect(await create(form)).toMatchObject({
			status: 400,
			body: { error: { code: 'unsupported_file_mimetype' } },
		});
	});

	it.each([
		['no prompt', { prompt: '' }],
		['seconds that Sora does not take', { prompt: 'a', seconds: '5' }],
		['seconds as a number', { prompt: 'a', seconds: 4 }],
		['a size that Sora does not take', { prompt: 'a', size: '640x640' }],
	])('refuses %s', async (_, fields) => {
		simulator.manner.retired = false;
		expect((await create({ model: 'sora-2', ...fields })).status).toBe(400);
		expect(simulator.bills).toEqual([]);
	});

	it('lists by cursor, in both orders', async () => {
		for (const age of [3000, 2000, 1000]) {
			const model = `acme-${age}`;
			simulator.addTask({ provider: 'openAiCompatible', model, at: now - age });
		}
		const list = async (query: string) => {
			const { body } = await host('GET', `/videos?${query}`);
			const page = body as { data: Array<{ model: string }>; last_id: string; has_more: boolean };
			return { ...page, models: page.data.map(({ model }) => model) };
		};
		const first = await list('limit=2');
		expect(first).toMatchObject({ models: ['acme-1000', 'acme-2000'], has_more: true });
		const second = await list(`limit=2&after=${first.last_id}`);
		expect(second).toMatchObject({ models: ['acme-3000'], has_more: false });
		expect((await list('order=asc')).models[0]).toBe('acme-3000');
		expect((await host('GET', '/videos?after=none')).status).toBe(400);
		expect((await host('GET', '/videos?limit=101')).status).toBe(400);
	});

	it('gives the bytes with the key, once they are there, until they expire', async () => {
		const id = idOf(await create({ model: 'acme-clip-1', prompt: 'a kite', size: '1280x720' }));
		const content = async () =>
			await fetch(`${simulator.baseUrl('openAiCompatible')}/videos/${id}/content`, {
				headers: { authorization: 'Bearer test-key' },
			});
		expect((await content()).status).toBe(404);
		now += 1000;
		const response = await content();
		expect(response.headers.get('content-type')).toBe('video/mp4');
		const bytes = Buffer.from(await response.arrayBuffer());
		expect(bytes.equals(readFileSync(mediaPath('landscape.mp4')))).toBe(true);
		now += 60 * 60 * 1000;
		expect((await content()).status).toBe(404);
	});

	it('redirects to the file host, and notes a key that follows', async () => {
		simulator.manner.downloads.redirect = true;
		const id = idOf(await create({ model: 'acme-clip-1', prompt: 'a kite' }));
		now += 1000;
		const heard = await host('GET', `/videos/${id}/content`);
		const location = heard.headers.get('location') ?? '';
		expect([heard.status, location.startsWith(simulator.cdnUrl)]).toEqual([302, true]);
		await fetch(location);
		expect(simulator.violations).toEqual([]);
		const headers = { authorization: 'Bearer test-key' };
		await fetch(location, { headers, redirect: 'manual' });
		expect(simulator.violations).toMatchObject([{ rule: 'key sent to another host' }]);
	});

	it('deletes, and remixes as a new bill', async () => {
		const id = idOf(await create({ model: 'acme-clip-1', prompt: 'a kite' }));
		const remix = await host('POST', `/videos/${id}/remix`, { prompt: 'at night' });
		expect(remix.body).toMatchObject({ remixed_from_video_id: id, prompt: 'at night' });
		expect(simulator.bills).toHaveLength(2);
		expect((await host('DELETE', `/videos/${id}`)).body).toEqual({
			id,
			object: 'video.deleted',
			deleted: true,
		});
		expect((await host('GET', `/videos/${id}`)).status).toBe(404);
	});

	it('reports a failure as object, or as the string of older hosts', async () => {
		simulator.script(({ index }) => ({
			outcome: 'failed',
			code: 'moderation_blocked',
			message: 'blocked',
			error: index === 1 ? 'Content policy violation' : undefined,
		}));
		const body = { model: 'acme-clip-1', prompt: 'a kite' };
		const ids = [idOf(await create(body)), idOf(await create(body))];
		now += 1000;
		const errors = await Promise.all(
			ids.map(
				async (id) => ((await host('GET', `/videos/${id}`)).body as { error: unknown }).error,
			),
		);
		expect(errors).toEqual([
			{ code: 'moderation_blocked', message: 'blocked' },
			'Content policy violation',
		]);
	});

	it('refuses a fourth task while three are alive', async () => {
		const body = { model: 'acme-clip-1', prompt: 'a kite' };
		for (let count = 0; count < 3; count++) await create(body);
		expect(await create(body)).toMatchObject({
			status: 429,
			body: { error: { code: 'rate_limit_exceeded' } },
		});
		expect(simulator.bills).toHaveLength(3);
	});
});

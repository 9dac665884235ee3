import { createHmac } from 'node:crypto';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { startSimulator, type Simulator } from '../..';
import { asker } from '../../server/ask';

describe('the simulated OpenRouter', () => {
	let simulator: Simulator;
	let now = Date.parse('2026-11-21T12:00:00Z');

	beforeAll(async () => {
		simulator = await startSimulator({ now: () => now, renderMs: 1000 });
	});
	afterAll(async () => await simulator.close());
	beforeEach(() => {
		simulator.reset();
		now += 60_000;
	});

	const ask: ReturnType<typeof asker> = async (...call) =>
		await asker(simulator, 'openRouter')(...call);
	const submit = async (more: object = {}) =>
		await ask('POST', '/videos', { model: 'google/veo-3.1-lite', prompt: 'a kite', ...more });
	const idOf = (heard: { body: unknown }) => (heard.body as { id: string }).id;

	it('answers a submit with 202, a dated ID, and a polling_url that is a path or an address', async () => {
		const [first, second] = [await submit(), await submit()];
		expect(first).toMatchObject({ status: 202, body: { status: 'pending' } });
		expect(idOf(first)).toMatch(/^gen-vid-\d{10}-[0-9a-f]{20}$/);
		expect(first.body).toHaveProperty('polling_url', `/api/v1/videos/${idOf(first)}`);
		const address = `${simulator.origin}/openrouter/api/v1/videos/${idOf(second)}`;
		expect(second.body).toHaveProperty('polling_url', address);
		expect(simulator.bills).toHaveLength(2);
	});

	it('goes from pending over in_progress to completed, with a price', async () => {
		const id = idOf(await submit());
		const read = async () => (await ask('GET', `/videos/${id}`)).body;
		expect(await read()).toMatchObject({ id, status: 'pending', generation_id: null });
		now += 500;
		expect(await read()).toMatchObject({ status: 'in_progress' });
		now += 600;
		expect(await read()).toMatchObject({
			status: 'completed',
			unsigned_urls: [expect.stringMatching(/\/content\?index=0$/)],
			urls: [simulator.videoUrl(id)],
			usage: { cost: 0.2, is_byok: false },
		});
	});

	it.each([
		['failed', 'failed', 'The video could not be made'],
		['timeout', 'failed', 'timeout'],
		['cancelled', 'cancelled', 'cancelled'],
		['expired', 'expired', 'expired'],
	] as const)('says of %s: %s', async (outcome, status, error) => {
		simulator.script(() => ({ outcome }));
		const id = idOf(await submit());
		now += 1_100;
		const { body } = await ask('GET', `/videos/${id}`);
		expect(body).toMatchObject({ status, error, usage: { cost: 0 } });
		expect(body).not.toHaveProperty('urls');
	});

	it('gives the bytes with the key only, once they are there, by index', async () => {
		const id = idOf(await submit());
		const path = `/videos/${id}/content?index=0`;
		expect((await ask('GET', path)).status).toBe(400);
		now += 1_100;
		expect((await ask('GET', path)).headers.get('content-type')).toBe('video/mp4');
		expect((await ask('GET', path, undefined, { authorization: '' })).status).toBe(401);
		expect((await ask('GET', `/videos/${id}/content?index=1`)).status).toBe(404);
		expect((await ask('GET', '/videos/gen-vid-none/content')).status).toBe(404);
	});

	it.each([
		['no prompt', { prompt: '' }, 400],
		['a length outside the list', { duration: 5 }, 400],
		['a length as a text', { duration: '4' }, 400],
		['a ratio outside the list', { aspect_ratio: '1:1' }, 400],
		['a tier outside the list', { resolution: '4K' }, 400],
		['sound that is no switch', { generate_audio: 'yes' }, 400],
		['a callback without TLS', { callback_url: 'http://example.com/done' }, 400],
		['a frame of an unknown kind', { frame_images: [frame('middle_frame')] }, 400],
		['a frame that is a text', { frame_images: ['https://example.com/a.png'] }, 400],
		['a model that is none', { model: 'acme/' }, 404],
		['a model that is gone', { model: 'openai/sora-2-pro' }, 404],
	])('rejects %s unbilled', async (_, more, status) => {
		const heard = await submit(more);
		expect(heard.status).toBe(status);
		expect(heard.body).toMatchObject({ error: { code: status } });
		expect(simulator.bills).toEqual([]);
	});

	it('takes both frames', async () => {
		const frame_images = [frame('first_frame'), frame('last_frame')];
		expect((await submit({ frame_images })).status).toBe(202);
	});

	it('lists its models without a key; a key may ask about itself, and not for all credits', async () => {
		const open = { authorization: '' };
		const { body } = await ask('GET', '/videos/models', undefined, open);
		expect(body).toMatchObject({ data: [{ id: 'google/veo-3.1-lite' }, {}, {}, {}] });
		expect((await ask('GET', '/key', undefined, open)).status).toBe(401);
		expect((await ask('GET', '/key')).body).toMatchObject({ data: { limit_remaining: 74.5 } });
		expect((await ask('GET', '/credits')).status).toBe(403);
	});

	it('has no list of jobs, and answers unknown paths with a page', async () => {
		const heard = await ask('GET', '/videos');
		expect(heard.status).toBe(404);
		expect(heard.body).toMatch(/<title>Not Found/);
	});

	it('calls back when a job ends, signed if the workspace has a secret', async () => {
		const calls: Array<{ headers: IncomingMessage['headers']; body: string }> = [];
		const receiver = createServer((request, response) => {
			let body = '';
			request.on('data', (chunk) => (body += String(chunk)));
			request.on('end', () => {
				calls.push({ headers: request.headers, body });
				response.end();
			});
		});
		await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve));
		const url = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/done`;
		for (const secret of [null, 'workspace-secret']) {
			simulator.manner.openRouterSecret = secret;
			const id = idOf(await submit({ callback_url: url }));
			now += 1_100;
			await simulator.deliverDue();
			const { headers, body } = calls.at(-1) ?? { headers: {}, body: '' };
			expect(JSON.parse(body)).toMatchObject({
				type: 'video.generation.completed',
				data: { id, status: 'completed', model: 'google/veo-3.1-lite' },
			});
			expect(headers['x-openrouter-idempotency-key']).toBe(`${id}-completed`);
			const seconds = Math.floor(now / 1000);
			const hmac = (key: string) =>
				createHmac('sha256', key).update(`${seconds},${body}`).digest('hex');
			expect(headers['x-openrouter-signature']).toBe(
				secret === null ? undefined : `t=${seconds},v1=${hmac(secret)}`,
			);
		}
		receiver.close();
		expect(calls).toHaveLength(2);
	});
});

function frame(frame_type: string): object {
	return { type: 'image_url', image_url: { url: 'https://example.com/a.png' }, frame_type };
}

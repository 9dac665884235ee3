import { createHash, createPublicKey, verify } from 'node:crypto';
import { startSimulator, type Simulator } from '../..';
import { asker, type Ask } from '../../server/ask';

const MODEL = 'bytedance/seedance-2.0/fast/text-to-video';
const APP = '/bytedance/seedance-2.0';

let simulator: Simulator;
let now = Date.now();
let ask: Ask;

/** One of the other hosts, with the key or another header. */
async function at(
	host: 'platformBaseUrl' | 'storageBaseUrl',
	path: string,
	headers: Record<string, string> = { authorization: 'Key test-key' },
) {
	const response = await fetch(simulator.baseUrls('fal')[host] + path, { headers });
	return { status: response.status, body: (await response.json()) as Record<string, unknown> };
}

async function submit(model = MODEL, query = ''): Promise<string> {
	const { status, body } = await ask('POST', `/${model}${query}`, { prompt: 'a kite' });
	expect(status).toBe(200);
	return String((body as { request_id: string }).request_id);
}

beforeAll(async () => {
	simulator = await startSimulator({ renderMs: 1000, now: () => now });
	ask = asker(simulator, 'fal');
});
afterEach(() => simulator.reset());
afterAll(async () => await simulator.close());

const statusOf = async (id: string) => await ask('GET', `${APP}/requests/${id}/status`);
const resultOf = async (id: string) => await ask('GET', `${APP}/requests/${id}`);

it('names addresses without the path of the model, and knows the request only there', async () => {
	const { body } = await ask('POST', `/${MODEL}`, { prompt: 'a kite' });
	const { request_id: id, status_url } = body as Record<string, string>;
	expect(status_url).toBe(`${simulator.baseUrl('fal')}${APP}/requests/${id}/status`);
	expect((await ask('GET', `/${MODEL}/requests/${id}/status`)).status).toBe(404);
	expect((await ask('GET', `${APP}/requests/nobody/status`)).status).toBe(404);
});

it('answers 202 until the request has ended, and 200 then, also where it has failed', async () => {
	simulator.script(({ index }) => (index === 0 ? {} : { outcome: 'failed', code: 'too_dark' }));
	const [first, second] = [await submit(), await submit()];
	expect(await statusOf(first)).toMatchObject({ status: 202, body: { status: 'IN_QUEUE' } });
	expect((await resultOf(first)).status).toBe(400);
	now += 500;
	expect(await statusOf(first)).toMatchObject({ status: 202, body: { status: 'IN_PROGRESS' } });
	now += 600;
	for (const id of [first, second]) {
		expect(await statusOf(id)).toMatchObject({ status: 200, body: { status: 'COMPLETED' } });
	}
	const done = await resultOf(first);
	expect(done).toMatchObject({ status: 200, body: { video: { url: expect.any(String) } } });
	expect(done.headers.get('x-fal-billable-units')).toBe('108.9');
	expect(await resultOf(second)).toMatchObject({
		status: 422,
		body: { detail: [{ type: 'too_dark' }] },
	});
});

it('cancels by PUT, and ends a cancelled request like any other', async () => {
	const id = await submit();
	expect(await ask('PUT', `${APP}/requests/${id}/cancel`)).toMatchObject({
		status: 200,
		body: { status: 'OK' },
	});
	expect(await statusOf(id)).toMatchObject({
		status: 200,
		body: { status: 'COMPLETED', error: 'Request was cancelled' },
	});
	expect(await ask('PUT', `${APP}/requests/${id}/cancel`)).toMatchObject({
		status: 400,
		body: { status: 'ALREADY_COMPLETED' },
	});
});

it('takes the key with no other scheme, and knows no Sora', async () => {
	const bearer = { authorization: 'Bearer test-key' };
	expect((await ask('POST', `/${MODEL}`, { prompt: 'a' }, bearer)).status).toBe(401);
	expect((await ask('POST', '/fal-ai/sora-2/text-to-video', { prompt: 'a' })).status).toBe(404);
	expect(simulator.bills).toEqual([]);
});

it('lists what has ended, by model, the newest end first', async () => {
	const list = async (query: string) =>
		await at('platformBaseUrl', `/v1/models/requests/by-endpoint?${query}`);
	expect((await list('limit=10')).status).toBe(400);
	simulator.script(({ index }) => ({ renderMs: index === 0 ? 3000 : 1000 }));
	const [slow, fast] = [await submit(), await submit()];
	const query = `endpoint_id=${encodeURIComponent(MODEL)}&expand=payloads`;
	expect((await list(query)).body.items).toEqual([]);
	now += 4000;
	const { body } = await list(`${query}&limit=1`);
	expect(body).toMatchObject({
		items: [{ request_id: slow, status_code: 200, json_input: { prompt: 'a kite' } }],
		has_more: true,
	});
	const next = await list(`${query}&limit=1&cursor=${String(body.next_cursor)}`);
	expect(next.body).toMatchObject({ items: [{ request_id: fast }], has_more: false });
	expect((await list(`endpoint_id=${encodeURIComponent(`${MODEL}/other`)}`)).body.items).toEqual(
		[],
	);
});

it('asks for the key where a price is, and not where models are', async () => {
	expect((await at('platformBaseUrl', '/v1/models?limit=2', {})).status).toBe(200);
	const price = `/v1/models/pricing?endpoint_id=${encodeURIComponent(MODEL)}`;
	expect((await at('platformBaseUrl', price, {})).status).toBe(401);
	expect((await at('platformBaseUrl', price)).body).toMatchObject({
		prices: [{ endpoint_id: MODEL, currency: 'USD' }],
	});
});

it('signs its callbacks with the key that it publishes to everybody', async () => {
	await submit(MODEL, `?fal_webhook=${encodeURIComponent('http://127.0.0.1:9/callback')}`);
	now += 2000;
	await simulator.deliverDue();
	const [{ headers, body }] = simulator.deliveries;
	const { body: jwks } = await at('storageBaseUrl', '/.well-known/jwks.json', {});
	const [jwk] = jwks.keys as Array<Record<string, string>>;
	const signed = [
		headers['x-fal-webhook-request-id'],
		headers['x-fal-webhook-user-id'],
		headers['x-fal-webhook-timestamp'],
		createHash('sha256').update(body).digest('hex'),
	].join('\n');
	const key = createPublicKey({ key: jwk, format: 'jwk' });
	const signature = Buffer.from(headers['x-fal-webhook-signature'], 'hex');
	expect(verify(null, Buffer.from(signed), key, signature)).toBe(true);
});

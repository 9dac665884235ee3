import { asker } from '../../server/ask';
import { startSimulator, type Simulator } from '../..';

const MODEL = 'bytedance-seedance-2-0-text-to-video-fast';

describe('the simulated Eachlabs', () => {
	let simulator: Simulator;
	let now = Date.parse('2026-11-21T12:00:00Z');

	beforeAll(async () => {
		simulator = await startSimulator({
			now: () => now,
			renderMs: 1000,
			concurrency: { eachlabs: 2 },
		});
	});
	afterAll(async () => await simulator.close());
	beforeEach(() => {
		simulator.reset();
		now += 60_000;
	});

	const ask: ReturnType<typeof asker> = async (...call) =>
		await asker(simulator, 'eachlabs')(...call);
	const create = async (fields: object = {}) =>
		await ask('POST', '/v1/prediction', { model: MODEL, input: { prompt: 'a kite' }, ...fields });
	const parseCreate = async (fields: object = {}) =>
		((await create(fields)).body as { predictionID: string }).predictionID;
	const read = async (id: string) =>
		(await ask('GET', `/v1/prediction/${id}`)).body as Record<string, unknown>;

	it('says success for accepted, and bills it', async () => {
		expect(await create()).toMatchObject({
			status: 200,
			body: { status: 'success', predictionID: expect.stringMatching(/^[0-9a-f-]{36}$/) },
		});
		expect(simulator.bills).toMatchObject([{ model: MODEL, input: { prompt: 'a kite' } }]);
	});

	it('takes a trailing slash, and the key in x-api-key', async () => {
		const body = { model: MODEL, input: { prompt: 'a kite' } };
		const headers = { authorization: '', 'x-api-key': 'test-key' };
		const response = await fetch(`${simulator.baseUrl('eachlabs')}/v1/prediction/`, {
			method: 'POST',
			headers: { 'x-api-key': 'test-key', 'content-type': 'application/json' },
			body: JSON.stringify(body),
		});
		expect(response.status).toBe(200);
		expect((await ask('POST', '/v1/prediction/', body, headers)).status).toBe(401);
	});

	it('goes from starting over processing to success with a video', async () => {
		const id = await parseCreate();
		const words: unknown[] = [];
		for (const step of [0, 500, 600]) {
			now += step;
			words.push((await read(id)).status);
		}
		expect(words).toEqual(['starting', 'processing', 'success']);
		expect(await read(id)).toMatchObject({ output: expect.stringMatching(/\.mp4\?/) });
	});

	it('puts the error in place of the video', async () => {
		simulator.script(() => ({ outcome: 'failed', code: 'PROVIDER_REJECTED', message: 'no' }));
		const id = await parseCreate();
		now += 1000;
		expect(await read(id)).toMatchObject({
			status: 'error',
			output: { error_code: 'PROVIDER_REJECTED', error_message: 'no', success: false },
		});
	});

	it('writes the small envelope and the other spelling where the script wants them', async () => {
		simulator.script(() => ({ outcome: 'failed', error: { error: 'x' }, endWord: 'failed' }));
		const id = await parseCreate();
		now += 1000;
		expect(await read(id)).toMatchObject({ status: 'failed', output: { error: 'x' } });
	});

	it.each([
		['object', { url: expect.any(String) }],
		['array', [expect.any(String)]],
		['none', null],
	] as const)('gives the output as %s', async (outputAs, output) => {
		simulator.script(() => ({ outputAs }));
		const id = await parseCreate();
		now += 1000;
		expect(await read(id)).toMatchObject({ status: 'success', output });
	});

	it('refuses the third task at once with 429 and takes it when one has ended', async () => {
		await create();
		await create();
		expect(await create()).toMatchObject({
			status: 429,
			body: { details: expect.stringContaining('concurrent executions') },
		});
		expect(simulator.bills).toHaveLength(2);
		now += 1000;
		expect((await create()).status).toBe(200);
	});

	it('refuses unbilled what it does not know', async () => {
		expect(await create({ model: '' })).toMatchObject({ status: 400 });
		expect(await create({ model: 'nobody' })).toMatchObject({
			status: 404,
			body: { error: 'Failed to fetch model: model not found' },
		});
		expect(await create({ input: { prompt: 'a', duration: 5 } })).toMatchObject({
			status: 400,
			body: { error: 'Invalid input for model' },
		});
		expect(simulator.bills).toEqual([]);
	});

	it('cancels, except where the script ignores it', async () => {
		simulator.script(({ index }) => ({ ignoresCancel: index === 1 }));
		const [first, second] = [await parseCreate(), await parseCreate()];
		for (const id of [first, second]) {
			const heard = await ask('POST', `/v1/prediction/${id}/cancel`);
			expect(heard).toMatchObject({ status: 200, body: { status: 'cancelled' } });
		}
		expect((await read(first)).status).toBe('cancelled');
		now += 1000;
		expect((await read(second)).status).toBe('success');
		expect((await ask('POST', `/v1/prediction/${second}/cancel`)).status).toBe(500);
		expect((await ask('POST', '/v1/prediction/none/cancel')).status).toBe(404);
	});

	it('lists executions newest first, with filters, and refuses a wrong status', async () => {
		for (const age of [3000, 2000, 0]) {
			simulator.addTask({ provider: 'eachlabs', model: `acme-${age}`, at: now - age });
		}
		const rows = async (query: string) => {
			const { body } = await ask('GET', `/v1/executions?${query}`);
			return (body as { executions: Array<{ model: string }> }).executions.map(
				({ model }) => model,
			);
		};
		expect(await rows('limit=2')).toEqual(['acme-0', 'acme-2000']);
		expect(await rows('limit=2&offset=2')).toEqual(['acme-3000']);
		expect(await rows('status=success')).toEqual(['acme-2000', 'acme-3000']);
		expect(await rows(`to=${new Date(now - 2500).toISOString()}`)).toEqual(['acme-3000']);
		expect((await ask('GET', '/v1/executions?status=error,done')).status).toBe(400);
	});

	it('shows its models to everybody and its executions to no stranger', async () => {
		const open = async (path: string) => (await fetch(simulator.baseUrl('eachlabs') + path)).status;
		expect(await open('/v1/models?limit=3')).toBe(200);
		expect(await open(`/v1/model?slug=${MODEL}`)).toBe(200);
		expect(await open('/v1/model?slug=none')).toBe(404);
		expect(await open('/v1/executions?limit=1')).toBe(401);
	});

	it('takes an upload only with the headers that it asked for', async () => {
		const { body } = await ask('POST', '/v1/upload/presign', { content_type: 'image/png' });
		const ticket = body as {
			presigned_url: string;
			public_url: string;
			required_headers: Record<string, string>;
		};
		const put = async (headers: Record<string, string>) =>
			(await fetch(ticket.presigned_url, { method: 'PUT', body: 'pixels', headers })).status;
		expect(await put({ 'content-type': 'image/png' })).toBe(403);
		expect((await fetch(ticket.public_url)).status).toBe(404);
		expect(await put({ 'content-type': 'image/png', ...ticket.required_headers })).toBe(200);
		expect(await (await fetch(ticket.public_url)).text()).toBe('pixels');
		now += 15 * 60 * 1000;
		expect(await put({ 'content-type': 'image/png', ...ticket.required_headers })).toBe(403);
	});

	it('fails a task whose picture was never uploaded', async () => {
		const { body } = await ask('POST', '/v1/upload/presign', { content_type: 'image/png' });
		const { public_url } = body as { public_url: string };
		const model = 'bytedance-seedance-2-0-image-to-video-fast';
		const id = await parseCreate({ model, input: { prompt: 'a', image_url: public_url } });
		expect(await read(id)).toMatchObject({ output: { error_code: 'INPUT_DOWNLOAD_ERROR' } });
	});
});

import { asker } from '../../server/ask';
import { startSimulator, type Simulator } from '../..';

const TEXT = '/api/v3/bytedance/seedance-2.5/text-to-video';
const IMAGE = '/api/v3/bytedance/seedance-2.5/image-to-video';
const DAY_MS = 24 * 60 * 60 * 1000;

describe('the simulated WaveSpeed', () => {
	let simulator: Simulator;
	let now = Date.parse('2026-11-21T12:00:00Z');

	beforeAll(async () => {
		simulator = await startSimulator({
			now: () => now,
			renderMs: 1000,
			concurrency: { waveSpeed: 2 },
			perMinute: { waveSpeed: 8 },
		});
	});
	afterAll(async () => await simulator.close());
	beforeEach(() => {
		simulator.reset();
		now += 60_000;
	});

	const ask: ReturnType<typeof asker> = async (...call) =>
		await asker(simulator, 'waveSpeed')(...call);
	const submit = async (input: object = {}, path = TEXT) =>
		await ask('POST', path, { prompt: 'a kite', ...input });
	const idOf = (heard: { body: unknown }) => (heard.body as { data: { id: string } }).data.id;
	const read = async (id: string) => {
		const { body } = await ask('GET', `/api/v3/predictions/${id}/result`);
		return (body as { data: Record<string, unknown> }).data;
	};

	it('accepts a submit in its envelope and bills it once', async () => {
		const heard = await submit({ aspect_ratio: '16:9' });
		expect(heard).toMatchObject({
			status: 200,
			body: {
				code: 200,
				message: 'success',
				data: {
					model: 'bytedance/seedance-2.5/text-to-video',
					status: 'created',
					outputs: [],
					error: '',
				},
			},
		});
		expect(idOf(heard)).toMatch(/^[0-9a-f]{32}$/);
		expect(simulator.bills).toEqual([
			{
				provider: 'waveSpeed',
				taskId: idOf(heard),
				model: 'bytedance/seedance-2.5/text-to-video',
				input: { prompt: 'a kite', aspect_ratio: '16:9' },
				at: now,
			},
		]);
	});

	it('goes from created over processing to completed, by the clock', async () => {
		const id = idOf(await submit());
		const words: unknown[] = [];
		for (const step of [0, 500, 600]) {
			now += step;
			words.push((await read(id)).status);
		}
		expect(words).toEqual(['created', 'processing', 'completed']);
		expect(await read(id)).toMatchObject({ outputs: [expect.stringMatching(/\.mp4\?/)] });
	});

	it('gives the address to ask in urls.get, and answers there', async () => {
		const { body } = await submit();
		const { urls } = (body as { data: { urls: { get: string } } }).data;
		const response = await fetch(urls.get, { headers: { authorization: 'Bearer test-key' } });
		expect(response.status).toBe(200);
	});

	it('reports a failed prediction inside of HTTP 200', async () => {
		simulator.script(() => ({ outcome: 'failed', code: 1200, message: 'content moderation' }));
		const id = idOf(await submit());
		now += 1000;
		expect(await read(id)).toMatchObject({
			status: 'failed',
			code: 1200,
			error: 'content moderation',
			outputs: [],
		});
	});

	it.each([
		['cancelled', 'cancelled'],
		['timeout', 'timeout'],
	] as const)('says %s in its own word', async (outcome, word) => {
		simulator.script(() => ({ outcome }));
		const id = idOf(await submit());
		now += 1000;
		expect((await read(id)).status).toBe(word);
	});

	it('gives up on a held submit with 5004, and the prediction goes on', async () => {
		const heard = await submit({ enable_sync_mode: true });
		expect(heard.body).toMatchObject({ data: { status: 'processing', code: 5004 } });
		now += 1000;
		expect((await read(idOf(heard))).status).toBe('completed');
	});

	it('never ends a task that shall not end', async () => {
		simulator.script(() => ({ outcome: 'never', aliveWord: 'pending' }));
		const id = idOf(await submit());
		now += DAY_MS;
		expect((await read(id)).status).toBe('pending');
	});

	it('gives outputs as objects, or none, where the script wants it', async () => {
		simulator.script(({ index }) => ({ outputAs: index === 0 ? 'object' : 'none' }));
		const ids = [idOf(await submit()), idOf(await submit())];
		now += 1000;
		const outputs = await Promise.all(ids.map(async (id) => (await read(id)).outputs));
		expect(outputs).toEqual([[{ url: expect.any(String) }], []]);
	});

	it('lets tasks above the concurrency cap wait as created, first come first served', async () => {
		const ids = [idOf(await submit()), idOf(await submit()), idOf(await submit())];
		const words = async () => await Promise.all(ids.map(async (id) => (await read(id)).status));
		now += 500;
		expect(await words()).toEqual(['processing', 'processing', 'created']);
		now += 550;
		expect(await words()).toEqual(['completed', 'completed', 'created']);
		now += 1000;
		expect(await words()).toEqual(['completed', 'completed', 'completed']);
	});

	it('refuses the ninth submit in a minute unbilled, and takes it in the next', async () => {
		for (let count = 0; count < 8; count++) await submit();
		expect(await submit()).toMatchObject({ status: 429, body: { message: 'Too Many Requests' } });
		expect(simulator.bills).toHaveLength(8);
		now += 60_000;
		expect((await submit()).status).toBe(200);
	});

	it.each([
		['a wrong key', { authorization: 'Bearer other' }],
		['a key in x-api-key', { authorization: '', 'x-api-key': 'test-key' }],
		['a bare key', { authorization: 'test-key' }],
	])('refuses %s', async (_, headers) => {
		const heard = await ask('GET', '/api/v3/balance', undefined, headers);
		expect(heard).toMatchObject({ status: 401, body: { message: 'invalid authentication' } });
	});

	it('refuses unbilled what the model does not take', async () => {
		const faults = [
			await submit({ prompt: '' }),
			await submit({ duration: '5' }),
			await submit({ duration: 31 }),
			await submit({ aspect_ratio: '2:1' }),
			await submit({}, IMAGE),
		];
		expect(faults.map(({ status }) => status)).toEqual([400, 400, 400, 400, 400]);
		expect(await submit({}, '/api/v3/nobody/knows')).toMatchObject({ status: 404 });
		expect(simulator.bills).toEqual([]);
	});

	it('runs another model for a retired Sora ID, and says so', async () => {
		const path = '/api/v3/openai/sora-2/image-to-video';
		const { body } = await submit({ image: simulator.imageFileUrl('photo.jpg') }, path);
		expect(body).toMatchObject({ data: { model: 'bytedance/seedance-2.0/image-to-video' } });
		expect(simulator.bills[0]?.model).toBe('openai/sora-2/image-to-video');
	});

	it('fails with 1402 where the picture is not there', async () => {
		const id = idOf(await submit({ image: simulator.imageFileUrl('none.jpg') }, IMAGE));
		expect(await read(id)).toMatchObject({ status: 'failed', code: 1402 });
	});

	it('takes an upload and gives the picture back at its address', async () => {
		const form = new FormData();
		form.set('file', new Blob([Buffer.from('pixels')], { type: 'image/png' }), 'product.png');
		const { body } = await ask('POST', '/api/v3/media/upload/binary', form);
		expect(body).toMatchObject({
			data: { type: 'image', filename: 'product.png', size: 6, download_url: expect.any(String) },
		});
		const { download_url } = (body as { data: { download_url: string } }).data;
		const response = await fetch(download_url);
		expect(response.headers.get('content-type')).toBe('image/png');
		expect(await response.text()).toBe('pixels');
	});

	it('refuses an upload that is no media inside of HTTP 200, and a large one with 413', async () => {
		const form = (type: string) => {
			const data = new FormData();
			data.set('file', new Blob(['0123456789'], { type }), 'a');
			return data;
		};
		const wrong = await ask('POST', '/api/v3/media/upload/binary', form('text/plain'));
		expect(wrong).toMatchObject({ status: 200, body: { code: 500 } });
		simulator.manner.uploadLimit = 5;
		const large = await ask('POST', '/api/v3/media/upload/binary', form('image/png'));
		simulator.manner.uploadLimit = 300_000_000;
		expect(large.status).toBe(413);
	});

	it('answers what a script refuses with the words of the script, unbilled', async () => {
		simulator.script(() => ({ refuse: { status: 200, json: { code: 403, message: 'role' } } }));
		expect(await submit()).toMatchObject({ status: 200, body: { code: 403, message: 'role' } });
		expect(simulator.bills).toEqual([]);
	});
});

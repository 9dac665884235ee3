import { asker } from '../../server/ask';
import { startSimulator, type Simulator } from '../..';

const TEXT = '/api/v3/bytedance/seedance-2.5/text-to-video';
const DAY_MS = 24 * 60 * 60 * 1000;

describe('an account at the simulated WaveSpeed', () => {
	let simulator: Simulator;
	let now = Date.parse('2026-11-21T12:00:00Z');

	beforeAll(async () => {
		simulator = await startSimulator({
			now: () => now,
			renderMs: 1000,
		});
	});
	afterAll(async () => await simulator.close());
	beforeEach(() => {
		simulator.reset();
		now += 60_000;
	});

	const ask: ReturnType<typeof asker> = async (...call) =>
		await asker(simulator, 'waveSpeed')(...call);
	const submit = async () => await ask('POST', TEXT, { prompt: 'a kite' });
	const idOf = (heard: { body: unknown }) => (heard.body as { data: { id: string } }).data.id;

	it('pages the history newest first and keeps seven days of it', async () => {
		for (const age of [8, 6, 4, 2]) {
			const at = now - age * DAY_MS;
			simulator.addTask({ provider: 'waveSpeed', model: `acme/age-${age}`, at });
		}
		const page = async (number: number) => {
			const query = { page: number, page_size: 2 };
			const { body } = await ask('POST', '/api/v3/predictions', query);
			return (body as { data: { items: Array<{ model: string }> } }).data.items.map(
				({ model }) => model,
			);
		};
		expect(await page(1)).toEqual(['acme/age-2', 'acme/age-4']);
		expect(await page(2)).toEqual(['acme/age-6']);
		expect(await page(3)).toEqual([]);
		expect((await ask('POST', '/api/v3/predictions', { page: 1 })).status).toBe(400);
	});

	it('filters the history by model, status and time', async () => {
		simulator.addTask({ provider: 'waveSpeed', model: 'acme/a', at: now - 5000 });
		simulator.addTask({ provider: 'waveSpeed', model: 'acme/b', at: now - 3000 });
		simulator.addTask({ provider: 'waveSpeed', model: 'acme/a', at: now });
		const count = async (filter: object) => {
			const query = { page: 1, page_size: 100, ...filter };
			const { body } = await ask('POST', '/api/v3/predictions', query);
			return (body as { data: { items: unknown[] } }).data.items.length;
		};
		expect(await count({ model: 'acme/a' })).toBe(2);
		expect(await count({ status: 'completed' })).toBe(2);
		expect(await count({ created_after: new Date(now - 4000).toISOString() })).toBe(2);
		expect(await count({ created_before: new Date(now - 4000).toISOString() })).toBe(1);
	});

	it('forgets a task after seven days', async () => {
		const id = idOf(await submit());
		now += 7 * DAY_MS;
		const heard = await ask('GET', `/api/v3/predictions/${id}/result`);
		expect(heard).toMatchObject({ status: 404, body: { code: 404 } });
	});

	it('lists its models with a schema for each', async () => {
		const { body } = await ask('GET', '/api/v3/models');
		const models = (body as { data: Array<{ model_id: string }> }).data;
		expect(models.map(({ model_id }) => model_id)).toEqual(
			expect.arrayContaining(['acme/clip-1/text-to-video', 'bytedance/seedance-2.5/text-to-video']),
		);
		expect(models[0]).toMatchObject({
			api_schema: { api_schemas: [{ request_schema: { required: ['prompt'] } }] },
		});
	});

	it('does not have the routes of older documents', async () => {
		const form = new FormData();
		form.set('file', new Blob(['x'], { type: 'image/png' }), 'a.png');
		const gone = [
			await ask('POST', '/api/v3/upload', form),
			await ask('GET', '/api/v3/account/balance'),
			await ask('GET', '/api/v3/predictions'),
			await ask('DELETE', '/api/v3/predictions/abc'),
		];
		expect(gone.map(({ status }) => status)).toEqual([404, 404, 404, 404]);
	});
});

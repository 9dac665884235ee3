import type { INodeParameters } from 'n8n-workflow';
import { runNode, type RunOptions } from '../../harness/harness';
import { credentialsFor } from '../../harness/providers';
import { useSimulator } from '../../harness/simulator';

jest.setTimeout(60_000);

const sim = useSimulator({ renderMs: 200 });

async function run(
	provider: string,
	operation: string,
	parameters: INodeParameters = {},
	more: Partial<RunOptions> = {},
) {
	const key = { apiKey: 'test-key', webhookSecret: '' };
	return await runNode({
		node: 'soraAccount',
		items: [{ json: {} }],
		credentials: {
			waveSpeedApi: { ...key, baseUrl: sim.baseUrl('waveSpeed') },
			eachlabsApi: { ...key, baseUrl: sim.baseUrl('eachlabs') },
			apiyiApi: { apiKey: 'test-key', baseUrl: sim.baseUrl('apiyi') },
		},
		...more,
		parameters: { provider, operation, ...parameters },
	});
}

const submit = (index: number) =>
	sim.addTask({
		provider: 'eachlabs',
		model: `a-model-${index}`,
		input: { prompt: `clip ${index}` },
		plan: { renderMs: index === 0 ? 60_000 : 0 },
	});

describe('Get Balance', () => {
	it('says what is left', async () => {
		const { items } = await run('waveSpeed', 'getBalance');
		expect(items[0].json).toEqual({
			provider: 'waveSpeed',
			balance: { amount: 42.5, currency: 'USD' },
		});
	});

	it.each(['eachlabs', 'apiyi'])('says that %s cannot, and what to do', async (provider) => {
		const { error } = await run(provider, 'getBalance');
		expect(error?.name).toBe('NodeOperationError');
		expect(error?.message).toMatch(/has no call for the balance.*look it up.*set Max Cost/);
		const page = 'api.apiyi.com/account/profile';
		expect(error?.message.includes(page)).toBe(provider === 'apiyi');
		expect(sim.requests).toEqual([]);
	});

	it('is an item with an error where the node goes on', async () => {
		sim.faults.add({ provider: 'waveSpeed', on: 'balance', fault: 'status401', times: 2 });
		const { items } = await run(
			'waveSpeed',
			'getBalance',
			{},
			{
				items: [{ json: {} }, { json: {} }],
				settings: { onError: 'continueRegularOutput' },
			},
		);
		expect(items.map(({ json }) => (json.details as { category: string }).category)).toEqual([
			'auth',
			'auth',
		]);
		expect(items.map(({ pairedItem }) => pairedItem)).toEqual([{ item: 0 }, { item: 1 }]);
	});
});

describe('Estimate Price', () => {
	const model = (value: string) => ({ __rl: true, mode: 'id', value });

	it('asks the provider, and submits nothing', async () => {
		const { items } = await run('waveSpeed', 'estimatePrice', {
			kind: 'text',
			model: model('bytedance/seedance-2.5/text-to-video'),
			duration: 10,
			resolution: '1080p',
		});
		expect(items[0].json).toEqual({
			provider: 'waveSpeed',
			model: 'bytedance/seedance-2.5/text-to-video',
			estimatedCost: { amount: 3.24, currency: 'USD', basis: 'provider' },
		});
		expect(sim.bills).toEqual([]);
	});

	it('computes from the table where there is no such call', async () => {
		const { items } = await run('eachlabs', 'estimatePrice', {
			kind: 'image',
			duration: 4,
			resolution: '480p',
		});
		expect(items[0].json.estimatedCost).toEqual({
			amount: 0.4516,
			currency: 'USD',
			basis: 'catalogue',
		});
	});

	it('knows what a video of a video costs where its clip makes no difference', async () => {
		const parameters = { kind: 'video', duration: 10, options: { generateAudio: true } };
		const credentials = credentialsFor(sim, 'fal');
		const { items, error } = await run('fal', 'estimatePrice', parameters, { credentials });
		expect(error).toBeUndefined();
		expect(items[0].json).toMatchObject({
			model: 'fal-ai/pixverse/v6/extend',
			estimatedCost: { amount: 0.6, currency: 'USD' },
		});
		const asked = await run('waveSpeed', 'estimatePrice', { kind: 'video', duration: 10 });
		// Without its clip, WaveSpeedAI would name the least that such a video costs.
		expect(asked.items[0].json.estimatedCost).toBeNull();
	});

	it('refuses what the model does not take', async () => {
		const { error } = await run('eachlabs', 'estimatePrice', { duration: 99, resolution: '480p' });
		expect(error?.message).toMatch(/supports 4 to 15 seconds, not 99/);
	});

	it('knows no price of a model that nobody knows', async () => {
		const { items } = await run('apiyi', 'estimatePrice', { model: model('no-such-model') });
		expect(items[0].json.estimatedCost).toBeNull();
	});
});

describe('List Tasks', () => {
	it('gives one item per task, newest first, up to the limit', async () => {
		for (const index of [0, 1, 2]) submit(index);
		const { items } = await run('eachlabs', 'listTasks', { returnAll: false, limit: 2 });
		expect(items).toHaveLength(2);
		expect(items[0].json).toMatchObject({ provider: 'eachlabs', warnings: [] });
		const all = await run('eachlabs', 'listTasks', { returnAll: true });
		expect(all.items).toHaveLength(3);
	});

	it('takes what the list of fal holds of a model, whatever it calls it', async () => {
		const model = 'fal-ai/veo3.1/fast';
		const plan = { renderMs: 0, deliveredModel: 'fal-ai/veo-3-fast' };
		sim.addTask({ provider: 'fal', model, at: Date.now() - 60_000, plan });
		const credentials = credentialsFor(sim, 'fal');
		const listed = async (models: string) =>
			await run('fal', 'listTasks', { options: { models } }, { credentials });
		expect((await listed(model)).items.map(({ json }) => json.model)).toEqual([
			'fal-ai/veo-3-fast',
		]);
		expect((await listed('acme/*')).items).toEqual([]);
	});

	it('filters by model and status', async () => {
		for (const index of [0, 1, 2]) submit(index);
		const completed = await run('eachlabs', 'listTasks', { options: { status: ['completed'] } });
		expect(completed.items.map(({ json }) => json.status)).toEqual(['completed', 'completed']);
		const one = await run('eachlabs', 'listTasks', { options: { models: 'a-model-1, b/*' } });
		expect(one.items.map(({ json }) => json.model)).toEqual(['a-model-1']);
		const none = await run('eachlabs', 'listTasks', { options: { status: 'done' } });
		expect(none.error?.message).toMatch(/^Status must be one or more of/);
	});

	it('says that APIYI has none', async () => {
		const { error } = await run('apiyi', 'listTasks');
		expect(error?.message).toMatch(/^APIYI has no list of tasks/);
	});
});

describe('Cancel Task', () => {
	it('cancels a task that runs', async () => {
		const { id } = submit(0);
		const { items } = await run('eachlabs', 'cancelTask', { taskId: id });
		expect(items[0].json).toEqual({
			taskId: id,
			provider: 'eachlabs',
			cancelled: true,
			message: 'The provider was asked to cancel the task, and agreed.',
		});
	});

	it('leaves a task alone that has ended', async () => {
		const { id } = submit(1);
		const { items } = await run('eachlabs', 'cancelTask', { taskId: id });
		expect(items[0].json).toMatchObject({
			cancelled: false,
			message: 'The task has already ended: completed.',
		});
		expect(sim.requests.filter(({ kind }) => kind === 'cancel')).toEqual([]);
	});

	it('says that WaveSpeedAI cannot, and names a task that nobody knows', async () => {
		const { error } = await run('waveSpeed', 'cancelTask', { taskId: 'abc' });
		expect(error?.message).toMatch(/^WaveSpeedAI can't cancel tasks/);
		const unknown = await run('eachlabs', 'cancelTask', {
			taskId: '7c9e6679-7425-40de-944b-e07fc1f90ae7',
		});
		expect(unknown.error?.message).toContain('7c9e6679-7425-40de-944b-e07fc1f90ae7');
	});
});

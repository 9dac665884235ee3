import { runNode, type RunOptions } from '../../harness/harness';
import { useSimulator } from '../../harness/simulator';

jest.setTimeout(60_000);

const sim = useSimulator({ renderMs: 200 });

const IMAGE_URL = () => sim.imageFileUrl('photo.jpg');

async function run(durations: readonly number[], more: Partial<RunOptions> = {}) {
	return await runNode({
		node: 'soraTextToVideo',
		items: durations.map((duration, index) => ({ json: { prompt: `clip ${index}`, duration } })),
		credentials: {
			waveSpeedApi: { apiKey: 'test-key', baseUrl: sim.baseUrl('waveSpeed'), webhookSecret: '' },
			eachlabsApi: { apiKey: 'test-key', baseUrl: sim.baseUrl('eachlabs'), webhookSecret: '' },
			apiyiApi: { apiKey: 'test-key', baseUrl: sim.baseUrl('apiyi') },
		},
		...more,
		parameters: {
			prompt: '={{ $json.prompt }}',
			duration: '={{ $json.duration }}',
			downloadVideo: false,
			...more.parameters,
		},
	});
}

const asked = (kind: string) => sim.requests.filter((request) => request.kind === kind);

describe('the price before', () => {
	it('is asked for once for requests that differ only in their prompts', async () => {
		const { items } = await run([4, 8, 4, 8, 4]);
		expect(items.map(({ json }) => json.estimatedCost)).toEqual(
			[4, 8, 4, 8, 4].map((seconds) => ({
				amount: Math.round(0.81 * seconds * 2000) / 10_000,
				currency: 'USD',
				basis: 'provider',
			})),
		);
		expect(asked('price')).toHaveLength(2);
	});

	it('is that of exactly the inputs that are submitted', async () => {
		const additionalInputs = '{"reference_images": ["https://example.com/a.png"], "duration": 6}';
		await run([4], { parameters: { options: { additionalInputs, generateAudio: false } } });
		const [{ body }] = asked('price');
		expect(body).toEqual({ model_id: sim.bills[0].model, inputs: sim.bills[0].input });
	});

	it('has the image, or one in its place that is uploaded later', async () => {
		await run([4], {
			node: 'soraImageToVideo',
			parameters: { imageSource: 'url', imageUrl: IMAGE_URL(), aspectRatio: 'auto' },
		});
		const { inputs } = asked('price')[0].body as { inputs: Record<string, unknown> };
		expect(Object.keys(inputs).sort()).toEqual(Object.keys(sim.bills[0].input).sort());
		expect(inputs.image).toMatch(/^https?:/);
	});

	it.each(['status502', 'htmlOk', 'brokenJson'] as const)(
		'that fails (%s) costs nothing but the estimate',
		async (fault) => {
			sim.faults.add({ provider: 'waveSpeed', on: 'price', fault, times: Infinity });
			const { items, error } = await run([4]);
			expect(error).toBeUndefined();
			expect(items[0].json).toMatchObject({ status: 'completed', estimatedCost: null });
		},
	);

	it('that hangs delays no submit', async () => {
		sim.faults.add({ provider: 'waveSpeed', on: 'price', fault: 'hang', times: Infinity });
		const start = Date.now();
		const { items } = await run([4]);
		expect(items[0].json).toMatchObject({ status: 'completed', estimatedCost: null });
		expect(sim.bills[0].at - start).toBeLessThan(2_000);
		expect(Date.now() - start).toBeLessThan(9_000);
	});

	it('is computed where nobody can be asked', async () => {
		const { items } = await run([5], { parameters: { provider: 'apiyi' } });
		expect(items[0].json.estimatedCost).toEqual({
			amount: 4,
			currency: 'CNY',
			basis: 'catalogue',
		});
	});
});

describe('the charge after', () => {
	it('comes with one call for all tasks of the run', async () => {
		const { items } = await run([4, 8]);
		expect(items.map(({ json }) => json.cost)).toEqual([
			{ amount: 0.648, currency: 'USD' },
			{ amount: 1.296, currency: 'USD' },
		]);
		expect(asked('bills')).toHaveLength(1);
	});

	it('is null while it is only reserved, and nobody waits for it', async () => {
		sim.manner.waveSpeedSettleMs = 60_000;
		const start = Date.now();
		const { items } = await run([4]);
		expect(items[0].json.cost).toBeNull();
		expect(Date.now() - start).toBeLessThan(8_000);
		sim.manner.waveSpeedSettleMs = 0;
	});

	it('is nothing for a task that failed', async () => {
		sim.script(() => ({ outcome: 'failed', message: 'no luck' }));
		for (const provider of ['waveSpeed', 'eachlabs']) {
			const { items } = await run([4], {
				parameters: { provider },
				settings: { onError: 'continueRegularOutput' },
			});
			expect(items[0].json.details).toMatchObject({ cost: { amount: 0, currency: 'USD' } });
		}
	});

	it('also comes with Sora Get Result', async () => {
		await run([4]);
		const { items } = await run([4], {
			node: 'soraGetResult',
			parameters: { taskId: sim.bills[0].taskId },
		});
		expect(items[0].json).toMatchObject({
			estimatedCost: null,
			cost: { amount: 0.648, currency: 'USD' },
		});
	});

	it('is in the task itself at Eachlabs', async () => {
		const { items } = await run([4], { parameters: { provider: 'eachlabs' } });
		expect(items[0].json.cost).toEqual({ amount: 0.4, currency: 'USD' });
	});
});

import { runNode, type RunOptions } from '../../harness/harness';
import { useSimulator } from '../../harness/simulator';

jest.setTimeout(60_000);

const sim = useSimulator({ renderMs: 200 });

type Options = Record<string, number | string | boolean | null>;

async function run(durations: readonly number[], options: Options, more: Partial<RunOptions> = {}) {
	return await runNode({
		node: 'soraTextToVideo',
		items: durations.map((duration) => ({ json: { duration } })),
		credentials: {
			waveSpeedApi: { apiKey: 'test-key', baseUrl: sim.baseUrl('waveSpeed'), webhookSecret: '' },
			eachlabsApi: { apiKey: 'test-key', baseUrl: sim.baseUrl('eachlabs'), webhookSecret: '' },
			apiyiApi: { apiKey: 'test-key', baseUrl: sim.baseUrl('apiyi') },
		},
		...more,
		parameters: {
			prompt: 'waves',
			duration: '={{ $json.duration }}',
			downloadVideo: false,
			options,
			...more.parameters,
		},
	});
}

const goesOn = { settings: { onError: 'continueRegularOutput' as const } };

it('lets a run through that costs as much, and not more', async () => {
	// 4 and 8 seconds at 0.162 a second.
	const { items } = await run([4, 8], { maxCost: 1.944 });
	expect(items.map(({ json }) => json.status)).toEqual(['completed', 'completed']);
});

it.each(['wait', 'submit', 'suspend'])('refuses the whole run with %s', async (waitMode) => {
	const { error } = await run([4, 8], { maxCost: 1.9 }, { parameters: { waitMode } });
	expect(error?.message).toMatch(
		/^This run would cost \$1\.944, which is more than Max Cost \(\$1\.90\)\. The most expensive items: item 1: \$1\.296, item 0: \$0\.648\. \[item 1\]$/,
	);
	expect(error?.description).toMatch(/raise Max Cost/);
	expect(error?.name).toBe('NodeOperationError');
	expect(sim.bills).toEqual([]);
});

it('says the price of a single item once', async () => {
	const { error } = await run([4], { maxCost: 0.1 });
	expect(error?.message).toBe(
		'This run would cost $0.648, which is more than Max Cost ($0.10). [item 0]',
	);
});

it('refuses each item where the node goes on', async () => {
	const { items } = await run([4, 8], { maxCost: '0.5' }, goesOn);
	expect(items).toHaveLength(2);
	for (const { json } of items) {
		expect(json.error).toMatch(/more than Max Cost/);
		expect(json.details).toMatchObject({
			category: 'invalid_input',
			submitted: false,
			taskId: null,
		});
	}
	expect(sim.bills).toEqual([]);
});

it('refuses a run of which one price is not known, also where our own table has one', async () => {
	sim.faults.add({ provider: 'waveSpeed', on: 'price', fault: 'status502', times: 1 });
	const model = { __rl: true, mode: 'id', value: 'bytedance/seedance-2.0/text-to-video' };
	const { error } = await run([4], { maxCost: 1000 }, { parameters: { model } });
	expect(error?.message).toMatch(/isn't known: item 0 \(bytedance\/seedance-2\.0.*no price/);
	expect(sim.bills).toEqual([]);
});

it('counts CNY only at a rate that the user states', async () => {
	const apiyi = { parameters: { provider: 'apiyi' } };
	const unknown = await run([5], { maxCost: 100 }, apiyi);
	expect(unknown.error?.message).toMatch(/its price is in CNY/);
	expect(unknown.error?.description).toMatch(/set CNY per US Dollar/);
	const dear = await run([5], { maxCost: 0.5, cnyPerUsd: 7 }, apiyi);
	expect(dear.error?.message).toMatch(/would cost \$0\.5715, which/);
	expect(sim.bills).toEqual([]);
	const cheap = await run([5], { maxCost: 0.6, cnyPerUsd: 7 }, apiyi);
	expect(cheap.items[0].json.status).toBe('completed');
});

it('computes with the table where the provider cannot be asked', async () => {
	const eachlabs = { parameters: { provider: 'eachlabs', resolution: '480p' } };
	expect((await run([4], { maxCost: 0.45 }, eachlabs)).error?.message).toMatch(/\$0\.4516/);
	expect((await run([4], { maxCost: 0.46 }, eachlabs)).error).toBeUndefined();
	expect(sim.bills).toHaveLength(1);
});

it('counts the task that takes the last frame out of the video', async () => {
	const eachlabs = { parameters: { provider: 'eachlabs', resolution: '480p' } };
	const { error } = await run([4], { maxCost: 0.46, returnLastFrame: true }, eachlabs);
	expect(error?.message).toMatch(/\$0\.4616/);
	expect(sim.bills).toEqual([]);
});

it.each([[-1], ['much'], ['1,50'], ['€2'], ['$'], ['2 CNY']])(
	'refuses %j as a cap',
	async (maxCost) => {
		const { error } = await run([4], { maxCost });
		expect(error?.message).toMatch(/^Max Cost must be/);
		expect(sim.bills).toEqual([]);
	},
);

it.each([['$2'], ['2.00 USD'], ['US$ 2'], ['2 dollars'], ['.5 $']])(
	'reads %j as a cap',
	async (maxCost) => {
		expect((await run([20], { maxCost })).error?.message).toMatch(
			/more than Max Cost \(\$(2\.00|0\.50)\)/,
		);
	},
);

it.each<Options>([{ maxCost: 0 }, { maxCost: '0' }, {}])(
	'knows no cap with %j',
	async (options) => {
		expect((await run([4], options)).error).toBeUndefined();
		expect(sim.bills).toHaveLength(1);
	},
);

it.each([[''], [null], ['={{ $json.budget }}']])(
	'does not take %j, which a sheet gives for an empty cell, for no cap',
	async (maxCost) => {
		const { error } = await run([4], { maxCost });
		expect(error?.message).toMatch(/^Max Cost is empty: enter 0 for no limit/);
		expect(sim.bills).toEqual([]);
	},
);

it('does not count the tasks that a retry picks up, and asks for no price of theirs', async () => {
	sim.script(({ index }) => (index === 1 ? { outcome: 'failed', message: 'once' } : undefined));
	const { items, error } = await run(
		[4, 4],
		{ maxCost: 1.3 },
		{
			settings: { retryOnFail: true, maxTries: 2, waitBetweenTries: 100 },
		},
	);
	expect(error).toBeUndefined();
	expect(items.map(({ json }) => json.status)).toEqual(['completed', 'completed']);
	expect(sim.bills).toHaveLength(3);
});

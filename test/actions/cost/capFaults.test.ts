import { runNode } from '../../harness/harness';
import { useSimulator } from '../../harness/simulator';

jest.setTimeout(60_000);

const sim = useSimulator({ renderMs: 100 });

async function run(maxCost: number) {
	return await runNode({
		node: 'soraTextToVideo',
		items: [4, 8].map((duration) => ({ json: { duration } })),
		credentials: {
			waveSpeedApi: { apiKey: 'test-key', baseUrl: sim.baseUrl('waveSpeed'), webhookSecret: '' },
		},
		parameters: {
			prompt: 'waves',
			duration: '={{ $json.duration }}',
			waitMode: 'submit',
			options: { maxCost },
		},
	});
}

/** The two clips cost $1.944. */
it.each(['status502', 'hang', 'brokenJson'] as const)(
	'%s at one of two price calls pays for nothing',
	async (fault) => {
		sim.faults.add({ provider: 'waveSpeed', on: 'price', fault, times: 1 });
		const start = Date.now();
		const { error } = await run(1.5);
		expect(error?.message).toMatch(/Max Cost/);
		expect(sim.bills).toEqual([]);
		expect(Date.now() - start).toBeLessThan(8_000);
	},
);

it('asks for the prices of 100 items with 5 distinct requests in 5 calls, side by side', async () => {
	const { items } = await runNode({
		node: 'soraTextToVideo',
		items: Array.from({ length: 100 }, (_, index) => ({
			json: { prompt: `clip ${index}`, duration: 4 + (index % 5) },
		})),
		credentials: {
			waveSpeedApi: { apiKey: 'test-key', baseUrl: sim.baseUrl('waveSpeed'), webhookSecret: '' },
		},
		parameters: {
			prompt: '={{ $json.prompt }}',
			duration: '={{ $json.duration }}',
			waitMode: 'submit',
			options: { maxCost: 1_000 },
		},
	});
	expect(items).toHaveLength(100);
	const asked = sim.requests.filter(({ kind }) => kind === 'price');
	expect(asked).toHaveLength(5);
	const firstSubmit = sim.bills[0].at;
	expect(firstSubmit - asked[0].at).toBeLessThan(1_000);
});

import { FakeServer } from '../fakeServer';
import { done, failed, prompts } from '../outcomes';

const RENDER_MS = 60_000;

function busyServer(): FakeServer {
	const server = new FakeServer();
	server.renderMs = () => RENDER_MS;
	return server;
}

describe('many items at a provider that takes only a few tasks at a time', () => {
	it.each([
		[20, 3],
		[100, 10],
	])(
		'%i items, %i at a time: no more than three refusals for each task that ends',
		async (count, capacity) => {
			const server = busyServer();
			server.capacity = capacity;
			const outcomes = await server.run(
				prompts(count),
				{ waitTimeoutMs: 900_000 },
				{ maxConcurrent: 100 },
			);
			outcomes.forEach(done);
			const atOnce = Math.min(count, 100);
			const refusals = server.count('submit') - server.bills;
			// The first burst goes out before anything is known.
			expect(refusals - (atOnce - capacity)).toBeLessThanOrEqual(3 * count);
			const perSecond = new Map<number, number>();
			for (const { kind, at } of server.calls) {
				if (kind !== 'submit') continue;
				const second = Math.floor(at / 1000);
				perSecond.set(second, (perSecond.get(second) ?? 0) + 1);
			}
			const [, ...later] = [...perSecond.values()];
			expect(Math.max(...later)).toBeLessThanOrEqual(2 * capacity);
		},
	);

	it('keeps the provider as busy as it can be', async () => {
		const server = busyServer();
		server.capacity = 5;
		const start = server.clock.now();
		(await server.run(prompts(20), {}, { maxConcurrent: 20 })).forEach(done);
		expect(server.clock.now() - start).toBeLessThan(4 * (RENDER_MS + 5_000));
	});

	it('finds out when it takes more', async () => {
		const server = busyServer();
		server.capacity = 2;
		const run = server.start(prompts(40), { waitTimeoutMs: 900_000 }, { maxConcurrent: 40 });
		void server.clock.sleep(70_000).then(() => (server.capacity = 40));
		(await server.clock.run(run)).forEach(done);
		expect(server.clock.now() - server.calls[0].at).toBeLessThan(400_000);
	});

	it('submits in the order of the items', async () => {
		const server = busyServer();
		server.capacity = 3;
		(await server.run(prompts(12), {}, { maxConcurrent: 12 })).forEach(done);
		const made = [...server.renders.values()].map(({ prompt }) => prompt);
		expect(made).toEqual(prompts(12).map(({ prompt }) => prompt));
	});

	it('does not count the wait for a place while tasks of the run end', async () => {
		const server = busyServer();
		server.capacity = 1;
		const outcomes = await server.run(prompts(6), { waitTimeoutMs: 100_000 }, { maxConcurrent: 6 });
		outcomes.forEach(done);
	});

	it('a retry waits for the tasks that an earlier try has made', async () => {
		const server = busyServer();
		await server.run(prompts(3), { until: 'submitted' });
		server.capacity = 3;
		server.fullSays = 'Insufficient balance';
		const outcomes = await server.run(prompts(4), {}, { maxConcurrent: 4 });
		outcomes.forEach(done);
		expect(server.bills).toBe(4);
	});

	it('gives up where no place comes free', async () => {
		const server = busyServer();
		server.capacity = 0;
		const start = server.clock.now();
		const outcomes = await server.run(
			prompts(20),
			{ waitTimeoutMs: 100_000 },
			{ maxConcurrent: 20 },
		);
		for (const outcome of outcomes) {
			expect(failed(outcome)).toMatchObject({
				submitted: false,
				failure: { category: 'rate_limit' },
			});
		}
		expect(server.clock.now() - start).toBeLessThan(105_000);
	});
});

describe('many items at a provider that limits the rate', () => {
	it('sends one at a time after a 429, and all again once it is over', async () => {
		const server = busyServer();
		server.fail('submit', { status: 429, headers: { 'retry-after': '5' } }, 30);
		const outcomes = await server.run(prompts(50), {}, { maxConcurrent: 50 });
		outcomes.forEach(done);
		expect(server.count('submit')).toBe(80);
		expect(server.clock.now() - server.calls[0].at).toBeLessThan(RENDER_MS + 30_000);
	});
});

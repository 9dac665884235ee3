import { FakeServer } from '../fakeServer';
import { REFUSED, prompts, failed, done } from '../outcomes';

describe('a submit', () => {
	it.each([
		[
			'a moderation refusal',
			{ status: 400, body: { error: { code: 'moderation_blocked', message: 'no' } } },
			'moderation',
		],
		['a wrong key', { status: 401, body: { error: 'bad key' } }, 'auth'],
		['an empty balance', { status: 402, body: { error: 'payment required' } }, 'quota'],
		[
			'a retired model',
			{ status: 404, body: { error: { code: 'model_not_found', message: 'gone' } } },
			'model_retired',
		],
	])('that meets %s fails at once, unbilled', async (_, fault, category) => {
		const server = new FakeServer();
		server.fail('submit', fault);
		const failure = failed((await server.run(prompts(1)))[0]);
		expect(failure).toMatchObject({ taskId: null, submitted: false, failure: { category } });
		expect(server.count('submit')).toBe(1);
		expect(server.bills).toBe(0);
	});

	it('waits as long as a 429 asks, then is sent again', async () => {
		const server = new FakeServer();
		server.fail('submit', { status: 429, headers: { 'retry-after': '7' } });
		done((await server.run(prompts(1)))[0]);
		const [first, second] = server.calls.filter(({ kind }) => kind === 'submit');
		expect(second.at - first.at).toBeGreaterThanOrEqual(7_000);
		expect(second.at - first.at).toBeLessThan(7_500);
		expect(server.bills).toBe(1);
	});

	it('is sent again after a 503 that names a time, and never after one that does not', async () => {
		const named = new FakeServer();
		named.fail('submit', { status: 503, headers: { 'retry-after': '2' } });
		done((await named.run(prompts(1)))[0]);
		expect(named.bills).toBe(1);

		const silent = new FakeServer();
		silent.fail('submit', { status: 503 });
		expect(failed((await silent.run(prompts(1)))[0])).toMatchObject({ submitted: true });
		expect(silent.count('submit')).toBe(1);
	});

	it('waits for one of our own tasks to end where the provider takes no more at a time', async () => {
		const server = new FakeServer();
		server.capacity = 2;
		server.renderMs = () => 20_000;
		const outcomes = await server.run(prompts(5));
		outcomes.forEach(done);
		expect(server.bills).toBe(5);
	});

	it('gives up on a busy provider at the deadline', async () => {
		const server = new FakeServer();
		server.fail('submit', { status: 429 }, Infinity);
		const start = server.clock.now();
		const failure = failed((await server.run(prompts(1), { waitTimeoutMs: 60_000 }))[0]);
		expect(failure).toMatchObject({ submitted: false, failure: { category: 'rate_limit' } });
		expect(server.clock.now() - start).toBeLessThanOrEqual(60_000);
	});

	it('tries a refused connection three times', async () => {
		const server = new FakeServer();
		server.fail('submit', { network: REFUSED }, 2);
		done((await server.run(prompts(1)))[0]);
		const down = new FakeServer();
		down.fail('submit', { network: REFUSED }, Infinity);
		expect(failed((await down.run(prompts(1)))[0])).toMatchObject({ submitted: false });
		expect(down.count('submit')).toBe(3);
	});
});

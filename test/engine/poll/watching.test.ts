import { fakeModel } from '../fakeProvider';
import { FakeServer } from '../fakeServer';
import { RESET, REFUSED, MODERATED, prompts, failed, done } from '../outcomes';

describe('watching', () => {
	it.each([
		['502s', { status: 502 }],
		['a proxy page', { status: 200, body: '<html><title>Please wait</title></html>' }],
		['resets', { network: RESET }],
		['refused connections', { network: REFUSED }],
	])('sits out %s', async (_, fault) => {
		const server = new FakeServer();
		server.fail('status', fault, 5);
		done((await server.run(prompts(1)))[0]);
		expect(server.bills).toBe(1);
	});

	it('obeys Retry-After for all tasks of the run', async () => {
		const server = new FakeServer();
		server.fail('status', { status: 429, headers: { 'retry-after': '20' } });
		(await server.run(prompts(3))).forEach(done);
		const polls = server.calls.filter(({ kind }) => kind === 'status').map(({ at }) => at);
		const hit = polls[0];
		const during = polls.filter((at) => at > hit + 100 && at < hit + 20_000);
		expect(during).toEqual([]);
	});

	it('ends in time whatever time the provider asks for', async () => {
		const server = new FakeServer();
		server.fail('status', { status: 429, headers: { 'retry-after': '86400' } }, Infinity);
		const start = server.clock.now();
		const [first, second] = await server.run(prompts(2), { waitTimeoutMs: 60_000 });
		expect(failed(first)).toMatchObject({ taskId: 'task-1', failure: { category: 'timeout' } });
		expect(failed(second)).toMatchObject({ taskId: 'task-2', failure: { category: 'timeout' } });
		expect(server.clock.now() - start).toBeLessThan(62_000);
		expect(server.count('status')).toBeLessThanOrEqual(4);
	});

	it('times out with the task named, and goes on watching it in the next try', async () => {
		const server = new FakeServer();
		server.renderMs = () => 100_000;
		const failure = failed((await server.run(prompts(1), { waitTimeoutMs: 30_000 }))[0]);
		expect(failure).toMatchObject({
			taskId: 'task-1',
			submitted: true,
			status: 'running',
			failure: { category: 'timeout' },
		});
		expect(failure.failure.message).toMatch(/30 seconds/);
	});

	it('passes the unfinished task on where that was asked for', async () => {
		const server = new FakeServer();
		const terms = { waitTimeoutMs: 10_000, onTimeout: 'return' as const };
		const outcome = done((await server.run(prompts(1), terms))[0]);
		expect(outcome.task.status).toBe('running');
		expect(outcome.warnings.join()).toMatch(/10 seconds/);
	});

	it('asks the provider to cancel at the deadline only where that was asked for', async () => {
		const server = new FakeServer();
		await server.run(prompts(1), { waitTimeoutMs: 10_000, cancelOnTimeout: true });
		expect(server.count('cancel')).toBe(1);
		const other = new FakeServer();
		await other.run(prompts(1), { waitTimeoutMs: 10_000 });
		expect(other.count('cancel')).toBe(0);
	});

	it('counts the wait from the task’s own submit, not from the start of the run', async () => {
		const server = new FakeServer();
		server.renderMs = () => 50_000;
		const outcomes = await server.run(prompts(3), { waitTimeoutMs: 60_000 }, { maxConcurrent: 1 });
		outcomes.forEach(done);
	});

	it.each([
		[null, 22_000],
		[60, 26_000],
	])(
		'reports a failed task within one interval, if the model usually takes %s seconds',
		async (usualRenderSeconds, limitMs) => {
			const server = new FakeServer();
			server.failureOf = () => MODERATED;
			server.renderMs = () => 20_000;
			const start = server.clock.now();
			const [request] = prompts(1);
			failed((await server.run([{ ...request, model: { ...fakeModel, usualRenderSeconds } }]))[0]);
			expect(server.clock.now() - start).toBeLessThan(limitMs);
		},
	);

	it('does not count the time in a queue that moves', async () => {
		const server = new FakeServer();
		server.rendersAtATime = 2;
		server.renderMs = () => 50_000;
		const outcomes = await server.run(
			prompts(10),
			{ waitTimeoutMs: 120_000 },
			{ maxConcurrent: 10 },
		);
		outcomes.forEach(done);
		expect(server.clock.now() - server.calls[0].at).toBeGreaterThan(240_000);
	});

	it.each([
		[100, 2, 5_000],
		[100, 10, 10_000],
		[40, 2, 60_000],
	])(
		'asks rarely for those of %i tasks that wait while %i render, and sees each end soon',
		async (count, rendersAtATime, renderMs) => {
			const server = new FakeServer();
			server.rendersAtATime = rendersAtATime;
			server.renderMs = () => renderMs;
			const outcomes = await server.run(prompts(count), {}, { maxConcurrent: count });
			outcomes.forEach(done);
			const polls = server.calls.filter(({ kind }) => kind === 'status');
			const firstEndAt = Math.min(...[...server.renders.values()].map(({ readyAt }) => readyAt));
			const later = polls.filter(({ at }) => at > firstEndAt + renderMs);
			const seconds = (later[later.length - 1].at - later[0].at) / 1000;
			const delays = [...server.renders].map(([id, { readyAt }]) => {
				const seen = polls.filter((poll) => poll.id === id).map(({ at }) => at);
				return Math.max(...seen) - readyAt;
			});
			const mean = delays.reduce((sum, delay) => sum + delay, 0) / count;
			// Without knowing of the queue it took 24 calls a second.
			expect(later.length / seconds).toBeLessThan(10);
			expect(mean).toBeLessThan(2_000);
		},
	);

	it('counts the time in a queue in which nothing ends', async () => {
		const server = new FakeServer();
		server.rendersAtATime = 0;
		const start = server.clock.now();
		const outcomes = await server.run(prompts(3), { waitTimeoutMs: 120_000 });
		for (const outcome of outcomes) {
			expect(failed(outcome)).toMatchObject({ status: 'queued', failure: { category: 'timeout' } });
		}
		expect(server.clock.now() - start).toBeLessThan(125_000);
	});

	it('counts the time of a task that renders while others end', async () => {
		const server = new FakeServer();
		server.renderMs = (_, index) => (index === 0 ? 500_000 : 30_000 * index);
		const [slow, ...quick] = await server.run(prompts(5), { waitTimeoutMs: 130_000 });
		expect(failed(slow).failure.category).toBe('timeout');
		quick.forEach(done);
	});

	it('asks a good key three times, and a wrong one once', async () => {
		const server = new FakeServer();
		server.fail('status', { status: 401, body: { error: 'no' } }, 2);
		done((await server.run(prompts(1)))[0]);

		const wrong = new FakeServer();
		wrong.fail('status', { status: 401, body: { error: 'no' } }, Infinity);
		const terms = {
			until: 'ended' as const,
			waitTimeoutMs: 1e6,
			onTimeout: 'error' as const,
			cancelOnTimeout: false,
			fetchVideo: false,
		};
		const run = wrong.startJobs([{ kind: 'get', task: { id: 'task-1' }, terms }]);
		expect(failed((await wrong.clock.run(run))[0]).failure.category).toBe('auth');
		expect(wrong.count('status')).toBe(1);
	});

	it('says so when the provider does not know a task', async () => {
		const server = new FakeServer();
		const terms = {
			until: 'ended' as const,
			waitTimeoutMs: 1e6,
			onTimeout: 'error' as const,
			cancelOnTimeout: false,
			fetchVideo: false,
		};
		const run = server.startJobs([{ kind: 'get', task: { id: 'unheard-of' }, terms }]);
		const failure = failed((await server.clock.run(run))[0]);
		expect(failure.taskId).toBe('unheard-of');
		expect(failure.advice).toMatch(/ID/);
		expect(server.count('status')).toBe(3);
	});
});

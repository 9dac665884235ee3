import { fakeRequest } from '../fakeProvider';
import { FakeServer } from '../fakeServer';
import type { Job } from '../../../nodes/Sora/engine/job';
import type { Outcome } from '../../../nodes/Sora/engine/outcome';
import { toFailure } from '../../../nodes/Sora/providers/video';
import { waiting } from '../terms';

const GONE = { status: 404, body: 'default backend - 404' };

function done(outcome: Outcome) {
	if (outcome.kind !== 'task') throw new Error(`expected a task: ${JSON.stringify(outcome)}`);
	return outcome;
}

function failed(outcome: Outcome) {
	if (outcome.kind !== 'failed') throw new Error(`expected a failure, not ${outcome.kind}`);
	return outcome.failed;
}

const get = (id: string, terms: Partial<Job['terms']> = {}): Job => ({
	kind: 'get',
	task: { id },
	terms: { ...waiting, ...terms },
});

describe('a task that the provider does not know for a moment', () => {
	it('is waited for after it was seen running', async () => {
		const server = new FakeServer();
		server.renderMs = () => 300_000;
		const run = server.start([fakeRequest('a')]);
		await server.clock.run(server.clock.sleep(120_000));
		server.fail('status', GONE, 3);
		expect(done((await server.clock.run(run))[0]).task.status).toBe('completed');
	});

	it('is waited for by Get Result, which has not seen it yet', async () => {
		const server = new FakeServer();
		await server.run([fakeRequest('a')], { until: 'submitted' });
		server.fail('status', GONE);
		const outcomes = await server.clock.run(server.startJobs([get('task-1')]));
		expect(done(outcomes[0]).task.status).toBe('completed');
	});

	it('is waited for by a Get Result that passes unfinished tasks on', async () => {
		const server = new FakeServer();
		await server.run([fakeRequest('a')], { until: 'submitted' });
		server.fail('status', GONE);
		const outcomes = await server.clock.run(server.startJobs([get('task-1', { until: 'polled' })]));
		expect(done(outcomes[0]).task.status).toBe('running');
	});

	it('is waited for by a retry, which knows that it was submitted', async () => {
		const server = new FakeServer();
		server.renderMs = () => 600_000;
		await server.run([fakeRequest('a')], { until: 'submitted' });
		server.fail('status', GONE, 3);
		expect(done((await server.run([fakeRequest('a')]))[0]).task.status).toBe('completed');
		expect(server.bills).toBe(1);
	});

	it('is given up after a minute of such responses, and named', async () => {
		const server = new FakeServer();
		server.renderMs = () => 600_000;
		const run = server.start([fakeRequest('a')]);
		await server.clock.run(server.clock.sleep(120_000));
		server.fail('status', GONE, Infinity);
		const goneAt = server.clock.now();
		const failure = failed((await server.clock.run(run))[0]);
		expect(failure).toMatchObject({ taskId: 'task-1', status: 'running', submitted: true });
		expect(server.clock.now() - goneAt).toBeGreaterThanOrEqual(60_000);
		expect(server.clock.now() - goneAt).toBeLessThan(120_000);
	});

	it('is given up within ten seconds where nobody has ever seen it', async () => {
		const server = new FakeServer();
		const start = server.clock.now();
		const failure = failed((await server.clock.run(server.startJobs([get('unheard-of')])))[0]);
		expect(failure.advice).toMatch(/ID/);
		expect(server.clock.now() - start).toBeLessThan(10_000);
	});

	it('is called unknown, not late, where the wait ends first', async () => {
		const server = new FakeServer();
		const run = server.startJobs([get('unheard-of', { waitTimeoutMs: 2_000 })]);
		const failure = failed((await server.clock.run(run))[0]);
		expect(failure.failure.category).toBe('invalid_input');
		expect(failure.advice).toMatch(/ID/);
	});
});

describe('a good key that is refused for a moment', () => {
	it('is asked for again during a redeploy of half a minute', async () => {
		const server = new FakeServer();
		server.renderMs = () => 300_000;
		const run = server.start([fakeRequest('a')]);
		await server.clock.run(server.clock.sleep(120_000));
		server.fail('status', { status: 401, body: 'no' }, 4);
		expect(done((await server.clock.run(run))[0]).task.status).toBe('completed');
	});
});

describe('a task that ends as the wait ends', () => {
	it('is delivered where the provider was asked to cancel it too late', async () => {
		const server = new FakeServer();
		server.renderMs = () => 10_100;
		const terms = { waitTimeoutMs: 10_000, cancelOnTimeout: true };
		server.latencyMs = (kind) => (kind === 'cancel' ? 500 : 50);
		const outcome = done((await server.run([fakeRequest('a')], terms))[0]);
		expect(server.count('cancel')).toBe(1);
		expect(outcome.task.status).toBe('completed');
		expect(outcome.video).not.toBeNull();
	});

	it('is passed on as cancelled where unfinished tasks are', async () => {
		const server = new FakeServer();
		server.renderMs = () => 10_100;
		server.failureOf = () => toFailure('cancelled', 'cancelled by the user');
		server.latencyMs = (kind) => (kind === 'cancel' ? 500 : 50);
		const terms = { waitTimeoutMs: 10_000, cancelOnTimeout: true, onTimeout: 'return' as const };
		const outcome = done((await server.run([fakeRequest('a')], terms))[0]);
		expect(outcome.task.failure?.category).toBe('cancelled');
		expect(Object.values(server.entries)).toEqual([expect.objectContaining({ state: 'failed' })]);
	});

	it('is named with its last status where it was cancelled', async () => {
		const server = new FakeServer();
		const terms = { waitTimeoutMs: 10_000, cancelOnTimeout: true };
		const failure = failed((await server.run([fakeRequest('a')], terms))[0]);
		expect(failure.failure.category).toBe('timeout');
		expect(failure.failure.message).toMatch(/agreed/);
	});
});

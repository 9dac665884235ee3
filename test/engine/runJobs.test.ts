import { fakeRequest } from './fakeProvider';
import { FakeServer } from './fakeServer';
import type { LedgerEntry } from '../../nodes/Sora/engine/ports';
import { SMALL_MP4 } from './fakeFile';
import { MODERATED, prompts, failed, done } from './outcomes';

describe('a run of many items', () => {
	it('renders all items side by side and returns them in input order', async () => {
		const server = new FakeServer();
		server.renderMs = (_, index) => 60_000 - index * 5_000;
		const start = server.clock.now();
		const outcomes = await server.run(prompts(5));
		expect(outcomes.map((outcome) => done(outcome).task.prompt)).toEqual(
			prompts(5).map(({ prompt }) => prompt),
		);
		expect(outcomes.map((outcome) => done(outcome).video?.data)).toEqual(
			Array(5).fill(SMALL_MP4.toString('hex')),
		);
		expect(server.bills).toBe(5);
		expect(server.clock.now() - start).toBeLessThan(70_000);
	});

	it('keeps at most maxConcurrent tasks in flight, and sends them in input order', async () => {
		const server = new FakeServer();
		let most = 0;
		server.renderMs = () => {
			most = Math.max(most, server.inFlight + 1);
			return 10_000;
		};
		await server.run(prompts(9), {}, { maxConcurrent: 3 });
		expect(most).toBe(3);
		expect([...server.renders.values()].map(({ prompt }) => prompt)).toEqual(
			prompts(9).map(({ prompt }) => prompt),
		);
	});

	it('sends in input order, however long an item takes to be written down', async () => {
		const server = new FakeServer();
		const { record } = server.ledger;
		let writes = 0;
		server.ledger.record = async (key, entry) => {
			if (entry?.state === 'sending') await server.clock.sleep(writes++ === 0 ? 500 : 10);
			await record(key, entry);
		};
		await server.run(prompts(3));
		expect([...server.renders.values()].map(({ prompt }) => prompt)).toEqual(
			prompts(3).map(({ prompt }) => prompt),
		);
	});

	it('fetches a video while others still render', async () => {
		const server = new FakeServer();
		server.renderMs = (_, index) => (index === 0 ? 5_000 : 300_000);
		const start = server.clock.now();
		await server.run(prompts(2));
		const first = server.calls.find(({ kind }) => kind === 'download');
		expect((first?.at ?? Infinity) - start).toBeLessThan(10_000);
	});

	it('returns at once with the tasks where it only submits', async () => {
		const server = new FakeServer();
		const outcomes = await server.run(prompts(3), { until: 'submitted' });
		expect(outcomes.map((outcome) => done(outcome).task.status)).toEqual(Array(3).fill('running'));
		expect(server.count('status')).toBe(0);
	});

	it('looks no more than some dozens of times at a render of five minutes', async () => {
		const server = new FakeServer();
		server.renderMs = () => 300_000;
		await server.run(prompts(1));
		expect(server.count('status')).toBeLessThan(80);
	});
});

describe('the ledger', () => {
	it('picks a running task up again instead of paying twice', async () => {
		const server = new FakeServer();
		await server.run(prompts(2), { waitTimeoutMs: 10_000 });
		const outcomes = await server.run(prompts(2));
		outcomes.forEach(done);
		expect(server.bills).toBe(2);
	});

	it('submits again what the provider has failed', async () => {
		const server = new FakeServer();
		server.failureOf = () => MODERATED;
		failed((await server.run(prompts(1)))[0]);
		server.failureOf = () => null;
		done((await server.run(prompts(1)))[0]);
		expect(server.bills).toBe(2);
	});

	it('pays again for another pass of a loop, and for a changed prompt', async () => {
		const server = new FakeServer();
		await server.run(prompts(1), {}, { runIndex: 0 });
		await server.run(prompts(1), {}, { runIndex: 1 });
		await server.run([fakeRequest('changed')], {}, { runIndex: 1 });
		expect(server.bills).toBe(3);
	});

	it('pays twice for two items with the same prompt', async () => {
		const server = new FakeServer();
		await server.run([fakeRequest('the same'), fakeRequest('the same')]);
		expect(server.bills).toBe(2);
	});

	it('looks for a task whose submit was under way when the process ended', async () => {
		const server = new FakeServer();
		const run = server.start(prompts(1));
		await server.clock.run(server.clock.sleep(40));
		expect(Object.values(server.entries)).toEqual([expect.objectContaining({ state: 'sending' })]);
		const remembered = structuredClone(server.entries);
		await server.clock.run(run);
		Object.assign(server.entries, remembered);
		done((await server.run(prompts(1)))[0]);
		expect(server.bills).toBe(1);
	});
});

describe('an item that fails for good', () => {
	it('ends the run at once, after the answers to all submits are in', async () => {
		const server = new FakeServer();
		server.failureOf = (prompt) => (prompt === 'prompt 1' ? MODERATED : null);
		server.renderMs = (prompt) => (prompt === 'prompt 1' ? 1_000 : 600_000);
		const start = server.clock.now();
		const outcomes = await server.run(prompts(8), {}, { failFast: true, maxConcurrent: 3 });
		expect(failed(outcomes[1]).taskId).toBe('task-2');
		expect(outcomes[0]).toEqual({ kind: 'abandoned', taskId: 'task-1', submitted: true });
		expect(server.clock.now() - start).toBeLessThan(10_000);
		expect(server.bills).toBe(3);
		const taskIds = Object.values(server.entries).map(({ taskId }) => taskId);
		expect(taskIds).toEqual(['task-1', 'task-2', 'task-3']);
	});

	it('names the tasks whose submits were on their way', async () => {
		const server = new FakeServer();
		server.fail('submit', { status: 401, body: { error: 'wrong key' } });
		const outcomes = await server.run(prompts(3), {}, { failFast: true, maxConcurrent: 3 });
		expect(failed(outcomes[0]).submitted).toBe(false);
		expect(outcomes.slice(1)).toEqual([
			{ kind: 'abandoned', taskId: 'task-1', submitted: true },
			{ kind: 'abandoned', taskId: 'task-2', submitted: true },
		]);
	});

	it('ends the run only after all that was begun is written down, or struck out', async () => {
		const server = new FakeServer();
		const kept = new Map<string, LedgerEntry>();
		server.ledger.record = async (key, entry) => {
			await server.clock.sleep(key.startsWith('0:2:') ? 200 : 20);
			if (entry === null) kept.delete(key);
			else kept.set(key, entry);
		};
		server.fail('submit', { status: 401, body: { error: 'wrong key' } });
		await server.run(prompts(3), {}, { failFast: true, maxConcurrent: 3 });
		expect(server.bills).toBe(1);
		expect([...kept.values()]).toEqual([expect.objectContaining({ taskId: 'task-1' })]);
	});

	it('names the tasks of an earlier try that this one did not come to', async () => {
		const server = new FakeServer();
		server.renderMs = () => 600_000;
		await server.run(prompts(3), { until: 'submitted' });
		server.fail('status', { status: 404, body: 'gone' }, Infinity);
		const outcomes = await server.run(prompts(3), {}, { failFast: true, maxConcurrent: 1 });
		expect(failed(outcomes[0]).taskId).toBe('task-1');
		expect(outcomes.slice(1)).toEqual([
			{ kind: 'abandoned', taskId: 'task-2', submitted: true },
			{ kind: 'abandoned', taskId: 'task-3', submitted: true },
		]);
	});

	it('lets the others go on where the workflow goes on', async () => {
		const server = new FakeServer();
		server.failureOf = (prompt) => (prompt === 'prompt 1' ? MODERATED : null);
		const outcomes = await server.run(prompts(3));
		expect(outcomes.map(({ kind }) => kind)).toEqual(['task', 'failed', 'task']);
	});
});

describe('Stop', () => {
	it('ends a run at once, names its tasks, and sends nothing more', async () => {
		const server = new FakeServer();
		const run = server.start(prompts(6), {}, { maxConcurrent: 2 });
		await server.clock.run(server.clock.sleep(5_000));
		const before = server.calls.length;
		const at = server.clock.now();
		server.clock.stop();
		const outcomes = await server.clock.run(run);
		expect(server.clock.now()).toBe(at);
		expect(server.calls.length).toBe(before);
		expect(outcomes.map((outcome) => ('taskId' in outcome ? outcome.taskId : '?'))).toEqual([
			'task-1',
			'task-2',
			null,
			null,
			null,
			null,
		]);
		expect(outcomes.every(({ kind }) => kind === 'stopped')).toBe(true);
	});
});

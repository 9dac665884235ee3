import { fakeRequest } from './fakeProvider';
import { FakeServer } from './fakeServer';
import type { LedgerEntry } from '../../nodes/Sora/engine/ports';
import type { Outcome } from '../../nodes/Sora/engine/outcome';
import { file, responseOf, SMALL_MP4 } from './fakeFile';

const RESET = { sent: true, code: 'ECONNRESET', message: 'reset' };
const REFUSED = { sent: false, code: 'ECONNREFUSED', message: 'refused' };
const MODERATED = {
	category: 'moderation' as const,
	code: '1200',
	message: 'not this',
	httpStatus: 200,
	retryAfterMs: null,
};

const prompts = (count: number) =>
	Array.from({ length: count }, (_, i) => fakeRequest(`prompt ${i}`));

function failed(outcome: Outcome) {
	if (outcome.kind !== 'failed') throw new Error(`expected a failure, not ${outcome.kind}`);
	return outcome.failed;
}

function done(outcome: Outcome) {
	if (outcome.kind !== 'task') throw new Error(`expected a task: ${JSON.stringify(outcome)}`);
	return outcome;
}

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

describe('a submit whose answer is lost', () => {
	it('is found in the list and never sent again', async () => {
		const server = new FakeServer();
		server.fail('submit', { lost: RESET });
		const outcome = done((await server.run(prompts(1)))[0]);
		expect(outcome.task.id).toBe('task-1');
		expect(outcome.warnings.join()).toMatch(/found in the account's list/);
		expect(server.bills).toBe(1);
	});

	it('fails, saying that it may be billed, where the task never shows up', async () => {
		const server = new FakeServer();
		server.fail('submit', { status: 502 });
		const failure = failed((await server.run(prompts(1)))[0]);
		expect(failure).toMatchObject({ submitted: true, taskId: null });
		expect(server.count('submit')).toBe(1);
	});

	it('finds two lost twins as two tasks', async () => {
		const server = new FakeServer();
		server.fail('submit', { lost: RESET }, 2);
		const twins = [fakeRequest('the same'), fakeRequest('the same')];
		const outcomes = await server.run(twins);
		expect(new Set(outcomes.map((outcome) => done(outcome).task.id)).size).toBe(2);
		expect(server.bills).toBe(2);
	});

	it("does not take a twin's task for its own while the twin's answer is on its way", async () => {
		const server = new FakeServer();
		server.fail('submit', { lost: RESET });
		const twins = [fakeRequest('the same'), fakeRequest('the same')];
		const outcomes = await server.run(twins);
		expect(outcomes.map((outcome) => done(outcome).task.id).sort()).toEqual(['task-1', 'task-2']);
	});

	it('adopts nothing where more tasks could be it than are missing, and names them', async () => {
		const server = new FakeServer();
		server.fail('submit', { lost: RESET });
		const run = server.start([fakeRequest('the same')]);
		const stranger = new FakeServer();
		stranger.clock.now = () => server.clock.now();
		server.renders.set('stranger', {
			prompt: 'the same',
			createdAt: server.clock.now() + 20,
			readyAt: server.clock.now(),
			failure: null,
		});
		const failure = failed((await server.clock.run(run))[0]);
		expect(failure.failure.message).toMatch(/stranger/);
		expect(failure).toMatchObject({ submitted: true, taskId: null });
	});

	it('does not take the task of a twin that was sent during the search', async () => {
		const server = new FakeServer();
		server.fail('submit', { status: 502 });
		server.renderMs = (prompt) => (prompt === 'short' ? 1_000 : 60_000);
		server.latencyMs = (kind) => (kind === 'list' ? 10_000 : 50);
		server.lateMs = (kind, prompt) => (kind === 'submit' && prompt === 'the same' ? 20_000 : 0);
		const [first, , twin] = await server.run(
			[fakeRequest('the same'), fakeRequest('short'), fakeRequest('the same')],
			{},
			{ maxConcurrent: 2 },
		);
		expect(done(twin).task.id).toBe('task-2');
		expect(failed(first)).toMatchObject({ submitted: true, taskId: null });
	});

	describe('beside another execution with the same prompt and another image', () => {
		const imageOf = (name: string) =>
			fakeRequest('move', { image: { kind: 'url', url: `https://files.example/${name}` } });

		it("does not take the other one's task, and names it", async () => {
			const server = new FakeServer();
			await server.run([imageOf('theirs')], { until: 'submitted' }, { runIndex: 7 });
			for (const key of Object.keys(server.entries)) delete server.entries[key];
			server.fail('submit', { status: 502 });
			const failure = failed((await server.run([imageOf('ours')]))[0]);
			expect(failure).toMatchObject({ submitted: true, taskId: null });
			expect(failure.failure.message).toContain('task-1');
		});

		it('takes its own where the list shows what a task was made from', async () => {
			const server = new FakeServer();
			server.showsInputs = true;
			await server.run([imageOf('theirs')], { until: 'submitted' }, { runIndex: 7 });
			for (const key of Object.keys(server.entries)) delete server.entries[key];
			server.fail('submit', { lost: RESET });
			expect(done((await server.run([imageOf('ours')]))[0]).task.id).toBe('task-2');
		});

		it('tells two lost ones of its own apart', async () => {
			const server = new FakeServer();
			server.showsInputs = true;
			server.fail('submit', { lost: RESET }, 2);
			const outcomes = await server.run([imageOf('first'), imageOf('second')]);
			expect(outcomes.map((outcome) => done(outcome).task.id)).toEqual(['task-1', 'task-2']);
		});

		it('tells its own uploaded file by the address of the upload', async () => {
			const server = new FakeServer();
			server.showsInputs = true;
			server.fail('submit', { lost: RESET });
			const bytes = new Uint8Array([1]);
			const image = { kind: 'file', bytes, mimeType: 'image/png', fileName: 'a.png' } as const;
			const outcomes = await server.run([fakeRequest('move', { image })]);
			expect(done(outcomes[0]).task.id).toBe('task-1');
		});
	});

	describe('among items with one prompt and different pictures', () => {
		const imageInput = ['a', 'b'].map((name) =>
			fakeRequest('move', { image: { kind: 'url', url: `https://files.example/${name}` } }),
		);

		it('waits for the answers of the others', async () => {
			const server = new FakeServer();
			server.fail('submit', { status: 502 });
			server.lateMs = (kind) => (kind === 'submit' ? 5_000 : 0);
			const [first, second] = await server.run(imageInput);
			expect(done(second).task.id).toBe('task-1');
			expect(failed(first)).toMatchObject({ submitted: true, taskId: null });
		});

		it('adopts nothing where another was lost as well, and names what there is', async () => {
			const server = new FakeServer();
			server.fail('submit', { status: 502 });
			server.fail('submit', { lost: RESET });
			for (const outcome of await server.run(imageInput)) {
				expect(failed(outcome)).toMatchObject({ submitted: true, taskId: null });
				expect(failed(outcome).failure.message).toContain('task-1');
			}
		});

		it('adopts nothing in the retry either, in whatever order they have their turn', async () => {
			const server = new FakeServer();
			server.fail('submit', { status: 502 });
			server.fail('submit', { lost: RESET });
			server.fail('list', { status: 502 }, Infinity);
			await server.run(imageInput);
			server.mend();
			const outcomes = await server.run(imageInput, {}, { maxConcurrent: 1 });
			for (const outcome of outcomes) {
				expect(failed(outcome).failure.message).toContain('task-1');
			}
		});
	});

	it('leaves an older task with the same prompt alone', async () => {
		const server = new FakeServer();
		await server.run([fakeRequest('the same')], {}, { runIndex: 0 });
		for (const key of Object.keys(server.entries)) delete server.entries[key];
		server.fail('submit', { status: 502 });
		const failure = failed((await server.run([fakeRequest('the same')]))[0]);
		expect(failure.submitted).toBe(true);
		expect(server.bills).toBe(1);
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
		expect(outcomes[0]).toEqual({ kind: 'abandoned', taskId: 'task-1' });
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
			{ kind: 'abandoned', taskId: 'task-1' },
			{ kind: 'abandoned', taskId: 'task-2' },
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
			{ kind: 'abandoned', taskId: 'task-2' },
			{ kind: 'abandoned', taskId: 'task-3' },
		]);
	});

	it('lets the others go on where the workflow goes on', async () => {
		const server = new FakeServer();
		server.failureOf = (prompt) => (prompt === 'prompt 1' ? MODERATED : null);
		const outcomes = await server.run(prompts(3));
		expect(outcomes.map(({ kind }) => kind)).toEqual(['task', 'failed', 'task']);
	});
});

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

	it('reports a failed task within one interval', async () => {
		const server = new FakeServer();
		server.failureOf = () => MODERATED;
		server.renderMs = () => 20_000;
		const start = server.clock.now();
		failed((await server.run(prompts(1)))[0]);
		expect(server.clock.now() - start).toBeLessThan(22_000);
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

describe('a download', () => {
	const half = SMALL_MP4.subarray(0, 30);
	const rest = SMALL_MP4.subarray(30);
	const length = {
		'content-length': String(SMALL_MP4.length),
		'content-type': 'video/mp4',
		etag: '"a"',
	};
	const dropped = () => responseOf(200, length, [half, new Error('reset')]);
	const whole = SMALL_MP4.toString('hex');

	it('goes on where it broke off', async () => {
		const server = new FakeServer();
		const ranges: string[] = [];
		server.files = (_, headers) => {
			if (!headers.range) return { response: dropped() };
			ranges.push(headers.range);
			const contentRange = {
				'content-range': `bytes 30-${SMALL_MP4.length - 1}/${SMALL_MP4.length}`,
			};
			return { response: responseOf(206, { ...contentRange, etag: '"a"' }, [rest]) };
		};
		expect(done((await server.run(prompts(1)))[0]).video?.data).toBe(whole);
		expect(ranges).toEqual(['bytes=30-']);
	});

	it('reads over what it has where the server knows no ranges', async () => {
		const server = new FakeServer();
		server.files = (_, headers) =>
			headers.range ? file(SMALL_MP4, { etag: '"a"' }) : { response: dropped() };
		expect(done((await server.run(prompts(1)))[0]).video?.data).toBe(whole);
	});

	it('starts over where the file has changed', async () => {
		const server = new FakeServer();
		let opened = 0;
		server.files = (_, headers) => {
			opened++;
			if (headers.range) return file(SMALL_MP4, { etag: '"b"' });
			return opened === 1 ? { response: dropped() } : file(SMALL_MP4, { etag: '"b"' });
		};
		expect(done((await server.run(prompts(1)))[0]).video?.data).toBe(whole);
		expect(server.stored.length).toBe(1);
	});

	it('never takes half a video for a whole one, also without a length', async () => {
		const server = new FakeServer();
		server.files = () => ({ response: responseOf(200, { 'content-type': 'video/mp4' }, [half]) });
		const failure = failed((await server.run(prompts(1)))[0]);
		expect(failure).toMatchObject({ taskId: 'task-1', submitted: true });
		expect(failure.advice).toMatch(/paid/);
		expect(server.stored).toEqual([]);
	});

	it('takes a whole video without a length', async () => {
		const server = new FakeServer();
		server.files = () => ({ response: responseOf(200, {}, [half, rest]) });
		expect(done((await server.run(prompts(1)))[0]).video?.data).toBe(whole);
	});

	it('knows a video that comes in drops for what it is', async () => {
		const server = new FakeServer();
		const drops = Array.from({ length: SMALL_MP4.length / 4 }, (_, drop) =>
			SMALL_MP4.subarray(4 * drop, 4 * drop + 4),
		);
		server.files = () => ({ response: responseOf(200, {}, drops) });
		expect(done((await server.run(prompts(1)))[0]).video?.data).toBe(whole);
	});

	it('asks for a fresh address when the old one has expired', async () => {
		const server = new FakeServer();
		server.fail('download', { status: 403 });
		expect(done((await server.run(prompts(1)))[0]).video?.data).toBe(whole);
		expect(server.bills).toBe(1);
	});

	it('that the server puts off for a day is given up within minutes, with the task named', async () => {
		const server = new FakeServer();
		server.fail('download', { status: 503, headers: { 'retry-after': '86400' } }, Infinity);
		const start = server.clock.now();
		const [outcome] = await server.run(prompts(1));
		expect(failed(outcome)).toMatchObject({ taskId: 'task-1', status: 'completed' });
		expect(server.clock.now() - start).toBeLessThan(10 * 60_000);
	});

	it('never takes a web page for a video', async () => {
		const server = new FakeServer();
		const page = Buffer.from('<!doctype html><title>Sorry</title>');
		server.files = () => file(page, { 'content-type': 'text/html' });
		failed((await server.run(prompts(1)))[0]);
		expect(server.stored).toEqual([]);
	});

	it('follows redirects to other hosts without the key', async () => {
		const server = new FakeServer();
		server.files = (url) =>
			url.includes('elsewhere')
				? file(SMALL_MP4)
				: { response: responseOf(302, { location: 'https://elsewhere.example/v.mp4' }, []) };
		expect(done((await server.run(prompts(1)))[0]).video?.data).toBe(whole);
		expect(
			server.calls.filter(({ kind }) => kind === 'download').map(({ call }) => call.to),
		).toEqual(['anywhere', 'anywhere']);
	});

	it('says that the store failed, and does not download again', async () => {
		const server = new FakeServer();
		const ports = server.ports;
		Object.defineProperty(server, 'ports', {
			get: () => ({
				...ports,
				videos: {
					save: async () => await Promise.reject(new Error('ENOSPC: no space left on device')),
				},
			}),
		});
		const failure = failed((await server.run(prompts(1)))[0]);
		expect(failure.failure.message).toMatch(/no space left/);
		expect(server.count('download')).toBe(1);
	});
});

describe('pictures', () => {
	const image = {
		kind: 'file' as const,
		bytes: Buffer.from('pixels'),
		mimeType: 'image/png',
		fileName: 'a.png',
	};

	it('are uploaded once each, and not at all for a task that is picked up', async () => {
		const server = new FakeServer();
		const requests = [1, 2, 3].map((n) => fakeRequest(`move ${n}`, { image: image }));
		await server.run(requests, { waitTimeoutMs: 5_000 });
		expect(server.count('upload')).toBe(1);
		await server.run(requests);
		expect(server.count('upload')).toBe(1);
		expect(server.bills).toBe(3);
	});

	it('that the provider puts off for a day are given up within minutes, at no cost', async () => {
		const server = new FakeServer();
		server.fail('upload', { status: 429, headers: { 'retry-after': '86400' } }, Infinity);
		const start = server.clock.now();
		const [outcome] = await server.run([fakeRequest('a', { image: image })]);
		expect(failed(outcome).submitted).toBe(false);
		expect(server.clock.now() - start).toBeLessThan(5 * 60_000);
		expect(server.bills).toBe(0);
	});

	it('that cannot be uploaded cost nothing', async () => {
		const server = new FakeServer();
		server.fail('upload', { status: 502 }, Infinity);
		const failure = failed((await server.run([fakeRequest('move', { image: image })]))[0]);
		expect(failure).toMatchObject({ submitted: false, taskId: null });
		expect(server.bills).toBe(0);
	});
});

import type { Provider } from '../../../nodes/Sora/providers/provider';
import { fakeProvider, fakeRequest } from '../fakeProvider';
import { FakeServer } from '../fakeServer';
import { RESET, prompts, failed, done } from '../outcomes';

/** The fake provider, with a list of what has ended. */
function listingEnded(server: FakeServer): Provider {
	const { list } = fakeProvider;
	if (!list) throw new Error('the fake provider has a list');
	return {
		...fakeProvider,
		list: {
			...list,
			showsOnlyEnded: true,
			parse: (response, cursor) => {
				const page = list.parse(response, cursor);
				if (!page.ok) return page;
				const hasEnded = (id: string) =>
					(server.renders.get(id)?.readyAt ?? Infinity) <= server.clock.now();
				const tasks = page.value.tasks.filter(({ id }) => hasEnded(id));
				return { ok: true, value: { ...page.value, tasks } };
			},
		},
	};
}

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

	it('is found when it ends, in a list that shows no task before', async () => {
		const server = new FakeServer();
		server.fail('submit', { lost: RESET });
		server.renderMs = () => 150_000;
		const [outcome] = await server.run(prompts(1), {}, { provider: listingEnded(server) });
		expect(done(outcome).task.id).toBe('task-1');
		expect(server.bills).toBe(1);
	});

	it('is looked for in such a list for ten minutes, and no longer than the wait', async () => {
		const tookMs = async (waitTimeoutMs: number) => {
			const server = new FakeServer();
			server.fail('submit', { status: 502 });
			const startedAt = server.clock.now();
			const provider = listingEnded(server);
			failed((await server.run(prompts(1), { waitTimeoutMs }, { provider }))[0]);
			return server.clock.now() - startedAt;
		};
		expect(await tookMs(3_600_000)).toBeGreaterThan(560_000);
		expect(await tookMs(3_600_000)).toBeLessThan(610_000);
		expect(await tookMs(60_000)).toBeLessThan(63_000);
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
			startsAt: 0,
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

	it('takes its own among those of other executions where the list shows the seeds', async () => {
		const server = new FakeServer();
		server.showsInputs = true;
		const seeded = (seed: number) => fakeRequest('the same', { inputs: { seed } });
		await server.run([seeded(1)], { until: 'submitted' }, { runIndex: 7 });
		for (const key of Object.keys(server.entries)) delete server.entries[key];
		server.fail('submit', { lost: RESET });
		expect(done((await server.run([seeded(2)]))[0]).task.id).toBe('task-2');
	});

	it('does not take the one of another execution where the list shows another seed', async () => {
		const server = new FakeServer();
		server.showsInputs = true;
		const seeded = (seed: number) => fakeRequest('the same', { inputs: { seed } });
		await server.run([seeded(1)], { until: 'submitted' }, { runIndex: 7 });
		for (const key of Object.keys(server.entries)) delete server.entries[key];
		server.fail('submit', { status: 502 });
		const failure = failed((await server.run([seeded(2)]))[0]);
		expect(failure).toMatchObject({ submitted: true, taskId: null });
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

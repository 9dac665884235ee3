import { noVideo, outputsIn } from '../../../nodes/Sora/providers/shared/outputs';
import type { Provider } from '../../../nodes/Sora/providers/provider';
import { watch as watchFeed } from '../../../nodes/Sora/trigger/feed/pollWindow';
import { DownloadQueue } from '../../../nodes/Sora/trigger/feed/downloadQueue';
import { readTop, setBaseline } from '../../../nodes/Sora/trigger/feed/accountFeed';
import { Feed } from '../../../nodes/Sora/trigger/feed/feed';
import { FeedMemory } from '../../../nodes/Sora/trigger/feed/memory';
import { Session } from '../../../nodes/Sora/engine/session';
import { fakeProvider, fakeRequest } from '../../engine/fakeProvider';
import { FakeServer } from '../../engine/fakeServer';
import { responseOf, SMALL_MP4 } from '../../engine/fakeFile';

type List = NonNullable<Provider['list']>;

const toyList = listOf(fakeProvider);

function listOf(provider: Provider): List {
	if (!provider.list) throw new Error('the provider has no list');
	return provider.list;
}

/** Submits, sets the baseline, and watches for 50 seconds of virtual time. */
async function watch(
	server: FakeServer,
	tasks: number,
	more: { later?: () => Promise<void>; expectsNew?: boolean; list?: List } = {},
) {
	const { clock } = server;
	const { list = toyList } = more;
	const submit = async (prompt: string) =>
		await server.send(fakeProvider.create(fakeRequest(prompt)));
	const provider: Provider = fakeProvider;
	const downloads = new DownloadQueue(new Session(provider, server.ports));
	const feed = new Feed(
		{
			provider,
			http: server,
			clock,
			filter: { events: ['completed'], models: [], fetchVideo: true },
			downloads,
			key: 'key',
			keep: () => undefined,
		},
		new FeedMemory(),
	);
	const emitted: Array<{ id: string; at: number; hasVideo: boolean }> = [];
	const start = clock.now();
	await clock.run(
		(async () => {
			await Promise.all(Array.from({ length: tasks }, (_, index) => submit(`${index}`)));
			await setBaseline(feed, list);
			server.calls.length = 0;
			void more.later?.();
			await watchFeed({
				feed,
				readTop: async () => await readTop(feed, list),
				until: start + 50_000,
				deliverUntil: start + 20_000,
				expectsNew: more.expectsNew ?? true,
				emit: (finished) =>
					emitted.push(
						...finished.map(({ task, video }) => ({
							id: task.id,
							at: clock.now() - start,
							hasVideo: video !== null,
						})),
					),
			});
		})(),
	);
	return { emitted, tookMs: clock.now() - start, feed, downloads, submit };
}

describe('watching closely', () => {
	it('emits each task within five seconds of its end, with its video', async () => {
		const server = new FakeServer();
		server.renderMs = (_, index) => 5_000 + index * 7_000;
		const { emitted } = await watch(server, 5);
		expect(emitted).toHaveLength(5);
		emitted.forEach(({ at, hasVideo }, index) => {
			expect(at - (5_000 + index * 7_000)).toBeLessThan(5_000);
			expect(hasVideo).toBe(true);
		});
	});

	it('emits a task whose ID is as long as a gateway makes it', async () => {
		const server = new FakeServer();
		server.renderMs = (_, index) => 10_000 + index * 1_000;
		const list: List = {
			...toyList,
			parse: (...args) => {
				const page = toyList.parse(...args);
				if (!page.ok) return page;
				const tasks = page.value.tasks.map((task) => ({ ...task, id: task.id.padEnd(370, '=') }));
				return { ok: true, value: { ...page.value, tasks } };
			},
		};
		const { emitted } = await watch(server, 30, { list });
		expect(emitted.map(({ id }) => id.length)).toEqual(Array.from({ length: 30 }, () => 370));
	});

	it('asks for each task at most every three seconds', async () => {
		const server = new FakeServer();
		server.renderMs = () => 600_000;
		await watch(server, 2);
		expect(server.count('status')).toBeLessThanOrEqual(2 * 17);
		expect(server.count('status')).toBeGreaterThan(10);
	});

	it('reads the list instead where many tasks are open', async () => {
		const server = new FakeServer();
		server.renderMs = (_, index) => 10_000 + index * 1_000;
		const { emitted } = await watch(server, 30);
		expect(emitted).toHaveLength(30);
		expect(server.count('list')).toBeLessThanOrEqual(5);
		for (const { id, at } of emitted) {
			const index = Number(id.slice('task-'.length)) - 1;
			expect(at - (10_000 + index * 1_000)).toBeLessThan(13_000);
		}
	});

	it('polls a task whose outputs the list leaves out, however many are open', async () => {
		const server = new FakeServer();
		server.renderMs = (_, index) => (index === 0 ? 12_000 : 600_000);
		const list: List = {
			...toyList,
			parse: (response, cursor) => {
				const listed = toyList.parse(response, cursor);
				if (!listed.ok) return listed;
				const tasks = listed.value.tasks.map((task) =>
					task.status === 'completed'
						? { ...task, status: 'failed' as const, videoUrls: [], failure: noVideo(outputsIn([])) }
						: task,
				);
				return { ok: true, value: { ...listed.value, tasks } };
			},
		};
		const { emitted } = await watch(server, 30, { list });
		expect(emitted).toMatchObject([{ id: 'task-1', hasVideo: true }]);
		expect(emitted[0].at).toBeLessThan(12_000 + 13_000);
		expect(server.count('status')).toBe(1);
	});

	it('sees a task that comes and ends in between', async () => {
		const server = new FakeServer();
		server.renderMs = (prompt) => (prompt === 'later' ? 2_000 : 600_000);
		const later = async () => {
			await server.clock.sleep(5_000);
			await server.send(fakeProvider.create(fakeRequest('later')));
		};
		const { emitted } = await watch(server, 1, { later });
		expect(emitted.map(({ id }) => id)).toEqual(['task-2']);
		expect(emitted[0].at).toBeLessThan(28_000);
	});

	it('ends on time, whatever is still open', async () => {
		const server = new FakeServer();
		server.renderMs = () => 600_000;
		const { tookMs, emitted } = await watch(server, 3);
		expect(emitted).toEqual([]);
		expect(tookMs).toBeGreaterThanOrEqual(50_000);
		expect(tookMs).toBeLessThan(51_500);
	});

	it('ends at once where nothing is to be expected', async () => {
		const { tookMs } = await watch(new FakeServer(), 0);
		expect(tookMs).toBeLessThan(1_000);
	});

	it('ends with the last open task where no new ones are waited for', async () => {
		const server = new FakeServer();
		server.renderMs = () => 5_000;
		const { tookMs, emitted } = await watch(server, 2, { expectsNew: false });
		expect(emitted).toHaveLength(2);
		expect(tookMs).toBeLessThan(12_000);
	});

	it('leaves a long download under way for the next poll', async () => {
		const server = new FakeServer();
		server.renderMs = () => 5_000;
		server.files = () => ({
			response: {
				...responseOf(200, { 'content-type': 'video/mp4' }, []),
				body: (async function* () {
					await server.clock.sleep(120_000);
					yield SMALL_MP4;
				})(),
			},
		});
		const { emitted, downloads, feed, tookMs } = await watch(server, 1);
		expect(emitted).toEqual([]);
		expect(tookMs).toBeLessThan(51_500);
		expect(downloads.isIdle).toBe(false);
		await server.clock.run(downloads.waitUntilIdle(100_000));
		expect(feed.flush().map(({ task, video }) => [task.id, video?.data])).toEqual([
			['task-1', SMALL_MP4.toString('hex')],
		]);
		expect(feed.flush()).toEqual([]);
	});

	it('fetches a video again that could not be had between two polls, and counts that for nothing', async () => {
		const server = new FakeServer();
		const { clock } = server;
		server.renderMs = () => 1;
		const { feed, downloads, submit } = await watch(server, 0);
		await clock.run(submit('later'));
		await clock.run(clock.sleep(1_000));
		server.fail('download', { status: 418 });
		await clock.run(feed.pollTasks(['task-1'], () => undefined));
		await clock.run(downloads.waitUntilIdle(10_000));
		await clock.run(clock.sleep(1_000));
		const next = new Feed(feed.setup, feed.memory);
		expect(next.flush()).toEqual([]);
		expect(feed.memory.failures.size).toBe(0);
		await clock.run(downloads.waitUntilIdle(10_000));
		expect(next.flush()).toMatchObject([{ task: { id: 'task-1' }, warnings: [] }]);
	});

	it('asks nothing while the provider wants to be left alone', async () => {
		const server = new FakeServer();
		server.renderMs = () => 600_000;
		server.fail('status', { status: 429, headers: { 'retry-after': '30' } });
		await watch(server, 1);
		const times = server.calls.map(({ at }) => at);
		const gaps = times.slice(1).map((at, index) => at - times[index]);
		expect(Math.max(...gaps)).toBeGreaterThanOrEqual(30_000);
	});
});

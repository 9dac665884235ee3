import { newestOfAccount, newestOfNamed } from '../../../nodes/Sora/trigger/newestTask';
import { DownloadQueue } from '../../../nodes/Sora/trigger/feed/downloadQueue';
import { Feed } from '../../../nodes/Sora/trigger/feed/feed';
import { FeedMemory } from '../../../nodes/Sora/trigger/feed/memory';
import { readNamed } from '../../../nodes/Sora/trigger/feed/taskIdFeed';
import type { StreamResult } from '../../../nodes/Sora/engine/ports';
import { Session } from '../../../nodes/Sora/engine/session';
import { fakeProvider, fakeRequest } from '../../engine/fakeProvider';
import { FakeServer } from '../../engine/fakeServer';
import { responseOf, SMALL_MP4 } from '../../engine/fakeFile';
import { chanceOf, Ticks } from './ticks';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const filter = { events: ['completed' as const], models: [], fetchVideo: true };

/** Calls whose paths begin like this, and for which `isStalled` says so, are never answered. */
function stall(server: FakeServer, start: string, isStalled: (path: string) => boolean): void {
	const send = server.send.bind(server);
	server.send = async (call) => {
		const path = call.to === 'provider' && call.method === 'GET' ? call.path : '';
		if (path.startsWith(start) && isStalled(path)) await new Promise(() => undefined);
		return await send(call);
	};
}

function feedOf(server: FakeServer): Feed {
	return new Feed(
		{
			provider: fakeProvider,
			http: server,
			clock: server.clock,
			filter,
			downloads: new DownloadQueue(new Session(fakeProvider, server.ports)),
			key: 'key',
			keep: () => undefined,
		},
		new FeedMemory(),
	);
}

/** Tasks of one to two minutes, every 20 seconds, with n8n ticking. */
async function live(server: FakeServer): Promise<Ticks> {
	const n8n = new Ticks(server);
	const { clock } = server;
	clock.random = chanceOf(11);
	server.renderMs = (prompt) => Number(prompt);
	await clock.run(
		(async () => {
			await n8n.start(20 * SECOND);
			for (let i = 0; i < 40; i++) {
				await clock.sleep(20 * SECOND);
				await n8n.submit(MINUTE + MINUTE * clock.random());
			}
			await clock.sleep(20 * MINUTE);
		})(),
	);
	n8n.kill();
	return n8n;
}

const longest = (n8n: Ticks) => Math.max(...n8n.polls.map(({ tookMs }) => tookMs));

describe('a call that is never answered', () => {
	it('ends the poll in time if it is the list, and no task is lost', async () => {
		const server = new FakeServer();
		const { clock } = server;
		const start = clock.now();
		const isStalled = () => {
			const minutes = (clock.now() - start) / MINUTE;
			return minutes > 3 && minutes < 8;
		};
		stall(server, '/tasks', (path) => path === '/tasks' && isStalled());
		const n8n = await live(server);
		expect(longest(n8n)).toBeLessThan(MINUTE - 5 * SECOND);
		expect(n8n.delays).toHaveLength(40);
		expect(n8n.polls.length).toBeGreaterThan(25);
	});

	it('holds up no other task if it is about one, ten times at once', async () => {
		const server = new FakeServer();
		const { clock } = server;
		server.renderMs = () => 1;
		for (let i = 0; i < 12; i++) {
			await clock.run(server.send(fakeProvider.create(fakeRequest(`${i}`))));
		}
		const ids = [...server.renders.keys()];
		// The turn begins in the middle, so that these two come last.
		const healthy = ids.slice(4, 6);
		stall(server, '/tasks/', (path) => !healthy.some((id) => path.endsWith(`/${id}`)));
		const feed = feedOf(server);
		await clock.run(clock.sleep(SECOND));
		await clock.run(readNamed(feed, ids, () => undefined));
		await clock.run(clock.sleep(20 * SECOND));
		expect(feed.flush().map(({ task }) => task.id)).toEqual(healthy);
	});

	it('leaves tasks that are watched by their IDs for the next poll', async () => {
		const server = new FakeServer();
		const { clock } = server;
		stall(server, '/tasks/', () => true);
		const feed = feedOf(server);
		const start = clock.now();
		const unknown: string[] = [];
		const ids = Array.from({ length: 50 }, (_, i) => `task-${i}`);
		await clock.run(readNamed(feed, ids, (id) => void unknown.push(id)));
		expect(clock.now() - start).toBeLessThanOrEqual(10 * SECOND);
		expect(unknown).toEqual([]);
		expect([...feed.memory.open.keys()]).toEqual(ids);
	});

	it.each(['account', 'taskIds'] as const)('ends the test of a trigger (%s)', async (watch) => {
		const server = new FakeServer();
		const { clock } = server;
		const { list } = fakeProvider;
		if (!list) throw new Error('the provider has no list');
		stall(server, '/tasks', () => true);
		const source = { provider: fakeProvider, http: server, clock, filter };
		const start = clock.now();
		const searched = await clock.run(
			watch === 'account' ? newestOfAccount(source, list) : newestOfNamed(source, ['task-1']),
		);
		expect(searched).toMatchObject({ task: null, failure: { category: 'timeout' } });
		expect(clock.now() - start).toBeLessThan(MINUTE);
	});
});

describe('downloads that stall', () => {
	/** As the transport hands it over: some bytes, and an error after 20 seconds of silence. */
	const stalled = (server: FakeServer): StreamResult => ({
		response: {
			...responseOf(200, { 'content-type': 'video/mp4', 'content-length': '5000' }, []),
			body: (async function* () {
				yield SMALL_MP4.subarray(0, 16);
				await server.clock.sleep(20 * SECOND);
				throw new Error('stalled');
			})(),
		},
	});

	it('hold up no other, four of them at once, and are emitted without their videos in the end', async () => {
		const server = new FakeServer();
		const bad = new Set(['task-3', 'task-4', 'task-5', 'task-6']);
		const { files } = server;
		server.files = (url, headers) =>
			[...bad].some((id) => url.includes(`/${id}.`)) ? stalled(server) : files(url, headers);
		const n8n = await live(server);
		const delays = (isBad: boolean) =>
			[...n8n.emittedAt]
				.filter(([id]) => bad.has(id) === isBad)
				.map(([id, at]) => (at - (server.renders.get(id)?.readyAt ?? 0)) / SECOND);
		expect(delays(false)).toHaveLength(36);
		expect(Math.max(...delays(false))).toBeLessThan(60);
		expect(delays(true)).toHaveLength(4);
		expect(Math.max(...delays(true))).toBeLessThan(15 * 60);
		expect(longest(n8n)).toBeLessThan(MINUTE - 5 * SECOND);
	});
});

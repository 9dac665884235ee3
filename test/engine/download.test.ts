/** Every place that has the bytes of a paid video, and every file that is whole. */

import type { Outcome } from '../../nodes/Sora/engine/outcome';
import type { StreamResult } from '../../nodes/Sora/engine/ports';
import type { Provider } from '../../nodes/Sora/providers/provider';
import { file, responseOf, SMALL_MP4 } from './fakeFile';
import { fakeProvider, fakeRequest } from './fakeProvider';
import { FAKE_HOST, FakeServer, waiting } from './fakeServer';

const OPEN = 'https://cdn.example/task-1.mp4';
const KEYED = '/tasks/task-1/content';

/** The open address first, then one with the key. */
const twoPlaces: Provider = {
	...fakeProvider,
	video: (task) => [
		...fakeProvider.video(task),
		{ to: 'provider', method: 'GET', path: `/tasks/${task.id}/content` },
	],
};

const at = (url: string): Provider => ({
	...fakeProvider,
	video: () => [{ to: 'anywhere', method: 'GET', url }],
});

const refusal = (status: number): StreamResult => ({ response: responseOf(status, {}, []) });

async function fetchFrom(
	files: FakeServer['files'],
	provider: Provider = fakeProvider,
	waitTimeoutMs = waiting.waitTimeoutMs,
) {
	const server = new FakeServer();
	server.files = files;
	const [outcome] = await server.run([fakeRequest('waves')], { waitTimeoutMs }, { provider });
	const downloads = server.calls
		.filter(({ kind }) => kind === 'download')
		.map(({ call }) => (call.to === 'anywhere' ? call.url : call.path));
	return { server, outcome, downloads };
}

const warningsOf = (outcome: Outcome) =>
	outcome.kind === 'task' && outcome.video !== null ? outcome.warnings : outcome;

describe('the next place', () => {
	it.each([401, 403, 404, 405, 410, 500])(
		'is tried where the first one answers %i',
		async (status) => {
			const files: FakeServer['files'] = (url) =>
				url === KEYED ? file(SMALL_MP4) : refusal(status);
			const { outcome, downloads } = await fetchFrom(files, twoPlaces);
			expect(warningsOf(outcome)).toEqual([]);
			expect(downloads).toEqual([OPEN, KEYED]);
		},
	);

	it('is not asked where the first one has the video', async () => {
		const { downloads } = await fetchFrom(() => file(SMALL_MP4), twoPlaces);
		expect(downloads).toEqual([OPEN]);
	});

	it('is the same address with the key, where it is below the base URL', async () => {
		const url = `${FAKE_HOST}/video/task-1/content`;
		const files: FakeServer['files'] = (asked) =>
			asked === '/video/task-1/content' ? file(SMALL_MP4) : refusal(401);
		const { outcome, downloads } = await fetchFrom(files, at(url));
		expect(warningsOf(outcome)).toEqual([]);
		expect(downloads).toEqual([url, '/video/task-1/content']);
	});

	it('never gets the key where it is on another host', async () => {
		const { server } = await fetchFrom(() => refusal(401), at('https://other.example/a.mp4'));
		const calls = server.calls.filter(({ kind }) => kind === 'download');
		expect(calls.every(({ call }) => call.to === 'anywhere')).toBe(true);
	});

	it('says in its error what the server said', async () => {
		const { outcome } = await fetchFrom(() => {
			const response = responseOf(401, {}, []);
			const said = { error: { message: 'Incorrect API key provided: None.' } };
			return { response: { ...response, said: async () => await Promise.resolve(said) } };
		}, twoPlaces);
		expect(JSON.stringify(outcome)).toContain('Incorrect API key provided: None.');
	});

	it('may be a data URI', async () => {
		const url = `data:video/mp4;base64,${SMALL_MP4.toString('base64')}`;
		const { server, outcome, downloads } = await fetchFrom(() => refusal(404), at(url));
		expect(warningsOf(outcome)).toEqual([]);
		expect(server.stored[0]).toMatchObject({ mimeType: 'video/mp4', origin: null });
		expect(downloads).toEqual([]);
	});
});

describe('a redirect to a path', () => {
	const movingTo = (location: string): FakeServer['files'] => {
		return (url) =>
			url === KEYED ? { response: responseOf(302, { location }, []) } : file(SMALL_MP4);
	};
	const keyedOnly: Provider = { ...twoPlaces, video: (task) => twoPlaces.video(task).slice(1) };

	it.each([
		['/v1/files/a.mp4', '/files/a.mp4'],
		['/files/a.mp4', 'https://api.example/files/a.mp4'],
		['https://cdn.example/a.mp4', 'https://cdn.example/a.mp4'],
	])('%s asks %s', async (location, asked) => {
		const { outcome, downloads } = await fetchFrom(movingTo(location), keyedOnly);
		expect(warningsOf(outcome)).toEqual([]);
		expect(downloads).toEqual([KEYED, asked]);
	});
});

describe('a status that is not 200', () => {
	const length = String(SMALL_MP4.length);
	const whole = {
		'content-range': `bytes 0-${SMALL_MP4.length - 1}/${length}`,
		'content-length': length,
	};

	it.each([
		[203, {}],
		[202, { 'content-type': 'video/mp4' }],
		[206, whole],
	])('%i brings the video as well', async (status, headers) => {
		const { outcome, downloads } = await fetchFrom(() => ({
			response: responseOf(status, headers, [SMALL_MP4]),
		}));
		expect(warningsOf(outcome)).toEqual([]);
		expect(downloads).toHaveLength(1);
	});

	it('202 without a video means not yet', async () => {
		let asked = 0;
		const { outcome } = await fetchFrom(() => (asked++ < 2 ? refusal(202) : file(SMALL_MP4)));
		expect(warningsOf(outcome)).toEqual([]);
	});
});

describe('a file that is whole and looks odd', () => {
	const odd = Buffer.concat([SMALL_MP4, Buffer.from('junk!')]);

	it('is fetched once more, and passed on with a warning', async () => {
		const { server, outcome, downloads } = await fetchFrom(() => file(odd));
		expect(warningsOf(outcome)).toEqual([expect.stringMatching(/looks unusual/)]);
		expect(downloads).toHaveLength(2);
		expect(server.stored).toHaveLength(1);
	});

	it('gives way to a good one', async () => {
		let asked = 0;
		const { outcome } = await fetchFrom(() => file(asked++ === 0 ? odd : SMALL_MP4));
		expect(warningsOf(outcome)).toEqual([]);
	});

	it('is not withheld because each copy differs', async () => {
		let asked = 0;
		const { outcome, downloads } = await fetchFrom(() =>
			file(Buffer.concat([odd, Buffer.from([asked++])])),
		);
		expect(warningsOf(outcome)).toEqual([expect.stringMatching(/looks unusual/)]);
		expect(downloads).toHaveLength(3);
	});

	it('may be of a kind that nobody knows', async () => {
		const unknown = Buffer.from('8f01e2a7b3c4d5e6f708192a3b4c5d6e7f80'.repeat(5), 'hex');
		const { server, outcome } = await fetchFrom(() =>
			file(unknown, { 'content-type': 'application/octet-stream' }),
		);
		expect(warningsOf(outcome)).toEqual([expect.stringMatching(/looks unusual/)]);
		expect(server.stored[0].mimeType).toBe('application/octet-stream');
	});
});

describe('the wait', () => {
	it.each([5_000, 60_000])(
		'of %i ms is not outlasted by a server that has no video',
		async (ms) => {
			const server = new FakeServer();
			server.renderMs = () => 500;
			server.files = () => refusal(503);
			const startedAt = server.clock.now();
			const [outcome] = await server.run([fakeRequest('waves')], { waitTimeoutMs: ms });
			expect(outcome).toMatchObject({
				kind: 'failed',
				failed: { taskId: 'task-1', submitted: true },
			});
			expect(server.clock.now() - startedAt).toBeLessThanOrEqual(ms + 5_000);
		},
	);

	it('of others goes on while four downloads have no bytes', async () => {
		const server = new FakeServer();
		server.renderMs = () => 500;
		// The transport cuts such a silence short once the wait is over; this server knows none.
		const stalled = async function* () {
			yield SMALL_MP4.subarray(0, 30);
			await server.clock.sleep(20_000);
			throw new Error('The server stopped in the middle of its answer');
		};
		const length = { 'content-length': String(SMALL_MP4.length) };
		server.files = (url) =>
			url.includes('task-5')
				? file(SMALL_MP4)
				: { response: { ...responseOf(200, length, []), body: stalled() } };
		const requests = ['a', 'b', 'c', 'd', 'e'].map((prompt) => fakeRequest(prompt));
		const startedAt = server.clock.now();
		let storedAt = Infinity;
		const stored = server.stored.push.bind(server.stored);
		server.stored.push = (...videos) => {
			storedAt = server.clock.now();
			return stored(...videos);
		};
		const outcomes = await server.run(requests, { waitTimeoutMs: 120_000 });
		expect(outcomes.map(({ kind }) => kind)).toEqual([
			'failed',
			'failed',
			'failed',
			'failed',
			'task',
		]);
		expect(storedAt - startedAt).toBeLessThan(30_000);
		expect(server.clock.now() - startedAt).toBeLessThanOrEqual(145_000);
	});
});

describe('a submit that is redirected', () => {
	it.each([301, 302, 307, 308])('by %i is refused, and names the new address', async (status) => {
		const server = new FakeServer();
		server.fail('submit', { status, headers: { location: 'https://new.example/v1/tasks?x=1' } });
		const [outcome] = await server.run([fakeRequest('waves')]);
		expect(outcome).toMatchObject({ kind: 'failed', failed: { submitted: false, taskId: null } });
		expect(JSON.stringify(outcome)).toContain('https://new.example/v1/tasks.');
		expect(server.count('submit')).toBe(1);
	});

	it('by 303 may have been carried out', async () => {
		const server = new FakeServer();
		server.fail('submit', { status: 303, headers: { location: '/tasks/9' } });
		const [outcome] = await server.run([fakeRequest('waves')]);
		expect(outcome).toMatchObject({ kind: 'failed', failed: { submitted: true } });
	});
});

describe('a task that somebody else has submitted', () => {
	const ask = async (server: FakeServer) => {
		const startedAt = server.clock.now();
		const job = { kind: 'get', terms: waiting, task: { id: 'task-9' } } as const;
		const [outcome] = await server.clock.run(server.startJobs([job]));
		return { outcome, tookMs: server.clock.now() - startedAt };
	};

	it('is said at once to be at another address', async () => {
		const server = new FakeServer();
		server.fail('status', { status: 308, headers: { location: 'https://new.example/' } }, Infinity);
		const { outcome, tookMs } = await ask(server);
		expect(JSON.stringify(outcome)).toContain('https://new.example/');
		expect(tookMs).toBeLessThan(5_000);
	});

	it('is not waited for where no server can be reached', async () => {
		const server = new FakeServer();
		const network = { sent: false, code: 'ETIMEDOUT', message: 'No connection' };
		server.fail('status', { network }, Infinity);
		const { outcome, tookMs } = await ask(server);
		expect(outcome).toMatchObject({ kind: 'failed', failed: { taskId: 'task-9' } });
		expect(tookMs).toBeLessThan(60_000);
	});
});

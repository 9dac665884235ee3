/** Every place that has the bytes of a paid video, and every file that is whole. */

import type { StreamResult } from '../../nodes/Sora/engine/ports';
import { file, responseOf, SMALL_MP4 } from './fakeFile';
import { fakeRequest } from './fakeProvider';
import { FAKE_HOST, FakeServer } from './fakeServer';
import { KEYED, twoPlaces, at, fetchFrom, warningsOf } from './download/places';

const OPEN = 'https://cdn.example/task-1.mp4';

const refusal = (status: number): StreamResult => ({ response: responseOf(status, {}, []) });

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

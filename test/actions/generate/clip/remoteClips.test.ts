import { RemoteClips } from '../../../../nodes/Sora/actions/generate/clip/remoteClips';
import type { Http, StreamResult } from '../../../../nodes/Sora/engine/ports';
import { UNKNOWN_CLIP } from '../../../../nodes/Sora/media/video/clipFacts';
import type { HttpCall } from '../../../../nodes/Sora/providers/http';
import { responseOf } from '../../../engine/fakeFile';
import { VirtualClock } from '../../../engine/virtualClock';
import { useSimulator } from '../../../harness/simulator';
import { contentOf } from '../../../../support/simulator/files/media';
import { clipNodeAt } from './clipRuns';
import { data, FILE_TYPE, index } from './mp4Boxes';

const RULES = { maxSeconds: 15 };
const URL = 'https://files.example/clip.mp4';
const CHUNK_BYTES = 64_000;

const chunksOf = (bytes: Buffer): Buffer[] =>
	Array.from({ length: Math.ceil(bytes.length / CHUNK_BYTES) }, (_, at) =>
		bytes.subarray(at * CHUNK_BYTES, (at + 1) * CHUNK_BYTES),
	);

const LOST: StreamResult = {
	networkFailure: { sent: true, code: 'ECONNRESET', message: 'The connection was lost' },
};

/** Ranges as servers serve them. */
function ranges(file: Buffer) {
	return ([from, to]: readonly number[]): StreamResult => {
		const part = file.subarray(from, to + 1);
		const headers = { 'content-range': `bytes ${from}-${from + part.length - 1}/${file.length}` };
		return { response: responseOf(206, headers, chunksOf(part)) };
	};
}

/** @param serve what is said to a range of bytes, from and to. */
function world(serve: (range: number[]) => StreamResult, responseMs = 0) {
	const clock = new VirtualClock();
	const asked: number[][] = [];
	const stream = async (call: HttpCall): Promise<StreamResult> => {
		expect(call).toMatchObject({ to: 'anywhere', method: 'GET' });
		const range = /bytes=(\d+)-(\d+)/.exec(call.headers?.Range ?? '')?.slice(1) ?? [];
		asked.push(range.map(Number));
		await clock.sleep(Math.min(responseMs, call.timeLimitMs ?? Infinity));
		return serve(range.map(Number));
	};
	const http = { stream, addressOf: () => URL } as unknown as Http;
	const clips = new RemoteClips(http, clock);
	return { clock, asked, clips, look: async () => await clock.run(clips.facts(URL, RULES)) };
}

describe('a clip at an address', () => {
	const HEAD = [0, 255_999];

	it('is known by its first bytes where they hold the index', async () => {
		const file = Buffer.concat([FILE_TYPE, index(20), data(5_000_000)]);
		const { asked, look } = world(ranges(file));
		expect(await look()).toMatchObject({ seconds: 20, byteLength: file.length });
		expect(asked).toEqual([HEAD]);
	});

	it('is known by the bytes behind the video where the index is there', async () => {
		const beginning = Buffer.concat([FILE_TYPE, data(5_000_000)]);
		const { asked, look } = world(ranges(Buffer.concat([beginning, index(12, 500_000)])));
		expect(await look()).toMatchObject({ seconds: 12 });
		expect(asked).toEqual([HEAD, [beginning.length, beginning.length + 3_999_999]]);
	});

	it('is known where the index is longer than the first bytes', async () => {
		const file = Buffer.concat([FILE_TYPE, index(7, 1_000_000), data(100)]);
		expect(await world(ranges(file)).look()).toMatchObject({ seconds: 7 });
	});

	it.each([
		['before the video', [FILE_TYPE, index(9), data(5_000_000)], 9],
		['behind the video', [FILE_TYPE, data(5_000_000), index(9)], null],
	])(
		'of a host without ranges is read no further than that: index %s',
		async (_, boxes, seconds) => {
			const file = Buffer.concat(boxes);
			let sentBytes = 0;
			const { look } = world(() => {
				const response = responseOf(200, { 'content-length': String(file.length) }, []);
				async function* body() {
					for (const chunk of chunksOf(file)) {
						sentBytes += chunk.length;
						yield await Promise.resolve(chunk);
					}
				}
				return { response: { ...response, body: body() } };
			});
			expect(await look()).toMatchObject({ seconds, byteLength: file.length });
			expect(sentBytes).toBeLessThanOrEqual(5 * CHUNK_BYTES);
		},
	);

	it.each<[string, StreamResult]>([
		['is not there', { response: responseOf(404, {}, []) }],
		['breaks off', { response: responseOf(206, {}, [FILE_TYPE, new Error('reset')]) }],
		['cannot be reached', LOST],
		['is a page', { response: responseOf(200, {}, [Buffer.from('<html>')]) }],
	])('that %s is not known, and no more', async (_, said) => {
		expect(await world(() => said).look()).toEqual(UNKNOWN_CLIP);
	});

	it('is asked for once, and not at all where the model takes any', async () => {
		const { asked, clips, clock } = world(ranges(Buffer.concat([FILE_TYPE, index(5), data(9)])));
		await clock.run(Promise.all([clips.facts(URL, RULES), clips.facts(URL, { minSeconds: 2 })]));
		expect(await clips.facts('https://files.example/other.mp4', { maxClips: 4 })).toEqual(
			UNKNOWN_CLIP,
		);
		expect(asked).toHaveLength(1);
	});

	it('holds a run of a hundred back for ten seconds at most', async () => {
		const { asked, clips, clock } = world(() => LOST, 60_000);
		const startedAt = clock.now();
		const looks = async () => {
			for (let at = 0; at < 100; at++) await clips.facts(`${URL}?${at}`, RULES);
		};
		await clock.run(looks());
		expect(clock.now() - startedAt).toBeLessThanOrEqual(10_000);
		expect(asked).toHaveLength(1);
	});
});

describe('a clip at an address, in a run', () => {
	const sim = useSimulator({ renderMs: 20 });
	const model = { __rl: true, mode: 'id', value: 'xai/grok-imagine-video/extend-video' };

	const extend = async (seconds: number) => {
		const file = Buffer.concat([FILE_TYPE, data(1_000_000), index(seconds)]);
		const video = contentOf(file, 'video/mp4');
		const plan = { renderMs: 0, video };
		const at = Date.now() - 1000;
		const { id } = sim.addTask({ provider: 'eachlabs', model: 'acme/clip-1', at, plan });
		const videoUrl = sim.videoUrl(id);
		const bills = sim.bills.length;
		const parameters = { model, videoSource: 'url', videoUrl, waitMode: 'submit' };
		const result = await clipNodeAt(sim)('fal', [{ json: {} }], parameters);
		return { ...result, bills: sim.bills.length - bills };
	};

	it('is refused before it is paid, if it is too long', async () => {
		const { error, bills } = await extend(20);
		expect(error?.message).toContain(
			'takes videos of up to 15 seconds, and this one is 20 seconds',
		);
		expect(bills).toBe(0);
	});

	it('is taken if it fits', async () => {
		const { error, bills } = await extend(10);
		expect(error).toBeUndefined();
		expect(bills).toBe(1);
	});
});

import fc from 'fast-check';
import { movieFacts } from '../../../nodes/Sora/media/video/movie';
import { VideoReader, type VideoFacts } from '../../../nodes/Sora/media/video/videoFacts';
import { bytesOf, fixture } from '../fixture';

/** What is read of these bytes, handed over in pieces that end at `cuts`. */
function factsOf(bytes: Uint8Array, cuts: readonly number[] = []): VideoFacts | null {
	const reader = new VideoReader();
	const ends = [...cuts.map((cut) => cut % (bytes.length + 1)), bytes.length].sort((a, b) => a - b);
	let from = 0;
	for (const to of ends) {
		reader.push(bytes.subarray(from, to));
		from = to;
	}
	return reader.facts();
}

const SMALL = {
	seconds: 1,
	frame: { width: 64, height: 48 },
	framesPerSecond: 5,
	videoCodec: 'H.264',
	audioCodec: 'none',
};

describe('what a file says of its video', () => {
	it.each<[string, Omit<VideoFacts, 'byteLength'>]>([
		['video.mp4', { ...SMALL, isIndexFirst: false }],
		['video-faststart.mp4', { ...SMALL, isIndexFirst: true }],
		['video.mov', { ...SMALL, isIndexFirst: false }],
		['video-turned.mp4', { ...SMALL, frame: { width: 48, height: 64 }, isIndexFirst: false }],
		['video-slow.mp4', { ...SMALL, seconds: 2, framesPerSecond: 16, isIndexFirst: false }],
		[
			'video-large-hevc-opus.mp4',
			{
				seconds: 1,
				frame: { width: 3840, height: 2160 },
				framesPerSecond: 30,
				videoCodec: 'HEVC',
				audioCodec: 'Opus',
				isIndexFirst: true,
			},
		],
		[
			'video-av1.mp4',
			{
				seconds: 3,
				frame: { width: 48, height: 96 },
				framesPerSecond: 24,
				videoCodec: 'AV1',
				audioCodec: 'AAC',
				isIndexFirst: true,
			},
		],
	])('%s', (name, expected) => {
		const bytes = fixture(name);
		const { seconds, framesPerSecond, ...rest } = factsOf(bytes) as VideoFacts;
		const { seconds: length, framesPerSecond: rate, ...others } = expected;
		expect(rest).toEqual({ ...others, byteLength: bytes.length });
		expect(seconds).toBeCloseTo(length ?? 0, 1);
		expect(framesPerSecond).toBeCloseTo(rate ?? 0, 1);
	});

	it('leaves out what a file in fragments does not say', () => {
		expect(factsOf(fixture('video-fragmented.mp4'))).toMatchObject({
			frame: { width: 64, height: 48 },
			framesPerSecond: null,
			videoCodec: 'H.264',
		});
	});

	it.each(['video.webm', 'video.mkv', 'video.avi', 'rgb.png'])('nothing of %s', (name) => {
		expect(factsOf(fixture(name))).toBeNull();
	});

	it('is the same however the file is cut into pieces', () => {
		const whole = factsOf(fixture('video-av1.mp4'));
		fc.assert(
			fc.property(fc.array(fc.nat(20_000), { maxLength: 30 }), (cuts) => {
				expect(factsOf(fixture('video-av1.mp4'), cuts)).toEqual(whole);
			}),
		);
	});

	it('is nothing where the index is cut off', () => {
		const bytes = fixture('video.mp4');
		const at = Buffer.from(bytes).indexOf('moov');
		for (const end of [0, 7, at, at + 4, at + 20, bytes.length - 1]) {
			expect(factsOf(bytes.subarray(0, end))).toBeNull();
		}
	});

	it('ends for any index', () => {
		const index = fixture('video.mp4').slice(Buffer.from(fixture('video.mp4')).indexOf('moov') + 4);
		const change = fc.tuple(fc.nat(index.length - 1), fc.nat(255));
		fc.assert(
			fc.property(fc.array(change, { minLength: 1, maxLength: 8 }), (changes) => {
				const damaged = index.slice();
				for (const [at, value] of changes) damaged[at] = value;
				const { seconds, framesPerSecond } = movieFacts(damaged);
				expect(seconds === null || seconds >= 0).toBe(true);
				expect(framesPerSecond === null || framesPerSecond > 0).toBe(true);
			}),
		);
		fc.assert(fc.property(fc.uint8Array(), (bytes) => void movieFacts(bytes)));
	});
});

/** Half a gigabyte passes by, of which the index alone is kept. */
describe('a large file', () => {
	const CHUNK = new Uint8Array(1_000_000);
	const index = fixture('video-faststart.mp4').slice();
	const moovAt = Buffer.from(index).indexOf('moov') - 4;
	const moov = index.subarray(moovAt, moovAt + new DataView(index.buffer).getUint32(moovAt));

	function header(type: string, bodyBytes: number): Uint8Array {
		const bytes = new Uint8Array(8);
		new DataView(bytes.buffer).setUint32(0, bodyBytes + 8);
		bytes.set(bytesOf(type), 4);
		return bytes;
	}

	it('is read with its index last', () => {
		const reader = new VideoReader();
		reader.push(index.subarray(0, moovAt));
		reader.push(header('mdat', 500 * CHUNK.length));
		for (let part = 0; part < 500; part++) reader.push(CHUNK);
		reader.push(moov);
		expect(reader.facts()).toMatchObject({ ...SMALL, isIndexFirst: false });
		expect(reader.isWhole()).toBe(true);
	});

	it('is not read where the index itself is large', () => {
		const reader = new VideoReader();
		reader.push(index.subarray(0, moovAt));
		reader.push(header('moov', 200 * CHUNK.length));
		for (let part = 0; part < 200; part++) reader.push(CHUNK);
		expect(reader.facts()).toBeNull();
	});
});

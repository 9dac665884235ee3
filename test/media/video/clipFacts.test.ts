import { readFileSync } from 'node:fs';
import {
	ClipReader,
	UNKNOWN_CLIP,
	type ClipFacts,
} from '../../../nodes/Sora/media/video/clipFacts';
import { mp4Seconds } from '../../../support/mp4';
import { mediaPath } from '../../../support/simulator/files/media';

/** In chunks of this size. */
function readerOf(bytes: Buffer, chunkBytes = bytes.length): ClipReader {
	const reader = new ClipReader();
	for (let at = 0; at < bytes.length; at += chunkBytes) {
		reader.push(bytes.subarray(at, at + chunkBytes));
	}
	return reader;
}

function factsOf(bytes: Buffer, chunkBytes?: number): ClipFacts {
	return readerOf(bytes, chunkBytes).facts();
}

function box(type: string, ...bodies: Buffer[]): Buffer {
	const body = Buffer.concat(bodies);
	const head = Buffer.alloc(8);
	head.writeUInt32BE(body.length + 8);
	head.write(type, 4, 'latin1');
	return Buffer.concat([head, body]);
}

/** Version 1: times of 64 bits. */
function longHeader(seconds: number): Buffer {
	const body = Buffer.alloc(112);
	body[0] = 1;
	body.writeUInt32BE(1000, 20);
	body.writeBigUInt64BE(BigInt(seconds * 1000), 24);
	return box('mvhd', body);
}

function track(width: number, height: number, isTurned = false): Buffer {
	const body = Buffer.alloc(84);
	body.writeInt32BE(isTurned ? 0 : 0x10000, 40);
	body.writeUInt16BE(width, 76);
	body.writeUInt16BE(height, 80);
	return box('trak', box('tkhd', body));
}

const FILE_TYPE = box('ftyp', Buffer.from('isom\0\0\0\0isom', 'latin1'));
const movie = (...parts: Buffer[]) =>
	Buffer.concat([FILE_TYPE, box('mdat', Buffer.alloc(64)), box('moov', ...parts)]);

describe('what an MP4 says of itself', () => {
	it.each(['portrait.mp4', 'landscape.mp4'])(
		'%s: its length and its frame, however it is cut',
		(file) => {
			const bytes = readFileSync(mediaPath(file));
			const facts = factsOf(bytes);
			expect(facts.seconds).toBeCloseTo(mp4Seconds(bytes) ?? 0, 3);
			const isPortrait = (facts.frame?.height ?? 0) > (facts.frame?.width ?? 0);
			expect(isPortrait).toBe(file.startsWith('portrait'));
			expect(factsOf(bytes, 7)).toEqual(facts);
		},
	);

	it('a length of 64 bits, behind the video', () => {
		expect(factsOf(movie(longHeader(7_200), track(1920, 1080)))).toMatchObject({
			seconds: 7_200,
			frame: { width: 1920, height: 1080 },
		});
	});

	it('a frame that is turned, and the track that has one', () => {
		const facts = factsOf(movie(longHeader(4), track(0, 0), track(1280, 720, true)));
		expect(facts.frame).toEqual({ width: 720, height: 1280 });
	});

	it('who made it, wherever that stands', () => {
		const label = box('uuid', Buffer.from('\x00\x01{"AIGC":{"ContentProducer":"Kuaishou"}}'));
		expect(factsOf(Buffer.concat([movie(longHeader(4)), label])).words).toContain('Kuaishou');
	});

	it.each([
		['no video at all', Buffer.from('a text that is no video and has no boxes')],
		['a file without an index', Buffer.concat([FILE_TYPE, box('mdat', Buffer.alloc(64))])],
		['an index that is cut off', movie(longHeader(4)).subarray(0, -20)],
	])('nothing: %s', (_, bytes) => {
		expect(factsOf(bytes)).toEqual(UNKNOWN_CLIP);
	});
});

describe('what no model can use', () => {
	const problemOf = (bytes: Buffer) => readerOf(bytes, 11).problem();
	const soundTrack = () => {
		const handler = box('hdlr', Buffer.from('\0\0\0\0\0\0\0\0soun', 'latin1'));
		const descriptions = box('stsd', Buffer.alloc(8), box('mp4a', Buffer.alloc(8)));
		const samples = box('minf', box('stbl', descriptions));
		return box('trak', box('tkhd', Buffer.alloc(84)), box('mdia', handler, samples));
	};
	const whole = readFileSync(mediaPath('portrait.mp4'));

	it.each([
		['is cut off in its video', movie(longHeader(4), track(720, 1280)).subarray(0, 60)],
		['is cut off in its index', movie(longHeader(4), track(720, 1280)).subarray(0, -20)],
		['has no index', Buffer.concat([FILE_TYPE, box('mdat', Buffer.alloc(64))])],
		['has lost its second half', whole.subarray(0, whole.length / 2)],
	])('a file that %s', (_, bytes) => {
		expect(problemOf(bytes)).toBe('The video is damaged: it ends too early.');
	});

	it('a file with sound alone', () => {
		expect(problemOf(movie(longHeader(4), soundTrack()))).toBe('The file has sound, but no video.');
	});

	it.each([
		['sound and a picture', movie(longHeader(4), soundTrack(), track(720, 1280))],
		['tracks that say nothing', movie(longHeader(4), box('trak'))],
		['a few bytes behind its last box', Buffer.concat([whole, Buffer.from('end')])],
		['a last box that goes on to the end', Buffer.concat([whole, Buffer.from('\0\0\0\0free..')])],
		['other boxes', Buffer.from('\x1aE\xdf\xa3 webm', 'latin1')],
		['no more than it must', whole],
	])('not a file with %s', (_, bytes) => {
		expect(problemOf(bytes)).toBeNull();
	});
});

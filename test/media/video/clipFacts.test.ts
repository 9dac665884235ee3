import { readFileSync } from 'node:fs';
import {
	ClipReader,
	UNKNOWN_CLIP,
	type ClipFacts,
} from '../../../nodes/Sora/media/video/clipFacts';
import { mp4Seconds } from '../../../support/mp4';
import { mediaPath } from '../../../support/simulator/files/media';

/** In chunks of this size. */
function factsOf(bytes: Buffer, chunkBytes = bytes.length): ClipFacts {
	const reader = new ClipReader();
	for (let at = 0; at < bytes.length; at += chunkBytes) {
		reader.push(bytes.subarray(at, at + chunkBytes));
	}
	return reader.facts();
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

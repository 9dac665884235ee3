/** A video of any size that plays, and of which no more than a chunk is ever in memory. */

import { videoOfRatio } from './media';
import type { Content } from '../server/reply';

const CHUNK = 64 * 1024;
/** From here on a box needs the 64-bit form of its size. */
const SMALL_BOX_LIMIT = 2 ** 32;

/** Four seconds of portrait: `ftyp`, `moov`, an empty `free` box, and `mdat` as the last one. */
function opening(): { bytes: Buffer; mdatAt: number } {
	const video = videoOfRatio(9 / 16);
	const bytes = Buffer.concat([...video.bytes(0, video.length)]);
	let at = 0;
	while (bytes.toString('latin1', at + 4, at + 8) !== 'mdat') at += bytes.readUInt32BE(at);
	return { bytes, mdatAt: at };
}

/**
 * The header of an `mdat` box that reaches to the end of the file. A large one takes the eight bytes
 * of the `free` box before it as well, so that nothing inside moves.
 */
function stretchMdat(bytes: Buffer, mdatAt: number, fileLength: number): void {
	const size = fileLength - mdatAt;
	if (size < SMALL_BOX_LIMIT) return void bytes.writeUInt32BE(size, mdatAt);
	const start = mdatAt - 8;
	bytes.writeUInt32BE(1, start);
	bytes.write('mdat', start + 4, 'latin1');
	bytes.writeBigUInt64BE(BigInt(fileLength - start), start + 8);
}

/** Filler that differs from chunk to chunk, so that a resume at the wrong place is seen. */
function filler(chunkIndex: number): Buffer {
	const chunk = Buffer.alloc(CHUNK, (chunkIndex * 31) & 0xff);
	chunk.writeDoubleBE(chunkIndex, 0);
	return chunk;
}

/** @param length of the whole file in bytes, at least 64 kB. @throws RangeError below that. */
export function bigVideo(length: number): Content {
	if (length < CHUNK) throw new RangeError(`a big video has at least ${CHUNK} bytes`);
	const { bytes: head, mdatAt } = opening();
	if (length < head.length) throw new RangeError(`a big video has at least ${head.length} bytes`);
	stretchMdat(head, mdatAt, length);
	function* bytes(from: number, to: number): Iterable<Buffer> {
		let at = from;
		while (at < to) {
			if (at < head.length) {
				const part = head.subarray(at, Math.min(head.length, to));
				yield part;
				at += part.length;
				continue;
			}
			const index = Math.floor(at / CHUNK);
			const part = filler(index).subarray(at - index * CHUNK, Math.min(CHUNK, to - index * CHUNK));
			yield part;
			at += part.length;
		}
	}
	return { length, mimeType: 'video/mp4', etag: `"big-${length}"`, bytes };
}

/** The chunks of a PNG file. PNG specification (third edition), section 5. */

import { charsAt } from './kind';

export const PNG_SIGNATURE = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a] as const;

export interface Chunk {
	type: string;
	/** Offset of the data, after length and type. The chunk begins 8 bytes before. */
	start: number;
	/** Offset after the data. The chunk's check sum (4 bytes) follows. */
	end: number;
}

/** All chunks up to `IEND`, with it. Ends early where the file does; never throws. */
export function* chunksOf(bytes: Uint8Array): Generator<Chunk> {
	const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
	let at: number = PNG_SIGNATURE.length;
	while (at + 12 <= bytes.length) {
		const length = view.getUint32(at);
		const chunk = { type: charsAt(bytes, at + 4, 4), start: at + 8, end: at + 8 + length };
		if (chunk.end + 4 > bytes.length) return;
		yield chunk;
		if (chunk.type === 'IEND') return;
		at = chunk.end + 4;
	}
}

/** Made when it is needed first: most images are never checked. */
let crcTables: Uint32Array[] | null = null;

/** The table of annex D, and the next three: what a byte does that is so many places further back. */
function crcTablesOf(): Uint32Array[] {
	const first = Uint32Array.from({ length: 256 }, (_, index) => {
		let value = index;
		for (let bit = 0; bit < 8; bit++) value = value & 1 ? 0xedb88320 ^ (value >>> 1) : value >>> 1;
		return value;
	});
	const after = (table: Uint32Array) => table.map((value) => first[value & 0xff] ^ (value >>> 8));
	const second = after(first);
	const third = after(second);
	return [first, second, third, after(third)];
}

/** CRC-32 of a chunk's type and data, four bytes at a time. PNG specification, annex D. */
export function crc32(bytes: Uint8Array): number {
	crcTables ??= crcTablesOf();
	const [first, second, third, fourth] = crcTables;
	const inFours = bytes.length - (bytes.length % 4);
	let crc = 0xffffffff;
	for (let at = 0; at < inFours; at += 4) {
		crc =
			fourth[(crc ^ bytes[at]) & 0xff] ^
			third[((crc >>> 8) ^ bytes[at + 1]) & 0xff] ^
			second[((crc >>> 16) ^ bytes[at + 2]) & 0xff] ^
			first[(crc >>> 24) ^ bytes[at + 3]];
	}
	for (let at = inFours; at < bytes.length; at++) {
		crc = first[(crc ^ bytes[at]) & 0xff] ^ (crc >>> 8);
	}
	return (crc ^ 0xffffffff) >>> 0;
}

/** Whether the chunk's own check sum is right. */
export function isIntact(bytes: Uint8Array, chunk: Chunk): boolean {
	const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
	return view.getUint32(chunk.end) === crc32(bytes.subarray(chunk.start - 4, chunk.end));
}

/** A whole chunk, with length and check sum. */
export function chunkOf(type: string, data: Uint8Array): Uint8Array {
	const bytes = new Uint8Array(data.length + 12);
	const view = new DataView(bytes.buffer);
	view.setUint32(0, data.length);
	for (let at = 0; at < 4; at++) bytes[4 + at] = type.charCodeAt(at);
	bytes.set(data, 8);
	view.setUint32(8 + data.length, crc32(bytes.subarray(4, 8 + data.length)));
	return bytes;
}

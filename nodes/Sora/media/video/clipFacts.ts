/**
 * How long a clip is, how large its frame is and who made it, from the boxes of an MP4 or QuickTime file
 * that passes by in chunks (ISO/IEC 14496-12). Other files say nothing here.
 */

import { charsAt } from '../image/kind';
import { Mp4Watch } from './mp4';

export interface ClipFacts {
	/** null where it is not known. */
	seconds: number | null;
	/** As it is shown, in pixels; null where it is not known. */
	frame: { width: number; height: number } | null;
	/** The texts among the boxes: names of programs, and labels of generated videos. */
	words: string;
	/** Of the whole file; null where it is not known. */
	byteLength: number | null;
}

export const UNKNOWN_CLIP: ClipFacts = { seconds: null, frame: null, words: '', byteLength: null };

/** An index of some hours. */
const INDEX_LIMIT_BYTES = 16_000_000;
/** Labels of generated videos (C2PA, AIGC) begin with who made them. */
const LABEL_LIMIT_BYTES = 256_000;
const LABEL_BOXES: readonly string[] = ['uuid', 'udta', 'meta'];

export class ClipReader {
	private readonly index: Uint8Array[] = [];
	private readonly labels: Uint8Array[] = [];
	private indexBytes = 0;
	private labelBytes = 0;
	private readonly watch = new Mp4Watch((type, bytes) => this.keep(type, bytes));

	/** @param chunk the bytes that follow those of the last call */
	push(chunk: Uint8Array): void {
		this.watch.push(chunk);
	}

	/** Whether the index has been read to its end. */
	get hasIndex(): boolean {
		return this.watch.hasPassed('moov');
	}

	facts(): ClipFacts {
		if (!this.hasIndex || this.indexBytes > INDEX_LIMIT_BYTES) return UNKNOWN_CLIP;
		const index = Buffer.concat(this.index);
		const words = [index, ...this.labels].map(wordsIn).join(' ');
		return { ...UNKNOWN_CLIP, seconds: secondsIn(index), frame: frameIn(index), words };
	}

	private keep(type: string, bytes: Uint8Array): void {
		// A copy: the chunk is n8n's own.
		if (type === 'moov') {
			this.indexBytes += bytes.length;
			if (this.indexBytes <= INDEX_LIMIT_BYTES) this.index.push(Buffer.from(bytes));
		} else if (LABEL_BOXES.includes(type) && this.labelBytes < LABEL_LIMIT_BYTES) {
			const rest = bytes.subarray(0, LABEL_LIMIT_BYTES - this.labelBytes);
			this.labelBytes += rest.length;
			this.labels.push(Buffer.from(rest));
		}
	}
}

interface Box {
	type: string;
	body: Buffer;
}

const HEADER_BYTES = 8;

/** The boxes in a box, as far as they are whole. */
function* boxesIn(bytes: Buffer): Generator<Box> {
	for (let at = 0; at + HEADER_BYTES <= bytes.length;) {
		const size = bytes.readUInt32BE(at);
		const end = size === 0 ? bytes.length : at + size;
		if (end < at + HEADER_BYTES || end > bytes.length) return;
		yield { type: charsAt(bytes, at + 4, 4), body: bytes.subarray(at + HEADER_BYTES, end) };
		at = end;
	}
}

function find(bytes: Buffer, type: string): Buffer | null {
	for (const box of boxesIn(bytes)) if (box.type === type) return box.body;
	return null;
}

/** A full box says in its first byte whether its times have 64 bits. */
function secondsIn(index: Buffer): number | null {
	const header = find(index, 'mvhd');
	if (header === null || header.length < 20) return null;
	const isLong = header[0] === 1;
	if (isLong && header.length < 32) return null;
	const scale = header.readUInt32BE(isLong ? 20 : 12);
	const units = isLong ? Number(header.readBigUInt64BE(24)) : header.readUInt32BE(16);
	return scale === 0 || units === 0 ? null : units / scale;
}

/** Behind the times: a matrix of nine numbers, then width and height, each 16.16. */
const FRAME_FROM_END = 8;
const MATRIX_FROM_END = 44;

/** The first track with a frame. A quarter turn in its matrix swaps width and height. */
function frameIn(index: Buffer): ClipFacts['frame'] {
	for (const { type, body } of boxesIn(index)) {
		const header = type === 'trak' ? find(body, 'tkhd') : null;
		if (header === null || header.length < 84) continue;
		const at = header.length - FRAME_FROM_END;
		const [width, height] = [header.readUInt16BE(at), header.readUInt16BE(at + 4)];
		if (width === 0 || height === 0) continue;
		const isTurned = header.readInt32BE(header.length - MATRIX_FROM_END) === 0;
		return isTurned ? { width: height, height: width } : { width, height };
	}
	return null;
}

const TEXTS = /[\x20-\x7e]{4,}/g;

function wordsIn(bytes: Uint8Array): string {
	return (Buffer.from(bytes).toString('latin1').match(TEXTS) ?? []).join(' ');
}

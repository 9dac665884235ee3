/** Whether an MP4 or QuickTime file has all its bytes, from nothing but its box headers. */

import { charsAt } from '../image/kind';

/** Size and type; with 64-bit size. ISO/IEC 14496-12, 4.2. */
const SHORT_HEADER_BYTES = 8;
const LONG_HEADER_BYTES = 16;
const SIZE_FOLLOWS_TYPE = 1;
const SIZE_TO_THE_END = 0;

/** What a file begins with that is made of such boxes: `ftyp`, or in old QuickTime files one of the others. */
const FIRST_BOXES = ['ftyp', 'styp', 'moov', 'mdat', 'wide', 'pnot', 'skip', 'free'];

/**
 * Follows a file's top-level boxes while it passes by in chunks, however it is cut. Looks at the
 * boxes' headers and at nothing else, and keeps 16 bytes.
 */
export class Mp4Watch {
	private readonly header = new Uint8Array(LONG_HEADER_BYTES);
	private headerBytes = 0;
	/** Bytes of the current box that have not come yet. */
	private boxBytesLeft = 0;
	private readonly seen = new Set<string>();
	private lastBox = '';
	private verdict: 'followed' | 'noBoxes' | 'openEnd' | 'broken' = 'followed';

	/** @param onBody is called with the bytes of each box as they pass by; they are not its own. */
	constructor(private readonly onBody: (type: string, bytes: Uint8Array) => void = () => {}) {}

	/** @param chunk the bytes that follow those of the last call */
	push(chunk: Uint8Array): void {
		for (let at = 0; at < chunk.length && this.verdict === 'followed';) {
			const skipped = Math.min(this.boxBytesLeft, chunk.length - at);
			if (skipped > 0) this.onBody(this.lastBox, chunk.subarray(at, at + skipped));
			this.boxBytesLeft -= skipped;
			at += skipped;
			if (at < chunk.length) this.readHeaderByte(chunk[at++]);
		}
	}

	/**
	 * To be asked after the last chunk.
	 * @returns `false`: the file ends too early, or its boxes do not add up. `null`: it cannot be
	 * told, because the last box goes on to the end of the file, the video is in fragments without
	 * an index behind them, or it is no file of this kind.
	 */
	isWhole(): boolean | null {
		if (this.verdict === 'noBoxes') return null;
		if (this.verdict === 'broken' || !this.seen.has('moov')) return false;
		if (this.verdict === 'openEnd') return null;
		const endsWithABox = this.boxBytesLeft === 0 && this.headerBytes === 0;
		if (!endsWithABox || !this.seen.has('mdat') || this.lastBox === 'moof') return false;
		return this.seen.has('moof') && this.lastBox !== 'mfra' ? null : true;
	}

	/** Less can be said against a file that still plays: there is no index, or a box is shorter than it says. */
	get isCutOff(): boolean {
		if (this.verdict === 'noBoxes') return false;
		return !this.seen.has('moov') || (this.verdict === 'followed' && this.boxBytesLeft > 0);
	}

	/** Whether such a box has come, and to its end. */
	hasPassed(type: string): boolean {
		return this.seen.has(type) && (this.lastBox !== type || this.boxBytesLeft === 0);
	}

	/** Leaves the rest of the current box out. @returns its bytes: the next chunk begins behind them. */
	skipBox(): number {
		const left = this.boxBytesLeft;
		this.boxBytesLeft = 0;
		return left;
	}

	private readHeaderByte(byte: number): void {
		this.header[this.headerBytes++] = byte;
		if (this.headerBytes < SHORT_HEADER_BYTES) return;
		const view = new DataView(this.header.buffer);
		const shortSize = view.getUint32(0);
		if (this.headerBytes === SHORT_HEADER_BYTES) {
			this.enter(charsAt(this.header, 4, 4));
			if (shortSize === SIZE_FOLLOWS_TYPE) return;
			if (shortSize === SIZE_TO_THE_END) this.settle('openEnd');
			else this.skipBody(shortSize);
		} else if (this.headerBytes === LONG_HEADER_BYTES) {
			this.skipBody(Number(view.getBigUint64(SHORT_HEADER_BYTES)));
		}
	}

	private enter(type: string): void {
		if (this.seen.size === 0 && !FIRST_BOXES.includes(type)) this.settle('noBoxes');
		this.seen.add(type);
		this.lastBox = type;
	}

	private skipBody(boxSize: number): void {
		if (boxSize < this.headerBytes) this.settle('broken');
		this.boxBytesLeft = boxSize - this.headerBytes;
		this.headerBytes = 0;
	}

	/** The first verdict stands. */
	private settle(verdict: Mp4Watch['verdict']): void {
		if (this.verdict === 'followed') this.verdict = verdict;
	}
}

/** What can be said of a video while its file passes by, in little memory. */

import { movieFacts, type MovieFacts } from './movie';
import { Mp4Watch } from './mp4';

export interface VideoFacts extends MovieFacts {
	byteLength: number;
	/** The index stands before the video's data, so that it can be played while it comes. */
	isIndexFirst: boolean;
}

/** That of an hour has about half of it. */
const INDEX_LIMIT_BYTES = 4_000_000;

/** Follows a file in chunks, however it is cut. Never throws. */
export class VideoReader {
	private readonly index: Uint8Array[] = [];
	private indexBytes = 0;
	private byteLength = 0;
	private isDataFirst = false;
	private readonly boxes = new Mp4Watch((type, bytes) => this.keep(type, bytes));

	/** @param chunk the bytes that follow those of the last call */
	push(chunk: Uint8Array): void {
		this.byteLength += chunk.length;
		this.boxes.push(chunk);
	}

	/** As `Mp4Watch` says it. */
	isWhole(): boolean | null {
		return this.boxes.isWhole();
	}

	/**
	 * To be asked after the last chunk.
	 * @returns null where it is no MP4 or QuickTime file, or its index is missing, cut off or huge.
	 */
	facts(): VideoFacts | null {
		if (!this.boxes.hasPassed('moov') || this.indexBytes > INDEX_LIMIT_BYTES) return null;
		const { byteLength, isDataFirst } = this;
		return { ...movieFacts(Buffer.concat(this.index)), byteLength, isIndexFirst: !isDataFirst };
	}

	private keep(type: string, bytes: Uint8Array): void {
		if (type === 'mdat' && this.indexBytes === 0) this.isDataFirst = true;
		if (type !== 'moov') return;
		this.indexBytes += bytes.length;
		// A copy: the chunk is the stream's own.
		if (this.indexBytes <= INDEX_LIMIT_BYTES) this.index.push(new Uint8Array(bytes));
	}
}

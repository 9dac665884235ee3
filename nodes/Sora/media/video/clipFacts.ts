/**
 * How long a clip is, how large its frame is and who made it, from the boxes of an MP4 or QuickTime file
 * that passes by in chunks (ISO/IEC 14496-12). Other files say nothing here.
 */

import { movieFacts } from './movie';
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

	/** Leaves the video itself out. @returns its bytes that have not come: the next chunk begins behind them. */
	skip(): number {
		return this.indexBytes > 0 ? 0 : this.watch.skipBox();
	}

	/** To be asked after the last chunk. @returns why no model can use the clip, as a sentence. */
	problem(): string | null {
		if (this.watch.isCutOff) return 'The video is damaged: it ends too early.';
		if (!this.isIndexKept) return null;
		const { frame, videoCodec, audioCodec } = movieFacts(Buffer.concat(this.index));
		const hasSound = audioCodec !== null && audioCodec !== 'none';
		const isSoundOnly = hasSound && videoCodec === null && frame === null;
		return isSoundOnly ? 'The file has sound, but no video.' : null;
	}

	facts(): ClipFacts {
		if (!this.isIndexKept) return UNKNOWN_CLIP;
		const index = Buffer.concat(this.index);
		const words = [index, ...this.labels].map(wordsIn).join(' ');
		const { seconds, frame } = movieFacts(index);
		return { ...UNKNOWN_CLIP, seconds, frame, words };
	}

	private get isIndexKept(): boolean {
		return this.hasIndex && this.indexBytes <= INDEX_LIMIT_BYTES;
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

const TEXTS = /[\x20-\x7e]{4,}/g;

function wordsIn(bytes: Uint8Array): string {
	return (Buffer.from(bytes).toString('latin1').match(TEXTS) ?? []).join(' ');
}

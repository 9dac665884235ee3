import { createHash } from 'crypto';

/** What small images may take together of n8n's memory, from the check to the end of the run. */
const KEPT_BYTES = 16_000_000;

/** What became of an image in the shape that was asked for. */
export type KnownFit =
	| { problem: string }
	/** It has that shape. */
	| { changed: null }
	| { changed: string; digest: string; byteLength: number; mimeType: string };

/** Small images, by what they hold: they need not be read again. Large ones are not kept. */
export class KeptBytes {
	/** By image, shape and mode: a photo that many items share is worked on once. */
	readonly fits = new Map<string, Promise<KnownFit>>();
	private readonly kept = new Map<string, Uint8Array>();

	/** @param room for so many bytes in all. */
	constructor(private room = KEPT_BYTES) {}

	get(digest: string): Uint8Array | undefined {
		return this.kept.get(digest);
	}

	keep(digest: string, bytes: Uint8Array): void {
		if (this.kept.has(digest) || bytes.length > this.room) return;
		this.room -= bytes.length;
		this.kept.set(digest, bytes);
	}
}

/** SHA-256, in hex. */
export function digestOf(bytes: Uint8Array): string {
	return createHash('sha256').update(bytes).digest('hex');
}

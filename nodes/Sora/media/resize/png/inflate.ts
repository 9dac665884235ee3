/** zlib data (RFC 1950) through the streams that the platform has. */

import { UnreadableImage } from '../raster';

/**
 * @param parts of one zlib stream
 * @yields its content piece by piece, for as long as it is asked: what a small file can grow to is
 * not decided by the file
 * @throws UnreadableImage where it is no zlib stream
 */
export async function* inflated(parts: readonly Uint8Array[]): AsyncGenerator<Uint8Array> {
	const pieces = through(parts, new DecompressionStream('deflate'));
	for (;;) {
		const piece = await pieces.next().catch(() => null);
		if (piece === null) throw new UnreadableImage('is damaged or ends too early');
		if (piece.done) return;
		yield piece.value;
	}
}

export async function deflated(bytes: Uint8Array): Promise<Uint8Array> {
	const pieces: Uint8Array[] = [];
	for await (const piece of through([bytes], new CompressionStream('deflate'))) pieces.push(piece);
	return Buffer.concat(pieces);
}

type Transform = CompressionStream | DecompressionStream;

async function* through(
	parts: readonly Uint8Array[],
	transform: Transform,
): AsyncGenerator<Uint8Array> {
	const stream: AsyncIterable<Uint8Array> = new Blob([...parts]).stream().pipeThrough(transform);
	yield* stream;
}

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

/** As much as is handed over at a time: a copy of the whole would be as large as the file. */
const PIECE_BYTES = 256_000;

async function* through(
	parts: readonly Uint8Array[],
	transform: Transform,
): AsyncGenerator<Uint8Array> {
	const pieces = piecesOf(parts);
	const source = new ReadableStream<Uint8Array>({
		pull: (controller) => {
			const piece = pieces.next();
			if (piece.done) controller.close();
			else controller.enqueue(piece.value);
		},
	});
	const stream: AsyncIterable<Uint8Array> = source.pipeThrough(transform);
	yield* stream;
}

function* piecesOf(parts: readonly Uint8Array[]): Generator<Uint8Array> {
	for (const part of parts) {
		for (let at = 0; at < part.length; at += PIECE_BYTES) yield part.subarray(at, at + PIECE_BYTES);
	}
}

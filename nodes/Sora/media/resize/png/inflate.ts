/** zlib data (RFC 1950) through the streams that the platform has, piece by piece. */

import { UnreadableImage } from '../raster';
import { Slices, type Pause } from '../work';

/**
 * @param parts of one zlib stream
 * @yields its content piece by piece, for as long as it is asked: what a small file can grow to is
 * not decided by the file
 * @throws UnreadableImage where it is no zlib stream
 */
export async function* inflated(parts: readonly Uint8Array[]): AsyncGenerator<Uint8Array> {
	const pieces = through(piecesOf(parts), new DecompressionStream('deflate'));
	for (;;) {
		const piece = await pieces.next().catch(() => null);
		if (piece === null) throw new UnreadableImage('is damaged or ends too early');
		if (piece.done) return;
		yield piece.value;
	}
}

/** @yields the zlib stream of all pieces, as it comes; between two of them there is time for others */
export function deflated(pieces: Iterable<Uint8Array>, pause: Pause): AsyncGenerator<Uint8Array> {
	const slices = new Slices(pause);
	return through(pieces, new CompressionStream('deflate'), async () => await slices.rest());
}

type Transform = CompressionStream | DecompressionStream;

/** As much as is handed over at a time: a copy of the whole would be as large as the file. */
const PIECE_BYTES = 256_000;

async function* through(
	pieces: Iterable<Uint8Array>,
	transform: Transform,
	rest?: Pause,
): AsyncGenerator<Uint8Array> {
	const left = pieces[Symbol.iterator]();
	const source = new ReadableStream<Uint8Array>({
		pull: async (controller) => {
			await rest?.();
			const piece = left.next();
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

/** The rows of a PNG file, in the order and the shape that they are stored in. PNG specification, section 8. */

import { UnreadableImage } from '../raster';
import { Slices, type Pause } from '../work';
import { isFilter, unfilter } from './filter';
import { inflated } from './inflate';

/** A smaller image made of some of the pixels: all of them, or one pass of the seven. */
export interface Pass {
	left: number;
	top: number;
	/** Pixels of the image from one of the pass to the next. */
	stepX: number;
	stepY: number;
	width: number;
	height: number;
}

/** Adam7. Section 8.1. */
const INTERLACE_PASSES = [
	{ left: 0, top: 0, stepX: 8, stepY: 8 },
	{ left: 4, top: 0, stepX: 8, stepY: 8 },
	{ left: 0, top: 4, stepX: 4, stepY: 8 },
	{ left: 2, top: 0, stepX: 4, stepY: 4 },
	{ left: 0, top: 2, stepX: 2, stepY: 4 },
	{ left: 1, top: 0, stepX: 2, stepY: 2 },
	{ left: 0, top: 1, stepX: 1, stepY: 2 },
];
const ONE_PASS = [{ left: 0, top: 0, stepX: 1, stepY: 1 }];

export function passesOf(width: number, height: number, isInterlaced: boolean): Pass[] {
	return (isInterlaced ? INTERLACE_PASSES : ONE_PASS)
		.map((pass) => ({
			...pass,
			width: Math.ceil((width - pass.left) / pass.stepX),
			height: Math.ceil((height - pass.top) / pass.stepY),
		}))
		.filter((pass) => pass.width > 0 && pass.height > 0);
}

/**
 * Inflates no more than the rows that there must be.
 * @param parts the image data, packed
 * @param take gets each row's bytes; they change after it returns
 * @throws UnreadableImage where the data are damaged or end too early
 */
export async function readRows(
	parts: readonly Uint8Array[],
	passes: readonly Pass[],
	bitsPerPixel: number,
	take: (pass: Pass, y: number, row: Uint8Array) => void,
	pause: Pause,
): Promise<void> {
	const step = Math.max(1, bitsPerPixel >> 3);
	const lines = linesOf(passes, bitsPerPixel);
	let line = lines.next();
	let filled = 0;
	const slices = new Slices(pause);
	for await (const piece of inflated(parts)) {
		await slices.rest();
		for (let at = 0; at < piece.length && !line.done;) {
			const { pass, y, bytes, previous } = line.value;
			const count = Math.min(bytes.length - filled, piece.length - at);
			bytes.set(piece.subarray(at, at + count), filled);
			at += count;
			filled += count;
			if (filled < bytes.length) break;
			const filter = bytes[0];
			if (!isFilter(filter)) throw new UnreadableImage('is damaged');
			const row = bytes.subarray(1);
			unfilter(filter, row, previous.subarray(1), step);
			take(pass, y, row);
			filled = 0;
			line = lines.next();
		}
		if (line.done) return;
	}
	throw new UnreadableImage('is damaged or ends too early');
}

interface Line {
	pass: Pass;
	y: number;
	/** The filter's number and the row, to be filled. */
	bytes: Uint8Array;
	/** The line before it in this pass; zeros before the first. */
	previous: Uint8Array;
}

function* linesOf(passes: readonly Pass[], bitsPerPixel: number): Generator<Line> {
	for (const pass of passes) {
		const length = 1 + Math.ceil((pass.width * bitsPerPixel) / 8);
		let bytes = new Uint8Array(length);
		let previous = new Uint8Array(length);
		for (let y = 0; y < pass.height; y++) {
			yield { pass, y, bytes, previous };
			[bytes, previous] = [previous, bytes];
		}
	}
}

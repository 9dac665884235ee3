/** What a JPEG file's headers say about its image data. ITU-T T.81, B.2. */

import { charsAt } from '../../image/kind';
import type { ColourModel, Plane } from '../raster';
import { UnreadableImage } from '../raster';
import type { Area } from '../resample';
import type { BlockSize } from './dct';
import { ZIGZAG } from './dct';
import { HuffmanTable } from './huffman';
import type { Segment } from '../../image/jpegSegments';

export interface Component {
	id: number;
	/** Samples across a decoded block. */
	size: BlockSize;
	/** Blocks across and down in one unit (MCU) of an interleaved scan. */
	across: number;
	down: number;
	quantizationTable: number;
	/** Blocks that hold samples of the image; in non-interleaved scans there are no others. */
	blocksAcross: number;
	blocksDown: number;
	/** Blocks in a row of `coefficients`, filled up to whole units. */
	storedAcross: number;
	/** The quantized coefficients of all blocks; only where they come in several scans. */
	coefficients: Int16Array | null;
	/** The blocks that become samples. */
	wanted: BlockRange;
	plane: Plane;
}

/** Blocks from `left` and `top` to before `right` and `bottom`. */
export interface BlockRange {
	left: number;
	top: number;
	right: number;
	bottom: number;
}

export interface Frame {
	width: number;
	height: number;
	isProgressive: boolean;
	unitsAcross: number;
	unitsDown: number;
	components: Component[];
}

/** Tables as the segments define them; a later one replaces an earlier one. */
export interface Tables {
	quantization: Int32Array[];
	dc: HuffmanTable[];
	ac: HuffmanTable[];
	/** Units between two restart markers; 0: none. */
	restartInterval: number;
}

/** Start-of-frame markers of the variants that are read here: baseline, extended and progressive, in Huffman codes. */
const READ_HERE = [0xc0, 0xc1, 0xc2];
const PROGRESSIVE = 0xc2;

/**
 * @param stored samples for each pixel of the image that the file has of this channel
 * @param isColour and not light, nor one of red, green, blue and inks
 */
export type BlockSizes = (stored: number, isColour: boolean) => BlockSize;

/**
 * B.2.2.
 * @param transform that Adobe's marker names
 * @param sizeOf what a decoded block becomes: with 4, its plane has half the size that is stored
 * @param area whose samples are wanted; left out: all of them
 * @throws UnreadableImage
 */
export function readFrame(
	bytes: Uint8Array,
	{ marker, start, end }: Segment,
	transform: number | null,
	sizeOf: BlockSizes,
	area?: Area,
): Frame {
	if (!READ_HERE.includes(marker))
		throw new UnreadableImage('is of a rare variant (lossless or arithmetic coding)');
	const count = bytes[start + 5];
	if (end - start < 6 + 3 * count) throw new UnreadableImage('is damaged');
	if (bytes[start] !== 8) throw new UnreadableImage('has more than 8 bits for each sample');
	const height = (bytes[start + 1] << 8) | bytes[start + 2];
	const width = (bytes[start + 3] << 8) | bytes[start + 4];
	const factors = Array.from({ length: count }, (_, index) => {
		const at = start + 6 + 3 * index;
		return {
			id: bytes[at],
			across: bytes[at + 1] >> 4,
			down: bytes[at + 1] & 15,
			table: bytes[at + 2],
		};
	});
	const isSane =
		[1, 3, 4].includes(count) &&
		factors.every(({ across, down }) => across >= 1 && across <= 4 && down >= 1 && down <= 4);
	if (!isSane || width === 0 || height === 0) throw new UnreadableImage('is damaged');

	const hasLight = colourModelOf({ components: factors }, transform) === 'ycc';
	const mostAcross = Math.max(...factors.map(({ across }) => across));
	const mostDown = Math.max(...factors.map(({ down }) => down));
	const unitsAcross = Math.ceil(width / (8 * mostAcross));
	const unitsDown = Math.ceil(height / (8 * mostDown));
	const isProgressive = marker === PROGRESSIVE;
	const components = factors.map(({ id, across, down, table }, index): Component => {
		const storedAcross = unitsAcross * across;
		const storedDown = unitsDown * down;
		const stored = Math.min(across / mostAcross, down / mostDown);
		const size = sizeOf(stored, hasLight && index > 0);
		const scaleX = (across / mostAcross) * (size / 8);
		const scaleY = (down / mostDown) * (size / 8);
		return {
			id,
			size,
			across,
			down,
			quantizationTable: table,
			blocksAcross: Math.ceil(Math.ceil((width * across) / mostAcross) / 8),
			blocksDown: Math.ceil(Math.ceil((height * down) / mostDown) / 8),
			storedAcross,
			coefficients: isProgressive ? new Int16Array(storedAcross * storedDown * 64) : null,
			wanted: blocksWithin(area, (8 * mostAcross) / across, (8 * mostDown) / down),
			plane: {
				width: Math.ceil(width * scaleX),
				height: Math.ceil(height * scaleY),
				stride: storedAcross * size,
				data: new Uint8ClampedArray(storedAcross * size * storedDown * size),
				scaleX,
				scaleY,
			},
		};
	});
	return { width, height, isProgressive, unitsAcross, unitsDown, components };
}

/** So far beyond an area the filters look that scale it. */
const MARGIN_BLOCKS = 2;

/** @param across, down pixels of the image that one block stands for */
function blocksWithin(area: Area | undefined, across: number, down: number): BlockRange {
	if (!area) return { left: 0, top: 0, right: Infinity, bottom: Infinity };
	const { x, y, width, height } = area;
	return {
		left: Math.floor(x / across) - MARGIN_BLOCKS,
		top: Math.floor(y / down) - MARGIN_BLOCKS,
		right: Math.ceil((x + width) / across) + MARGIN_BLOCKS,
		bottom: Math.ceil((y + height) / down) + MARGIN_BLOCKS,
	};
}

/** B.2.4.1. The tables are stored in zigzag order, and kept row by row. */
export function readQuantization(bytes: Uint8Array, { start, end }: Segment, tables: Tables): void {
	for (let at = start; at < end;) {
		const isWide = bytes[at] >> 4 === 1;
		const table = new Int32Array(64);
		tables.quantization[bytes[at] & 15] = table;
		at++;
		for (let index = 0; index < 64; index++, at += isWide ? 2 : 1) {
			table[ZIGZAG[index]] = isWide ? (bytes[at] << 8) | bytes[at + 1] : bytes[at];
		}
	}
}

/** B.2.4.2. */
export function readHuffman(bytes: Uint8Array, { start, end }: Segment, tables: Tables): void {
	for (let at = start; at + 17 <= end;) {
		const counts = bytes.subarray(at + 1, at + 17);
		const total = counts.reduce((sum, count) => sum + count, 0);
		const list = bytes[at] >> 4 === 0 ? tables.dc : tables.ac;
		list[bytes[at] & 15] = new HuffmanTable(counts, bytes.subarray(at + 17, at + 17 + total));
		at += 17 + total;
	}
}

/** The colour transform that Adobe's marker names; null without one. Adobe Technical Note 5116, section 18. */
export function adobeTransform(bytes: Uint8Array, { start, end }: Segment): number | null {
	return charsAt(bytes, start, 5) === 'Adobe' && end - start >= 12 ? bytes[start + 11] : null;
}

/** JFIF means YCbCr; without word from Adobe, components named R, G, B are what they are called. */
export function colourModelOf(
	{ components }: { components: ReadonlyArray<Pick<Component, 'id'>> },
	transform: number | null,
): ColourModel {
	if (components.length === 1) return 'grey';
	if (components.length === 4) return transform === 2 ? 'ycck' : 'cmyk';
	const names = String.fromCharCode(...components.map(({ id }) => id));
	return transform === 0 || (transform === null && names === 'RGB') ? 'rgb' : 'ycc';
}

/** Reading the coefficients of one block, in each of the five ways. ITU-T T.81, F.2 and G.2. */

import { ZIGZAG } from './dct';
import type { EntropyReader, HuffmanTable } from './huffman';

/** What stays the same during a scan, and what is carried from block to block. */
export interface ScanState {
	reader: EntropyReader;
	/** The first and last coefficient of this scan's band, in zigzag order. */
	bandStart: number;
	bandEnd: number;
	/** The bit of the coefficients that this scan brings (Al). */
	bit: number;
	/** Blocks that have nothing more in this band (EOBRUN). */
	emptyBlocks: number;
}

/** What is carried from block to block within a component. */
export interface ComponentState {
	dc: HuffmanTable;
	ac: HuffmanTable;
	/** The last mean value; each is coded as the difference from the one before. */
	previousMean: number;
}

/** Reads one block into `into`, from `base` on, row by row. */
export type BlockReader = (
	scan: ScanState,
	component: ComponentState,
	into: Int16Array,
	base: number,
) => void;

/** F.2.2: the whole block at once. */
export const readSequential: BlockReader = ({ reader }, component, into, base) => {
	component.previousMean += reader.readSigned(reader.readSymbol(component.dc) & 15);
	into[base] = component.previousMean;
	for (let at = 1; at < 64; at++) {
		const symbol = reader.readSymbol(component.ac);
		const size = symbol & 15;
		const zeros = symbol >> 4;
		if (size === 0 && zeros < 15) return;
		at += zeros;
		if (size > 0) into[base + ZIGZAG[at]] = reader.readSigned(size);
	}
};

/** G.1.2.1, first scan. */
export const readMean: BlockReader = ({ reader, bit }, component, into, base) => {
	component.previousMean += reader.readSigned(reader.readSymbol(component.dc) & 15);
	into[base] = component.previousMean << bit;
};

/** G.1.2.1, later scans: one bit more. */
export const refineMean: BlockReader = ({ reader, bit }, _component, into, base) => {
	into[base] |= reader.read(1) << bit;
};

/** G.1.2.2: a band of coefficients without their low bits. */
export const readBand: BlockReader = (scan, component, into, base) => {
	const { reader, bandStart, bandEnd, bit } = scan;
	if (scan.emptyBlocks > 0) {
		scan.emptyBlocks--;
		return;
	}
	for (let at = bandStart; at <= bandEnd; at++) {
		const symbol = reader.readSymbol(component.ac);
		const size = symbol & 15;
		const zeros = symbol >> 4;
		if (size === 0 && zeros < 15) {
			scan.emptyBlocks = (1 << zeros) - 1 + reader.read(zeros);
			return;
		}
		at += zeros;
		if (size > 0) into[base + ZIGZAG[at]] = reader.readSigned(size) << bit;
	}
};

/** G.1.2.3: one bit more for each coefficient that is not zero, and new ones among the zeros. */
export const refineBand: BlockReader = (scan, component, into, base) => {
	const { reader, bandStart, bandEnd, bit } = scan;
	let at = bandStart;
	while (scan.emptyBlocks === 0 && at <= bandEnd) {
		const symbol = reader.readSymbol(component.ac);
		const zeros = symbol >> 4;
		const isNew = (symbol & 15) > 0;
		if (!isNew && zeros < 15) {
			scan.emptyBlocks = (1 << zeros) + reader.read(zeros);
			break;
		}
		const sign = isNew && reader.read(1) === 0 ? -1 : 1;
		at = refineUntilZero(scan, into, base, at, zeros);
		if (isNew && at <= bandEnd) into[base + ZIGZAG[at]] = sign << bit;
		at++;
	}
	if (scan.emptyBlocks === 0) return;
	refineUntilZero(scan, into, base, at, 64);
	scan.emptyBlocks--;
};

/** Adds a bit to all coefficients on the way past this many zeros. @returns the place of the zero after those, or the first after the band */
function refineUntilZero(
	{ reader, bandEnd, bit }: ScanState,
	into: Int16Array,
	base: number,
	from: number,
	zeros: number,
): number {
	let left = zeros;
	let at = from;
	for (; at <= bandEnd; at++) {
		const place = base + ZIGZAG[at];
		const value = into[place];
		if (value === 0) {
			if (left === 0) return at;
			left--;
		} else if (reader.read(1) === 1) {
			into[place] += value > 0 ? 1 << bit : -1 << bit;
		}
	}
	return at;
}

/** One scan: which blocks come in which order. ITU-T T.81, A.2, B.2.3 and E.2. */

import { UnreadableImage } from '../raster';
import type { Work } from '../work';
import type { BlockReader, ComponentState, ScanState } from './blocks';
import { readBand, readMean, readSequential, refineBand, refineMean } from './blocks';
import type { BlockSize } from './dct';
import { inverseTransform } from './dct';
import type { Component, Frame, Tables } from './frame';
import { EntropyReader, HuffmanTable } from './huffman';
import type { Segment } from '../../image/jpegSegments';
import { MARKER } from '../../image/jpegSegments';

/** Stands in for a table that the file does not have: reading with it fails. */
const NO_CODES = new HuffmanTable(new Uint8Array(16), new Uint8Array(0));

/** Reads the blocks of one component, each to its place. */
interface ComponentReader {
	component: Component;
	state: ComponentState;
	read: (blockX: number, blockY: number) => void;
}

/**
 * Reads the scan that this segment announces.
 * @returns whose data it brought, and the offset after them, where the next marker is
 * @throws UnreadableImage where the data are damaged or end too early
 */
export function* readScan(
	bytes: Uint8Array,
	segment: Segment,
	frame: Frame,
	tables: Tables,
): Work<{ end: number; components: Component[] }> {
	const scan = scanStateOf(bytes, segment);
	const readers = readersOf(bytes, segment, frame, tables, scan);
	const isInterleaved = readers.length > 1;
	const [{ component }] = readers;
	const unitsAcross = isInterleaved ? frame.unitsAcross : component.blocksAcross;
	const units = unitsAcross * (isInterleaved ? frame.unitsDown : component.blocksDown);
	const interval = tables.restartInterval || units;

	for (let unit = 0; unit < units; unit++) {
		if (unit > 0 && unit % interval === 0) restart(bytes, scan, readers);
		const unitX = unit % unitsAcross;
		const unitY = Math.floor(unit / unitsAcross);
		if (isInterleaved) readUnit(readers, unitX, unitY);
		else readers[0].read(unitX, unitY);
		if (unitX > 0) continue;
		if (scan.reader.isExhausted) throw new UnreadableImage('ends too early');
		yield;
	}
	if (scan.reader.isExhausted) throw new UnreadableImage('ends too early');
	return { end: scan.reader.position, components: readers.map((reader) => reader.component) };
}

function readUnit(readers: readonly ComponentReader[], unitX: number, unitY: number): void {
	for (const { component, read } of readers) {
		for (let y = 0; y < component.down; y++) {
			for (let x = 0; x < component.across; x++) {
				read(unitX * component.across + x, unitY * component.down + y);
			}
		}
	}
}

/** E.2.4: after each interval the coding begins anew behind a marker. */
function restart(bytes: Uint8Array, scan: ScanState, readers: readonly ComponentReader[]): void {
	const { reader } = scan;
	if (reader.isExhausted) throw new UnreadableImage('ends too early');
	reader.align();
	let at = reader.position;
	while (
		at < bytes.length &&
		!(bytes[at] === 0xff && bytes[at + 1] !== 0 && bytes[at + 1] !== 0xff)
	)
		at++;
	const marker = bytes[at + 1];
	if (!(marker >= MARKER.firstRestart && marker <= MARKER.lastRestart)) {
		throw new UnreadableImage('is damaged');
	}
	reader.position = at + 2;
	scan.emptyBlocks = 0;
	for (const { state } of readers) state.previousMean = 0;
}

/** B.2.3: after the list of components stand the band and the bits. */
function scanStateOf(bytes: Uint8Array, { start, end }: Segment): ScanState {
	const at = start + 1 + 2 * bytes[start];
	if (bytes[start] < 1 || at + 3 > end) throw new UnreadableImage('is damaged');
	return {
		reader: new EntropyReader(bytes, end),
		bandStart: bytes[at],
		bandEnd: Math.min(bytes[at + 1], 63),
		bit: bytes[at + 2] & 15,
		emptyBlocks: 0,
	};
}

function blockReaderOf(frame: Frame, bytes: Uint8Array, { start }: Segment): BlockReader {
	if (!frame.isProgressive) return readSequential;
	const at = start + 1 + 2 * bytes[start];
	const isMean = bytes[at] === 0;
	const isFirst = bytes[at + 2] >> 4 === 0;
	if (isMean) return isFirst ? readMean : refineMean;
	return isFirst ? readBand : refineBand;
}

function readersOf(
	bytes: Uint8Array,
	segment: Segment,
	frame: Frame,
	tables: Tables,
	scan: ScanState,
): ComponentReader[] {
	const readBlock = blockReaderOf(frame, bytes, segment);
	return Array.from({ length: bytes[segment.start] }, (_, index) => {
		const at = segment.start + 1 + 2 * index;
		const component = frame.components.find(({ id }) => id === bytes[at]);
		if (!component) throw new UnreadableImage('is damaged');
		const state: ComponentState = {
			dc: tables.dc[bytes[at + 1] >> 4] ?? NO_CODES,
			ac: tables.ac[bytes[at + 1] & 15] ?? NO_CODES,
			previousMean: 0,
		};
		const read = component.coefficients
			? keeping(component.coefficients, component, state, scan, readBlock)
			: transforming(component, state, scan, tables);
		return { component, state, read };
	});
}

/** Several scans bring a block: it is kept until the last. */
function keeping(
	coefficients: Int16Array,
	{ storedAcross }: Component,
	state: ComponentState,
	scan: ScanState,
	readBlock: BlockReader,
): ComponentReader['read'] {
	return (blockX, blockY) =>
		readBlock(scan, state, coefficients, (blockY * storedAcross + blockX) * 64);
}

/** The scan brings whole blocks: each becomes samples at once. */
function transforming(
	component: Component,
	state: ComponentState,
	scan: ScanState,
	tables: Tables,
): ComponentReader['read'] {
	const { size } = component;
	const quantized = new Int16Array(64);
	const coefficients = new Int32Array(64);
	const table = quantizationOf(component, tables);
	return (blockX, blockY) => {
		quantized.fill(0);
		readSequential(scan, state, quantized, 0);
		if (!isWanted(component, blockX, blockY)) return;
		dequantize(coefficients, quantized, 0, table, size);
		inverseTransform(coefficients, size, component.plane, blockX, blockY);
	};
}

function isWanted({ wanted }: Component, blockX: number, blockY: number): boolean {
	const { left, top, right, bottom } = wanted;
	return blockX >= left && blockX < right && blockY >= top && blockY < bottom;
}

/** The rows that a block of this size is made of. */
function dequantize(
	coefficients: Int32Array,
	quantized: Int16Array,
	base: number,
	table: Int32Array,
	size: BlockSize,
): void {
	for (let index = 0; index < 8 * size; index++) {
		coefficients[index] = quantized[base + index] * table[index];
	}
}

function quantizationOf({ quantizationTable }: Component, tables: Tables): Int32Array {
	const table = tables.quantization[quantizationTable];
	if (!table) throw new UnreadableImage('is damaged');
	return table;
}

/** Makes samples of the coefficients that several scans have brought. */
export function* transformKept({ components }: Frame, tables: Tables): Work<undefined> {
	const coefficients = new Int32Array(64);
	for (const component of components) {
		if (!component.coefficients) continue;
		const table = quantizationOf(component, tables);
		for (let y = 0; y < component.blocksDown; y++) {
			for (let x = 0; x < component.blocksAcross; x++) {
				if (!isWanted(component, x, y)) continue;
				const base = (y * component.storedAcross + x) * 64;
				dequantize(coefficients, component.coefficients, base, table, component.size);
				inverseTransform(coefficients, component.size, component.plane, x, y);
			}
			yield;
		}
	}
}

/** From a JPEG file to planes of samples, if need be in a smaller size at once. ITU-T T.81. */

import type { DecodedImage } from '../raster';
import { UnreadableImage } from '../raster';
import type { Area } from '../resample';
import type { Work } from '../work';
import type { BlockSizes, Component, Frame, Tables } from './frame';
import { adobeTransform, colourModelOf, readFrame, readHuffman, readQuantization } from './frame';
import { readScan, transformKept } from './scan';
import type { Segment } from '../../image/jpegSegments';
import { MARKER, isFrameMarker, segmentFrom } from '../../image/jpegSegments';

/** Encoders make up to about a dozen. A small file with thousands of them would only cost time. */
const MOST_SCANS = 100;

type SegmentReader = (bytes: Uint8Array, segment: Segment, tables: Tables) => void;

const TABLE_READERS: Readonly<Record<number, SegmentReader>> = {
	[MARKER.quantizationTables]: readQuantization,
	[MARKER.huffmanTables]: readHuffman,
	[MARKER.restartInterval]: (bytes, { start }, tables) => {
		tables.restartInterval = (bytes[start] << 8) | bytes[start + 1];
	},
};

/**
 * @param sizeOf samples across a decoded block: 8 for the size that is stored, 4 for half of it, 2, 1.
 * The image's own `width` and `height` stay those of the file
 * @param area the part of it that will be looked at, in its pixels; the rest may stay empty
 * @throws UnreadableImage where the file is damaged or of a variant that is not read here
 */
export function* decodeJpeg(
	bytes: Uint8Array,
	sizeOf: BlockSizes,
	area?: Area,
): Work<DecodedImage> {
	const tables: Tables = { quantization: [], dc: [], ac: [], restartInterval: 0 };
	const scanned = new Set<Component>();
	let frame: Frame | null = null;
	let transform: number | null = null;
	let scans = 0;

	let next = 2;
	for (let segment = segmentFrom(bytes, next); segment; segment = segmentFrom(bytes, next)) {
		const { marker } = segment;
		next = segment.end;
		TABLE_READERS[marker]?.(bytes, segment, tables);
		if (marker === MARKER.adobe) transform ??= adobeTransform(bytes, segment);
		if (isFrameMarker(marker)) frame ??= readFrame(bytes, segment, transform, sizeOf, area);
		if (marker !== MARKER.startOfScan || frame === null) continue;
		if (++scans > MOST_SCANS) throw new UnreadableImage('is damaged');
		const scan = yield* readScan(bytes, segment, frame, tables);
		scan.components.forEach((component) => scanned.add(component));
		next = scan.end;
	}
	if (frame === null || scanned.size < frame.components.length) {
		throw new UnreadableImage('ends too early');
	}
	yield* transformKept(frame, tables);
	const { width, height, components } = frame;
	return {
		width,
		height,
		model: colourModelOf(frame, transform),
		planes: components.map(({ plane }) => plane),
		alpha: null,
	};
}

/** From a JPEG file to planes of samples, if need be in a smaller size at once. ITU-T T.81. */

import type { Picture } from '../picture';
import { UnreadablePicture } from '../picture';
import type { BlockSize } from './dct';
import type { Frame, Tables } from './frame';
import { adobeTransform, colourModelOf, readFrame, readHuffman, readQuantization } from './frame';
import { readScan, transformKept } from './scan';
import { MARKER, isFrameMarker, segmentFrom } from './segments';

/**
 * @param size samples across a decoded block: 8 for the full size, 4 for half of it, 2, 1. The
 * picture's own `width` and `height` stay those of the file
 * @throws UnreadablePicture where the file is damaged or of a variant that is not read here
 */
export function decodeJpeg(bytes: Uint8Array, size: BlockSize): Picture {
	const tables: Tables = { quantization: [], dc: [], ac: [], restartInterval: 0 };
	let frame: Frame | null = null;
	let transform: number | null = null;

	for (let segment = segmentFrom(bytes, 2); segment;) {
		let next = segment.end;
		const { marker } = segment;
		if (marker === MARKER.quantizationTables) readQuantization(bytes, segment, tables);
		else if (marker === MARKER.huffmanTables) readHuffman(bytes, segment, tables);
		else if (marker === MARKER.restartInterval)
			tables.restartInterval = (bytes[segment.start] << 8) | bytes[segment.start + 1];
		else if (marker === MARKER.adobe) transform ??= adobeTransform(bytes, segment);
		else if (isFrameMarker(marker) && frame === null) frame = readFrame(bytes, segment, size);
		else if (marker === MARKER.startOfScan && frame !== null)
			next = readScan(bytes, segment, frame, tables, size);
		segment = segmentFrom(bytes, next);
	}
	if (frame === null) throw new UnreadablePicture('has no frame');
	transformKept(frame, tables, size);
	const { width, height, components } = frame;
	return {
		width,
		height,
		model: colourModelOf(frame, transform),
		planes: components.map(({ plane }) => plane),
		alpha: null,
	};
}

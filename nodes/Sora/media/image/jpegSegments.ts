/** The segments of a JPEG file before its image data. ITU-T T.81, annex B. */

/** Marker codes, the byte after 0xFF. T.81, table B.1. */
export const MARKER = {
	startOfImage: 0xd8,
	endOfImage: 0xd9,
	startOfScan: 0xda,
	quantizationTables: 0xdb,
	huffmanTables: 0xc4,
	restartInterval: 0xdd,
	firstRestart: 0xd0,
	lastRestart: 0xd7,
	exif: 0xe1,
	colourProfile: 0xe2,
	adobe: 0xee,
} as const;

export interface Segment {
	marker: number;
	/** Offset of the payload, after marker and length. */
	start: number;
	/** Offset after the payload. */
	end: number;
}

/** Start-of-frame markers: 0xC0–0xCF without DHT, JPG and DAC. */
export function isFrameMarker(marker: number): boolean {
	return (marker & 0xf0) === 0xc0 && ![0xc4, 0xc8, 0xcc].includes(marker);
}

function standsAlone(marker: number): boolean {
	return (
		marker === 0x01 ||
		(marker >= MARKER.firstRestart && marker <= MARKER.lastRestart) ||
		marker === MARKER.startOfImage
	);
}

/**
 * The next segment at or after `offset`; bytes that belong to none are passed over.
 * @returns null at the end of the image, and where the file ends before the segment does
 */
export function segmentFrom(bytes: Uint8Array, offset: number): Segment | null {
	for (let at = offset; at + 1 < bytes.length; at++) {
		const marker = bytes[at + 1];
		if (bytes[at] !== 0xff || marker === 0x00 || marker === 0xff || standsAlone(marker)) continue;
		if (marker === MARKER.endOfImage || at + 3 >= bytes.length) return null;
		const length = (bytes[at + 2] << 8) | bytes[at + 3];
		const end = at + 2 + length;
		return length < 2 || end > bytes.length ? null : { marker, start: at + 4, end };
	}
	return null;
}

/** All segments up to the first scan, with it. Ends early where the file is damaged; never throws. */
export function* segmentsOf(bytes: Uint8Array): Generator<Segment> {
	for (let segment = segmentFrom(bytes, 2); segment; segment = segmentFrom(bytes, segment.end)) {
		yield segment;
		if (segment.marker === MARKER.startOfScan) return;
	}
}

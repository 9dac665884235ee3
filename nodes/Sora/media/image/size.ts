/** How large an image is and which way up, read from its header alone. */

import type { Orientation } from './exif';
import { orientationOf, swapsSides } from './exif';
import type { ImageKind } from './kind';
import { charsAt, imageKind } from './kind';
import { MARKER, isFrameMarker, segmentsOf } from './jpegSegments';
import { chunksOf } from './pngChunks';

export interface Size {
	/** Pixels. */
	width: number;
	height: number;
}

export interface ImageSize extends Size {
	/** `width` and `height` are those of the image as it is seen, after turning it this way. */
	orientation: Orientation;
}

/** The image as it is stored, before it is turned for viewing. */
export function storedSize({ width, height, orientation }: ImageSize): Size {
	return swapsSides(orientation) ? { width: height, height: width } : { width, height };
}

/** As stored, before it is turned. */
type Stored = Size & { orientation: Orientation };

/** `1280x720` */
export function sizeText({ width, height }: Size): string {
	return `${width}x${height}`;
}

const EXIF_PREFIX = 'Exif\0\0';

/** T.81, B.2.2: the frame header holds height, then width. */
function storedJpeg(bytes: Uint8Array): Stored | null {
	let orientation: Orientation = 1;
	for (const { marker, start, end } of segmentsOf(bytes)) {
		if (marker === MARKER.exif && charsAt(bytes, start, EXIF_PREFIX.length) === EXIF_PREFIX) {
			orientation = orientationOf(bytes.subarray(start + EXIF_PREFIX.length, end));
		}
		if (!isFrameMarker(marker)) continue;
		if (end - start < 6) return null;
		const height = (bytes[start + 1] << 8) | bytes[start + 2];
		const width = (bytes[start + 3] << 8) | bytes[start + 4];
		return { width, height, orientation };
	}
	return null;
}

/** PNG specification, 11.2.1 (IHDR) and 11.3.4.5 (eXIf). */
function storedPng(bytes: Uint8Array): Stored | null {
	let stored: Stored | null = null;
	for (const { type, start, end } of chunksOf(bytes)) {
		if (stored === null) {
			if (type !== 'IHDR' || end - start < 8) return null;
			const view = new DataView(bytes.buffer, bytes.byteOffset + start, 8);
			stored = { width: view.getUint32(0), height: view.getUint32(4), orientation: 1 };
		}
		if (type === 'eXIf') stored.orientation = orientationOf(bytes.subarray(start, end));
	}
	return stored;
}

/** RFC 9649 (WebP container), RFC 6386, 9.1 (VP8), RFC 9649, 4.4 (VP8L). */
function storedWebp(bytes: Uint8Array): Stored | null {
	if (bytes.length < 30) return null;
	const at = (offset: number) => bytes[20 + offset];
	const read: Readonly<Record<string, () => Size | null>> = {
		'VP8 ': () =>
			charsAt(bytes, 23, 3) === '\x9d\x01\x2a'
				? {
						width: (at(6) | (at(7) << 8)) & 0x3fff,
						height: (at(8) | (at(9) << 8)) & 0x3fff,
					}
				: null,
		VP8L: () =>
			at(0) === 0x2f
				? {
						width: 1 + (at(1) | ((at(2) & 0x3f) << 8)),
						height: 1 + ((at(2) >> 6) | (at(3) << 2) | ((at(4) & 0x0f) << 10)),
					}
				: null,
		VP8X: () => ({
			width: 1 + (at(4) | (at(5) << 8) | (at(6) << 16)),
			height: 1 + (at(7) | (at(8) << 8) | (at(9) << 16)),
		}),
	};
	const size = read[charsAt(bytes, 12, 4)]?.() ?? null;
	return size && { ...size, orientation: webpOrientation(bytes) };
}

function webpOrientation(bytes: Uint8Array): Orientation {
	const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
	for (let at = 12; at + 8 <= bytes.length;) {
		const length = view.getUint32(at + 4, true);
		if (charsAt(bytes, at, 4) === 'EXIF') {
			const hasPrefix = charsAt(bytes, at + 8, EXIF_PREFIX.length) === EXIF_PREFIX;
			const start = at + 8 + (hasPrefix ? EXIF_PREFIX.length : 0);
			return orientationOf(bytes.subarray(start, at + 8 + length));
		}
		at += 8 + length + (length % 2);
	}
	return 1;
}

/** GIF89a specification, section 18: the logical screen. */
function storedGif(bytes: Uint8Array): Stored | null {
	if (bytes.length < 10) return null;
	const width = bytes[6] | (bytes[7] << 8);
	const height = bytes[8] | (bytes[9] << 8);
	return { width, height, orientation: 1 };
}

const MEASURE: Partial<Record<ImageKind, (bytes: Uint8Array) => Stored | null>> = {
	jpeg: storedJpeg,
	png: storedPng,
	webp: storedWebp,
	gif: storedGif,
};

/** The kinds that `imageSize` can measure. */
export function isMeasurable(kind: ImageKind): boolean {
	return kind in MEASURE;
}

/**
 * Takes any bytes and never throws.
 * @returns the size as seen; null where it is no PNG, JPEG, WebP or GIF, or its header is damaged
 */
export function imageSize(bytes: Uint8Array): ImageSize | null {
	const kind = imageKind(bytes);
	const stored = kind === null ? null : (MEASURE[kind]?.(bytes) ?? null);
	if (stored === null || stored.width === 0 || stored.height === 0) return null;
	const { width, height, orientation } = stored;
	return swapsSides(orientation)
		? { width: height, height: width, orientation }
		: { width, height, orientation };
}

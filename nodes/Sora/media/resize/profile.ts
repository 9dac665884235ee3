/**
 * Which colours an image's numbers mean. Phones write wider colours than the usual ones and say so
 * in a profile: it is carried over, or the colours would fade.
 */

import { charsAt } from '../image/kind';
import { MARKER, segmentsOf } from '../image/jpegSegments';
import { chunksOf } from '../image/pngChunks';
import { LAYOUT } from './png/pixels';

const JPEG_PROFILE_PREFIX = 'ICC_PROFILE\0';
/** Where a profile names its colour space (ICC.1:2022, 7.2), after the prefix and two numbers of the segment. */
const COLOUR_SPACE_AT = JPEG_PROFILE_PREFIX.length + 2 + 16;

/**
 * The segments, with marker and length, that hold the profile (ICC.1:2022, annex B.4).
 * @returns none where there is no profile, or one for grey or for inks
 */
export function jpegProfile(bytes: Uint8Array): Uint8Array[] {
	const found = [...segmentsOf(bytes)].filter(
		({ marker, start }) =>
			marker === MARKER.colourProfile &&
			charsAt(bytes, start, JPEG_PROFILE_PREFIX.length) === JPEG_PROFILE_PREFIX,
	);
	const isForRgb =
		found.length > 0 && charsAt(bytes, found[0].start + COLOUR_SPACE_AT, 4) === 'RGB ';
	return isForRgb ? found.map(({ start, end }) => bytes.subarray(start - 4, end)) : [];
}

/** PNG specification, 11.3.2. */
const COLOUR_CHUNKS = ['cICP', 'iCCP', 'sRGB', 'gAMA', 'cHRM'];

/**
 * The chunks, with length and check sum, that say what the colours mean.
 * @returns none where there are none, or the image has no colour
 */
export function pngProfile(bytes: Uint8Array): Uint8Array[] {
	const kept: Uint8Array[] = [];
	for (const { type, start, end } of chunksOf(bytes)) {
		if (type === 'IHDR' && !LAYOUT[bytes[start + 9] as keyof typeof LAYOUT].hasColour) return [];
		if (type === 'IDAT') break;
		if (COLOUR_CHUNKS.includes(type)) kept.push(bytes.subarray(start - 8, end + 4));
	}
	return kept;
}

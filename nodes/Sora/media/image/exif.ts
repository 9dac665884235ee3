/** How an image is to be turned for viewing. Exif 3.0, section 4.6.5.1.6; TIFF 6.0, section 2. */

/** 1: as stored. 2–8: mirrored or turned, as Exif numbers it. */
export type Orientation = 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8;

const ORIENTATION_TAG = 0x0112;
const SHORT = 3;
const ENTRY_BYTES = 12;

/**
 * @param tiff a TIFF header and all that follows it
 * @returns 1 where nothing is said, or nothing that can be read
 */
export function orientationOf(tiff: Uint8Array): Orientation {
	const view = new DataView(tiff.buffer, tiff.byteOffset, tiff.byteLength);
	if (tiff.length < 8) return 1;
	const order = view.getUint16(0);
	if (order !== 0x4949 && order !== 0x4d4d) return 1;
	const littleEndian = order === 0x4949;
	const directory = view.getUint32(4, littleEndian);
	if (directory + 2 > tiff.length) return 1;
	const entries = view.getUint16(directory, littleEndian);
	for (let index = 0; index < entries; index++) {
		const at = directory + 2 + index * ENTRY_BYTES;
		if (at + ENTRY_BYTES > tiff.length) return 1;
		if (view.getUint16(at, littleEndian) !== ORIENTATION_TAG) continue;
		const value = view.getUint16(at + 8, littleEndian);
		const isValid = view.getUint16(at + 2, littleEndian) === SHORT && value >= 1 && value <= 8;
		return isValid ? (value as Orientation) : 1;
	}
	return 1;
}

/** Orientations 5 to 8 show the image's columns as rows. */
export function swapsSides(orientation: Orientation): boolean {
	return orientation >= 5;
}

/** How each kind of image is decoded and encoded. */

import type { DecodedImage, Raster } from './raster';
import type { BlockSize } from './jpeg/dct';
import { decodeJpeg } from './jpeg/decode';
import { encodeJpeg } from './jpeg/encode';
import { decodePng } from './png/decode';
import { encodePng } from './png/encode';
import { jpegProfile, pngProfile } from './profile';

export interface Codec {
	/** @param reduction how many times smaller than the file's size the planes may be */
	decode: (bytes: Uint8Array, reduction: number) => Promise<DecodedImage>;
	/** @param original whose colour profile is carried over */
	encode: (raster: Raster, original: Uint8Array) => Promise<Uint8Array>;
}

/** Near to what the eye can tell, at about a third of the size of 100. */
const JPEG_QUALITY = 95;

/** The smallest blocks that are still large enough. */
function blockSizeFor(reduction: number): BlockSize {
	const sizes: readonly BlockSize[] = [1, 2, 4];
	return sizes.find((size) => 8 / size <= reduction) ?? 8;
}

export const CODECS: Readonly<Record<'jpeg' | 'png', Codec>> = {
	jpeg: {
		decode: async (bytes, reduction) => decodeJpeg(bytes, blockSizeFor(reduction)),
		encode: async (raster, original) => encodeJpeg(raster, JPEG_QUALITY, jpegProfile(original)),
	},
	png: {
		decode: async (bytes) => await decodePng(bytes),
		encode: async (raster, original) => await encodePng(raster, pngProfile(original)),
	},
};

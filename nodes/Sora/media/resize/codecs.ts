/** How each kind of image is decoded and encoded. */

import { toRaster, toYcc } from './colour';
import type { BlockSize } from './jpeg/dct';
import { decodeJpeg } from './jpeg/decode';
import { encodeJpeg } from './jpeg/encode';
import type { BlockSizes } from './jpeg/frame';
import { decodePng } from './png/decode';
import { encodePng } from './png/encode';
import { jpegProfile, pngProfile } from './profile';
import type { DecodedImage } from './raster';
import type { Area } from './resample';
import { inSlices, type Pause } from './work';

export interface Codec {
	/**
	 * @param reduction how many times smaller than the file's size the planes may be
	 * @param area what will be looked at, in the pixels of the image as it is stored
	 */
	decode: (bytes: Uint8Array, reduction: number, area: Area, pause: Pause) => Promise<DecodedImage>;
	/** @param image is used up. @param original whose colour profile is carried over */
	encode: (image: DecodedImage, original: Uint8Array, pause: Pause) => Promise<Uint8Array>;
}

/** Near to what the eye can tell, at about a third of the size of 100. */
const JPEG_QUALITY = 95;

const BLOCK_SIZES: readonly BlockSize[] = [1, 2, 4];

/**
 * The smallest blocks that are still large enough. An image that is scaled shows its colour at half
 * the size: see `render`.
 */
function blockSizesFor(reduction: number): BlockSizes {
	return (stored, isColour) => {
		const enough = reduction * stored * (isColour ? 2 : 1);
		return BLOCK_SIZES.find((size) => 8 / size <= enough) ?? 8;
	};
}

export const CODECS: Readonly<Record<'jpeg' | 'png', Codec>> = {
	jpeg: {
		decode: async (bytes, reduction, area, pause) =>
			await inSlices(decodeJpeg(bytes, blockSizesFor(reduction), area), pause),
		encode: async (image, original, pause) =>
			await inSlices(encodeJpeg(toYcc(image), JPEG_QUALITY, jpegProfile(original)), pause),
	},
	png: {
		decode: async (bytes, _reduction, _area, pause) => await decodePng(bytes, pause),
		encode: async (image, original, pause) =>
			await encodePng(toRaster(image), pngProfile(original), pause),
	},
};

/** A decoded image: planes of samples, as its file stores them. */

/** One channel. Samples are 0–255. */
export interface Plane {
	/** Samples that belong to the image; rows may be longer. */
	width: number;
	height: number;
	/** Samples from one row to the next. */
	stride: number;
	data: Uint8ClampedArray;
	/** Samples for one pixel of the image: 0.5 where the channel is stored at half the size. */
	scaleX: number;
	scaleY: number;
}

/** What the planes mean. `cmyk` and `ycck` are stored inverted, as Adobe does. */
export type ColourModel = 'grey' | 'rgb' | 'ycc' | 'cmyk' | 'ycck';

export interface DecodedImage {
	/** Pixels, as stored: before it is turned for viewing. */
	width: number;
	height: number;
	model: ColourModel;
	planes: Plane[];
	/** The other planes are multiplied by it. null where every pixel is opaque. */
	alpha: Plane | null;
}

/** Red, green and blue for the screen, all of the same size, rows without gaps. */
export interface Raster {
	width: number;
	height: number;
	red: Uint8ClampedArray;
	green: Uint8ClampedArray;
	blue: Uint8ClampedArray;
	/** The colours are not multiplied by it. null where every pixel is opaque. */
	alpha: Uint8ClampedArray | null;
}

/** The file is not what its kind promises, or uses a variant that is not read here. The message ends a sentence that begins "its data". */
export class UnreadableImage extends Error {}

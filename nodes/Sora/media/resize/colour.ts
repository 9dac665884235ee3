/** From the planes that a file stores to red, green and blue, and from there to what a file stores. */

import type { ColourModel, DecodedImage, Plane, Raster } from './raster';

type Channel = Uint8ClampedArray;
type Rgb = readonly [red: Channel, green: Channel, blue: Channel];

/** JFIF 1.02, page 3. Written over the planes. */
function rgbOfYcc(y: Channel, cb: Channel, cr: Channel): Rgb {
	for (let at = 0; at < y.length; at++) {
		const light = y[at];
		const blueness = cb[at] - 128;
		const redness = cr[at] - 128;
		y[at] = light + 1.402 * redness;
		cb[at] = light - 0.344136 * blueness - 0.714136 * redness;
		cr[at] = light + 1.772 * blueness;
	}
	return [y, cb, cr];
}

/** Inks that are stored inverted: what is left of the light after black, and after each colour. */
function rgbOfInverseCmyk(channels: readonly Channel[]): Rgb {
	const [cyan, magenta, yellow, black] = channels;
	for (let at = 0; at < black.length; at++) {
		const light = black[at] / 255;
		cyan[at] *= light;
		magenta[at] *= light;
		yellow[at] *= light;
	}
	return [cyan, magenta, yellow];
}

const RGB_OF: Readonly<Record<ColourModel, (planes: readonly Channel[]) => Rgb>> = {
	grey: ([grey]) => [grey, grey, grey],
	rgb: ([red, green, blue]) => [red, green, blue],
	ycc: ([y, cb, cr]) => rgbOfYcc(y, cb, cr),
	cmyk: rgbOfInverseCmyk,
	ycck: ([y, cb, cr, black]) => rgbOfInverseCmyk([...rgbOfYcc(y, cb, cr), black]),
};

/** Planes of the same size become red, green and blue; they are used up. */
function rgbOf({ model, planes }: DecodedImage): Rgb {
	return RGB_OF[model](planes.map(({ data }) => data));
}

function planeLike(plane: Plane, data: Channel): Plane {
	return { ...plane, data };
}

/** Inks become red, green and blue. The image is used up. */
export function withoutInks(image: DecodedImage): DecodedImage {
	if (image.model !== 'cmyk' && image.model !== 'ycck') return image;
	const planes = rgbOf(image).map((data) => planeLike(image.planes[0], data));
	return { ...image, model: 'rgb', planes };
}

/** So that an image in front stands out. */
const DARK = 0.55;
const NO_COLOUR = 128;

/** In place. */
export function darken(image: DecodedImage): DecodedImage {
	image.planes.forEach(({ data }, index) => {
		const middle = image.model === 'ycc' && index > 0 ? NO_COLOUR : 0;
		for (let at = 0; at < data.length; at++) data[at] = middle + (data[at] - middle) * DARK;
	});
	return image;
}

/** @param image without gaps between its rows, and with all planes of one size; it is used up */
export function toRaster(image: DecodedImage): Raster {
	const { width, height, alpha } = image;
	const [red, green, blue] = rgbOf(image);
	const raster: Raster = { width, height, red, green, blue, alpha: alpha?.data ?? null };
	unmultiply(raster);
	return raster;
}

/** JFIF 1.02, page 3. @param image grey, `rgb` or `ycc`; it is used up */
export function toYcc(image: DecodedImage): DecodedImage {
	if (image.model === 'ycc') return image;
	const [light] = image.planes;
	if (image.model === 'grey') {
		const none = colourless(image);
		return { ...image, model: 'ycc', planes: [light, none, none] };
	}
	const [red, green, blue] = image.planes.map(({ data }) => data);
	for (let at = 0; at < red.length; at++) {
		const [r, g, b] = [red[at], green[at], blue[at]];
		red[at] = 0.299 * r + 0.587 * g + 0.114 * b;
		green[at] = NO_COLOUR - 0.168736 * r - 0.331264 * g + 0.5 * b;
		blue[at] = NO_COLOUR + 0.5 * r - 0.418688 * g - 0.081312 * b;
	}
	return { ...image, model: 'ycc' };
}

/** At half the size: there is nothing to see in it. */
function colourless({ width, height }: DecodedImage): Plane {
	const size = { width: Math.ceil(width / 2), height: Math.ceil(height / 2) };
	const data = new Uint8ClampedArray(size.width * size.height).fill(NO_COLOUR);
	return { ...size, stride: size.width, data, scaleX: 0.5, scaleY: 0.5 };
}

/**
 * Colours that count for nothing must not bleed into their neighbours when pixels are mixed: each
 * is scaled by its alpha, in place.
 */
export function premultiply(planes: readonly Channel[], alpha: Channel): void {
	for (const plane of planes) {
		for (let at = 0; at < plane.length; at++) plane[at] = (plane[at] * alpha[at]) / 255;
	}
}

/** Takes back `premultiply`, in place. */
function unmultiply({ red, green, blue, alpha }: Raster): void {
	if (alpha === null) return;
	for (const plane of new Set([red, green, blue])) {
		for (let at = 0; at < plane.length; at++) {
			if (alpha[at] > 0) plane[at] = (plane[at] * 255) / alpha[at];
		}
	}
}

/** From the planes that a file stores to red, green and blue. */

import type { ColourModel, Raster } from './raster';

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

/** @param planes all of the same size; they are used up */
export function rgbOf(model: ColourModel, planes: readonly Channel[]): Rgb {
	return RGB_OF[model](planes);
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
export function unmultiply({ red, green, blue, alpha }: Raster): void {
	if (alpha === null) return;
	for (const plane of new Set([red, green, blue])) {
		for (let at = 0; at < plane.length; at++) {
			if (alpha[at] > 0) plane[at] = (plane[at] * 255) / alpha[at];
		}
	}
}

/** From a decoded image to what is seen: the part that is wanted, in the size that is wanted, upright. */

import { rgbOf, unmultiply } from './colour';
import type { Orientation } from '../image/exif';
import { swapsSides } from '../image/exif';
import type { DecodedImage, Plane, Raster } from './raster';
import type { Area, Kernel } from './resample';
import { B_SPLINE, LANCZOS, resample } from './resample';
import type { Size } from '../image/size';

/**
 * Where the pixel at (x, y) of the upright image is stored: rows and columns swapped or not, then
 * counted from the other side or not. Exif 3.0, section 4.6.5.1.6.
 */
const STORED_AT: Readonly<Record<Orientation, { fromRight: boolean; fromBottom: boolean }>> = {
	1: { fromRight: false, fromBottom: false },
	2: { fromRight: true, fromBottom: false },
	3: { fromRight: true, fromBottom: true },
	4: { fromRight: false, fromBottom: true },
	5: { fromRight: false, fromBottom: false },
	6: { fromRight: false, fromBottom: true },
	7: { fromRight: true, fromBottom: true },
	8: { fromRight: true, fromBottom: false },
};

/** A part of the upright image, in the image as it is stored. */
function storedArea(area: Area, stored: Size, orientation: Orientation): Area {
	const { fromRight, fromBottom } = STORED_AT[orientation];
	const { x, y, width, height } = swapsSides(orientation)
		? { x: area.y, y: area.x, width: area.height, height: area.width }
		: area;
	return {
		x: fromRight ? stored.width - x - width : x,
		y: fromBottom ? stored.height - y - height : y,
		width,
		height,
	};
}

/** @param size of the upright result */
function upright(
	samples: Uint8ClampedArray,
	size: Size,
	orientation: Orientation,
): Uint8ClampedArray {
	if (orientation === 1) return samples;
	const { fromRight, fromBottom } = STORED_AT[orientation];
	const swaps = swapsSides(orientation);
	const { width: storedWidth, height: storedHeight } = swaps
		? { width: size.height, height: size.width }
		: size;
	const turned = new Uint8ClampedArray(samples.length);
	for (let y = 0; y < size.height; y++) {
		for (let x = 0; x < size.width; x++) {
			const column = swaps ? y : x;
			const row = swaps ? x : y;
			const storedX = fromRight ? storedWidth - 1 - column : column;
			const storedY = fromBottom ? storedHeight - 1 - row : row;
			turned[y * size.width + x] = samples[storedY * storedWidth + storedX];
		}
	}
	return turned;
}

/**
 * @param area of the upright image, in pixels
 * @param size of the result
 * @returns with alpha where the image has it; its colours are not premultiplied
 */
export function render(
	image: DecodedImage,
	orientation: Orientation,
	area: Area,
	size: Size,
	kernel: Kernel = LANCZOS,
): Raster {
	const source = storedArea(area, image, orientation);
	const scaled = swapsSides(orientation) ? { width: size.height, height: size.width } : size;
	const shown = (plane: Plane) =>
		upright(resample(plane, source, scaled.width, scaled.height, kernel), size, orientation);
	const [red, green, blue] = rgbOf(image.model, image.planes.map(shown));
	const alpha = image.alpha && shown(image.alpha);
	const raster: Raster = { ...size, red, green, blue, alpha };
	unmultiply(raster);
	return raster;
}

/** Samples along the long side of the backdrop before it is spread: few of them make it soft. */
const BACKDROP_SAMPLES = 32;
/** So that the image before it stands out. */
const BACKDROP_LIGHT = 0.55;

/** A blurred and darkened copy of the image that fills the frame. */
export function renderBackdrop(
	image: DecodedImage,
	orientation: Orientation,
	area: Area,
	frame: Size,
): Raster {
	const scale = BACKDROP_SAMPLES / Math.max(frame.width, frame.height);
	const small = {
		width: Math.max(1, Math.round(frame.width * scale)),
		height: Math.max(1, Math.round(frame.height * scale)),
	};
	const { red, green, blue } = render({ ...image, alpha: null }, orientation, area, small);
	const spread = (data: Uint8ClampedArray) => {
		const dark = data.map((sample) => sample * BACKDROP_LIGHT);
		const plane: Plane = { ...small, stride: small.width, data: dark, scaleX: 1, scaleY: 1 };
		return resample(plane, { x: 0, y: 0, ...small }, frame.width, frame.height, B_SPLINE);
	};
	return { ...frame, red: spread(red), green: spread(green), blue: spread(blue), alpha: null };
}

/** Lays an image over the backdrop, in place. Both have their colours in full, not premultiplied. */
export function layOver(backdrop: Raster, image: Raster, left: number, top: number): void {
	const pairs = [
		[backdrop.red, image.red],
		[backdrop.green, image.green],
		[backdrop.blue, image.blue],
	];
	for (const [below, above] of pairs) {
		for (let y = 0; y < image.height; y++) {
			const from = y * image.width;
			const to = (top + y) * backdrop.width + left;
			for (let x = 0; x < image.width; x++) {
				const opacity = image.alpha === null ? 1 : image.alpha[from + x] / 255;
				below[to + x] = above[from + x] * opacity + below[to + x] * (1 - opacity);
			}
		}
	}
}

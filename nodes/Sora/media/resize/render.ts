/** From a decoded image to what is seen: the part that is wanted, in the size that is wanted, upright. */

import type { Orientation } from '../image/exif';
import { swapsSides } from '../image/exif';
import type { Size } from '../image/size';
import { darken, withoutInks } from './colour';
import { cropPlacement } from './placement';
import type { DecodedImage, Plane } from './raster';
import type { Area } from './resample';
import { B_SPLINE, LANCZOS, resample } from './resample';
import type { Work } from './work';

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
export function storedArea(area: Area, stored: Size, orientation: Orientation): Area {
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

/** Below so many samples for each pixel, a channel is kept at half the size: there is no more in it. */
const HALF_IS_ENOUGH = 0.9;

const WHOLE = { scaleX: 1, scaleY: 1 };
const HALF = { scaleX: 0.5, scaleY: 0.5 };

/**
 * The size at which colour is shown. In an image that is scaled, half: no video has more. Otherwise
 * whole or half, across and down on their own.
 */
function scaleOf(plane: Plane, source: Area, scaled: Size): { scaleX: number; scaleY: number } {
	if (source.width !== scaled.width || source.height !== scaled.height) return HALF;
	return {
		scaleX: plane.scaleX <= HALF_IS_ENOUGH ? 0.5 : 1,
		scaleY: plane.scaleY <= HALF_IS_ENOUGH ? 0.5 : 1,
	};
}

/**
 * The part of an image in its final size and upright. Colour that the file has in less detail than
 * light (`ycc`) stays so; inks become red, green and blue.
 * @param area of the upright image, in pixels
 * @param size of the result
 */
export function* render(
	image: DecodedImage,
	orientation: Orientation,
	area: Area,
	size: Size,
): Work<DecodedImage> {
	const source = storedArea(area, image, orientation);
	const isTurned = swapsSides(orientation);
	const scaled = isTurned ? { width: size.height, height: size.width } : size;
	const [, ...colours] = image.planes;
	const ofColour =
		image.model === 'ycc' && image.alpha === null ? scaleOf(colours[0], source, scaled) : WHOLE;
	const shown = function* (plane: Plane, index: number): Work<Plane> {
		const { scaleX, scaleY } = index === 0 ? WHOLE : ofColour;
		const width = Math.ceil(scaled.width * scaleX);
		const height = Math.ceil(scaled.height * scaleY);
		// The last sample may reach beyond the edge.
		const reach: Area = {
			x: source.x,
			y: source.y,
			width: (source.width * width) / (scaled.width * scaleX),
			height: (source.height * height) / (scaled.height * scaleY),
		};
		const samples = yield* resample(plane, reach, width, height, LANCZOS);
		yield;
		const [across, down] = isTurned ? [height, width] : [width, height];
		const data = upright(samples, { width: across, height: down }, orientation);
		yield;
		const scales = isTurned ? { scaleX: scaleY, scaleY: scaleX } : { scaleX, scaleY };
		return { width: across, height: down, stride: across, data, ...scales };
	};
	const planes: Plane[] = [];
	for (const [index, plane] of image.planes.entries()) planes.push(yield* shown(plane, index));
	const alpha = image.alpha && (yield* shown(image.alpha, 0));
	return withoutInks({ ...size, model: image.model, planes, alpha });
}

/** Samples along the long side of the backdrop before it is spread: few of them make it soft. */
const BACKDROP_SAMPLES = 32;

/**
 * A blurred and darkened copy of the image that fills the frame.
 * @param image upright; its alpha does not count
 * @returns channels of the same detail as those of the image
 */
export function* renderBackdrop(image: DecodedImage, frame: Size): Work<DecodedImage> {
	const scale = BACKDROP_SAMPLES / Math.max(frame.width, frame.height);
	const small = {
		width: Math.max(1, Math.round(frame.width * scale)),
		height: Math.max(1, Math.round(frame.height * scale)),
	};
	const { shown } = cropPlacement(image, frame);
	const soft = darken(yield* render({ ...image, alpha: null }, 1, shown, small));
	const planes: Plane[] = [];
	for (const [index, plane] of soft.planes.entries()) {
		const { scaleX, scaleY } = image.planes[index];
		const width = Math.ceil(frame.width * scaleX);
		const height = Math.ceil(frame.height * scaleY);
		const data = yield* resample(plane, { x: 0, y: 0, ...small }, width, height, B_SPLINE);
		planes.push({ width, height, stride: width, data, scaleX, scaleY });
	}
	return { ...frame, model: soft.model, planes, alpha: null };
}

/** Lays an image over the backdrop, in place. Its colours are multiplied by its alpha. */
export function layOver(
	backdrop: DecodedImage,
	image: DecodedImage,
	left: number,
	top: number,
): void {
	const { alpha } = image;
	for (const [index, above] of image.planes.entries()) {
		const below = backdrop.planes[index];
		const start = Math.floor(top * below.scaleY) * below.stride + Math.floor(left * below.scaleX);
		for (let y = 0; y < above.height; y++) {
			const from = y * above.stride;
			const to = start + y * below.stride;
			if (alpha === null) {
				below.data.set(above.data.subarray(from, from + above.width), to);
				continue;
			}
			for (let x = 0; x < above.width; x++) {
				const seenThrough = 1 - alpha.data[from + x] / 255;
				below.data[to + x] = above.data[from + x] + below.data[to + x] * seenThrough;
			}
		}
	}
}

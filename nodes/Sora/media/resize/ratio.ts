/** Whether an image has a ratio, and the frame that gives it one. Pure geometry. */

import type { Size } from '../image/size';

/** @param ratio `9:16` */
function quotientOf(ratio: string): number {
	const [across, down] = ratio.split(':').map(Number);
	return across / down;
}

/** Within a pixel: no image is exactly 9:16 whose sides are not multiples of both. */
export function fitsRatio({ width, height }: Size, ratio: string): boolean {
	const quotient = quotientOf(ratio);
	return Math.abs(width - height * quotient) <= 1 || Math.abs(height - width / quotient) <= 1;
}

/** Of the two whole numbers around it the even one: colours are often stored for two pixels together. */
function wholeSide(side: number): number {
	const below = Math.floor(side);
	return Math.max(1, below === side || below % 2 === 0 ? below : below + 1);
}

/**
 * The frame of the ratio for this image. `crop`: the largest part of it, pixel for pixel. `pad`: as
 * long as its longer side, so that nothing grows.
 */
export function ratioFrame({ width, height }: Size, ratio: string, mode: 'crop' | 'pad'): Size {
	const quotient = quotientOf(ratio);
	if (mode === 'crop') {
		return width > height * quotient
			? { width: wholeSide(height * quotient), height }
			: { width, height: wholeSide(width / quotient) };
	}
	const longer = Math.max(width, height);
	return quotient >= 1
		? { width: longer, height: wholeSide(longer / quotient) }
		: { width: wholeSide(longer * quotient), height: longer };
}

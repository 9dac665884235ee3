/** Fitted images, looked at as a viewer shows them. */

import type { FitResult } from '../../../nodes/Sora/media/resize/fit';
import { imageKind } from '../../../nodes/Sora/media/image/kind';
import type { Raster } from '../../../nodes/Sora/media/resize/raster';
import { decodeJpeg, decodePng, rasterOf } from '../../../support/codecs';

export function fitted(result: FitResult) {
	if (!result.ok) throw new Error(result.problem);
	const { bytes, changed } = result;
	return {
		bytes,
		changed,
		get raster() {
			return seen(bytes);
		},
	};
}

export async function seen(bytes: Uint8Array): Promise<Raster> {
	return rasterOf(imageKind(bytes) === 'png' ? await decodePng(bytes) : decodeJpeg(bytes, 8));
}

/** The colour at a place given as parts of the sides. */
export function colourAt(
	{ width, height, red, green, blue }: Raster,
	x: number,
	y: number,
): number[] {
	const at = Math.floor(y * height) * width + Math.floor(x * width);
	return [red[at], green[at], blue[at]];
}

export function expectColour(
	raster: Raster,
	x: number,
	y: number,
	colour: readonly number[],
): void {
	const found = colourAt(raster, x, y);
	const farthest = Math.max(...found.map((sample, index) => Math.abs(sample - colour[index])));
	expect(farthest).toBeLessThanOrEqual(6);
}

export function changed(bytes: Uint8Array, at: number): Uint8Array {
	const copy = bytes.slice();
	copy[at] ^= 0x10;
	return copy;
}

/** The codecs of the nodes, carried out at once: tests and scripts have nobody to answer in between. */

import * as colour from '../nodes/Sora/media/resize/colour';
import * as fit from '../nodes/Sora/media/resize/fit';
import type { BlockSize } from '../nodes/Sora/media/resize/jpeg/dct';
import * as jpegDecoder from '../nodes/Sora/media/resize/jpeg/decode';
import * as jpegEncoder from '../nodes/Sora/media/resize/jpeg/encode';
import * as pngDecoder from '../nodes/Sora/media/resize/png/decode';
import * as pngEncoder from '../nodes/Sora/media/resize/png/encode';
import type { DecodedImage, Plane, Raster } from '../nodes/Sora/media/resize/raster';
import * as renderer from '../nodes/Sora/media/resize/render';
import * as resampler from '../nodes/Sora/media/resize/resample';
import type { Work } from '../nodes/Sora/media/resize/work';
import type { Size } from '../nodes/Sora/media/image/size';

const noPause = async () => await Promise.resolve();

function atOnce<T>(work: Work<T>): T {
	for (;;) {
		const step = work.next();
		if (step.done) return step.value;
	}
}

export function decodeJpeg(bytes: Uint8Array, size: BlockSize): DecodedImage {
	return atOnce(jpegDecoder.decodeJpeg(bytes, () => size));
}

/** With all of the colour's detail. */
export function encodeJpeg(
	{ width, height, red, green, blue }: Raster,
	quality: number,
): Uint8Array {
	const planes = [red, green, blue].map((samples): Plane => {
		const data = samples.slice();
		return { width, height, stride: width, data, scaleX: 1, scaleY: 1 };
	});
	const image = colour.toYcc({ width, height, model: 'rgb', planes, alpha: null });
	return atOnce(jpegEncoder.encodeJpeg(image, quality));
}

export async function decodePng(bytes: Uint8Array): Promise<DecodedImage> {
	return await pngDecoder.decodePng(bytes, noPause);
}

export async function encodePng(
	raster: Raster,
	extraChunks: readonly Uint8Array[] = [],
): Promise<Uint8Array> {
	return await pngEncoder.encodePng(raster, extraChunks, noPause);
}

export function resample(
	plane: Plane,
	area: resampler.Area,
	width: number,
	height: number,
	kernel: resampler.Kernel,
): Uint8ClampedArray {
	return atOnce(resampler.resample(plane, area, width, height, kernel));
}

/** Red, green, blue and alpha of the whole image, in its own size. */
export function rasterOf(image: DecodedImage): Raster {
	const { width, height, model } = image;
	const shown = atOnce(renderer.render(image, 1, { x: 0, y: 0, width, height }, { width, height }));
	if (model !== 'ycc') return colour.toRaster(shown);
	const planes = shown.planes.map((plane) => {
		const area = { x: 0, y: 0, width, height };
		const data = resample(plane, area, width, height, resampler.LANCZOS);
		return { width, height, stride: width, data, scaleX: 1, scaleY: 1 };
	});
	return colour.toRaster({ ...shown, planes });
}

/** @param target a size in pixels, or a ratio such as `9:16` */
export async function fitImage(
	bytes: Uint8Array,
	target: Size | string,
	mode: fit.FitMode,
): Promise<fit.FitResult> {
	const wanted = typeof target === 'string' ? { ratio: target } : { frame: target };
	return await fit.fitImage(bytes, wanted, mode, noPause);
}

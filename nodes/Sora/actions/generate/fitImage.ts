/** The ratio that an image asks for, and the image as a model with an exact frame takes it. */

import type { ImageBytes, ImageFile } from '../../engine/job';
import { Limiter } from '../../engine/limiter';
import type { FitResult } from '../../media/resize/fit';
import type { Size } from '../../media/image/size';
import { frameFor, nearestRatio } from '../../models/frames';
import type { Model, VideoOptions } from '../../models/model';
import type { ImageFit } from '../parameters/imageParameters';
import { digestOf, type KeptBytes } from './keptBytes';
import type { ReadImage, SourceImage } from './readImage';

/** With Auto, the allowed ratio nearest to the image's own, where the model has ratios. */
export function ratioFor(
	model: Model,
	{ size }: SourceImage,
	{ aspectRatio }: VideoOptions,
): Partial<VideoOptions> {
	const takesRatio = model.inputs.aspectRatio !== undefined || model.inputs.size !== undefined;
	if (aspectRatio !== undefined || !takesRatio || size === null) return {};
	const nearest = nearestRatio(model, size.width, size.height);
	return nearest === null ? {} : { aspectRatio: nearest };
}

/** An image as the model takes it. */
export interface FittedImage extends ReadImage {
	warnings: string[];
}

/**
 * @param mode what to do where the image's pixels are not the frame's.
 * @returns the image itself where the model does not mind.
 */
export async function fittedTo(
	model: Model,
	read: ReadImage,
	{ aspectRatio, resolution }: VideoOptions,
	mode: ImageFit,
	kept: KeptBytes,
): Promise<FittedImage | { problem: string }> {
	const frame = model.exactFrame ? frameFor(model, aspectRatio, resolution) : null;
	if (frame === null) return { ...read, warnings: [] };
	const { file } = read.image;
	const source = read.bytes ? { bytes: read.bytes } : await file.read();
	if ('problem' in source) return source;
	const fitted = await fitOne(source.bytes, frame, mode);
	if (!fitted.ok) return { problem: fitted.problem };
	const { bytes, mimeType, changed } = fitted;
	if (changed === null) return { ...read, bytes, warnings: [] };
	const digest = digestOf(bytes);
	const fittedFile: ImageFile = {
		...file,
		digest,
		byteLength: bytes.length,
		mimeType,
		read: fittedAgain(digest, file, frame, mode, kept),
	};
	return { image: { ...read.image, file: fittedFile, url: null }, bytes, warnings: [changed] };
}

/** The same bytes once more, where they were not kept. */
function fittedAgain(
	digest: string,
	file: ImageFile,
	frame: Size,
	mode: ImageFit,
	kept: KeptBytes,
): () => Promise<ImageBytes> {
	return async () => {
		const bytes = kept.get(digest);
		if (bytes) return { bytes };
		const source = await file.read();
		if ('problem' in source) return source;
		const fitted = await fitOne(source.bytes, frame, mode);
		return fitted.ok ? { bytes: fitted.bytes } : { problem: fitted.problem };
	};
}

/** One at a time, whatever else this process does: a large photograph takes hundreds of megabytes. */
const fits = new Limiter(1);

async function fitOne(bytes: Uint8Array, frame: Size, mode: ImageFit): Promise<FitResult> {
	return await fits.use(async () => {
		// The codecs are large, and most images need none.
		const { fitImage } = await import('../../media/resize/fit');
		return await fitImage(bytes, frame, mode);
	});
}

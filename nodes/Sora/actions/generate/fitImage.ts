/** The ratio that an image asks for, and the image as a model with an exact frame takes it. */

import { imageSize } from '../../media/image/size';
import { frameFor, nearestRatio } from '../../models/frames';
import type { Model, VideoOptions } from '../../models/model';
import type { ImageFit } from '../parameters/imageParameters';
import type { SourceImage } from './readImage';

/** With Auto, the allowed ratio nearest to the image's own, where the model has ratios. */
export function ratioFor(
	model: Model,
	{ bytes }: SourceImage,
	{ aspectRatio }: VideoOptions,
): Partial<VideoOptions> {
	const takesRatio = model.inputs.aspectRatio !== undefined || model.inputs.size !== undefined;
	const size = imageSize(bytes);
	if (aspectRatio !== undefined || !takesRatio || size === null) return {};
	const nearest = nearestRatio(model, size.width, size.height);
	return nearest === null ? {} : { aspectRatio: nearest };
}

/**
 * @param mode what to do where the image's pixels are not the frame's.
 * @returns the image itself where the model does not mind.
 */
export async function fittedTo(
	model: Model,
	image: SourceImage,
	{ aspectRatio, resolution }: VideoOptions,
	mode: ImageFit,
): Promise<{ image: SourceImage; warnings: string[] } | { problem: string }> {
	const frame = model.exactFrame ? frameFor(model, aspectRatio, resolution) : null;
	if (frame === null) return { image, warnings: [] };
	// The codecs are large, and most images need none.
	const { fitImage } = await import('../../media/resize/fit');
	const fitted = await fitImage(image.bytes, frame, mode);
	if (!fitted.ok) return { problem: fitted.problem };
	if (fitted.changed === null) return { image, warnings: [] };
	const { bytes, mimeType } = fitted;
	return { image: { ...image, bytes, mimeType, url: null }, warnings: [fitted.changed] };
}

/** Images as JSON takes them: each under the model's own name for its role. */

import { mapImages, type MediaInputs } from '../../../models/mediaInputs';
import type { JsonObject } from '../../../shared/json';
import type { RequestImage, VideoRequest } from '../../video';
import { unplaced, withImagesInPlace } from './placeholders';

/** The image's address, or the image itself as a data URI. */
export function imageUrl(image: RequestImage): string {
	if (image.kind === 'url') return image.url;
	const { buffer, byteOffset, byteLength } = image.bytes;
	const base64 = Buffer.from(buffer, byteOffset, byteLength).toString('base64');
	return `data:${image.mimeType};base64,${base64}`;
}

export function imageUrls(request: MediaInputs<RequestImage>): MediaInputs<string> {
	return mapImages(request, imageUrl);
}

/**
 * The additional inputs, and the images where they belong: in the places of the user's choice, else in
 * the fields that the model has for them.
 * @param usualName of the first frame, where the model says nothing.
 */
export function imageFields(request: VideoRequest, usualName: string): JsonObject {
	const { additionalInputs } = request;
	const { image: imageField, lastImage: lastField, referenceImages: field } = request.model.inputs;
	const images = imageUrls(request);
	const { image, lastImage, referenceImages } = unplaced(images, additionalInputs);
	return {
		...(image === undefined ? {} : { [imageField?.name ?? usualName]: image }),
		...(lastImage && lastField ? { [lastField.name]: lastImage } : {}),
		...(referenceImages && field
			? { [field.name]: field.isSingle ? referenceImages[0] : referenceImages }
			: {}),
		...withImagesInPlace(additionalInputs, images),
	};
}

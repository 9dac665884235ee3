/**
 * Several images at a host of one's own. Only MiniMax H3 takes them today, and only these two servers
 * have documented how: vLLM-Omni as repeated files with JSON in `extra_params`, NVIDIA Dynamo as JSON.
 * https://docs.vllm.ai/projects/vllm-omni/en/stable/serving/videos_api/
 * https://docs.rs/dynamo-llm `protocols/openai/videos.rs`
 */

import { imagesOf, type MediaInputs } from '../../../models/mediaInputs';
import type { InputNames } from '../../../models/model';
import type { JsonObject } from '../../../shared/json';
import { imageUrl } from '../../shared/inputs/imageFields';
import { PLACEHOLDERS } from '../../shared/inputs/placeholders';
import type { RequestFormat, RequestImage } from '../../video';

const FIELD = 'input_references';

/** H3's limits. References exclude frames. */
export const SEVERAL_IMAGES: Readonly<Record<'image' | 'text', InputNames>> = {
	image: { lastImage: { name: FIELD } },
	text: { referenceImages: { name: FIELD, most: 9, withoutFrames: true } },
};

/** What H3 is to do with them: go from frame to frame, or show what the images show. */
function taskFor({ image, lastImage }: MediaInputs<unknown>): JsonObject {
	if (lastImage === undefined) return { task: 'ref2va' };
	return { task: 'fl2va', frame_indices: image === undefined ? [-1] : [0, -1] };
}

/** The fields for these images: placeholders in a form, the images themselves in JSON. */
export function severalImages(
	images: MediaInputs<RequestImage>,
	format: RequestFormat,
): JsonObject {
	const task = taskFor(images);
	if (format === 'multipart') {
		const { image, lastImage, referenceImages } = images;
		const placeholders = [
			...(image === undefined ? [] : [PLACEHOLDERS.image]),
			...(lastImage === undefined ? [] : [PLACEHOLDERS.lastImage]),
			...(referenceImages === undefined ? [] : [PLACEHOLDERS.referenceImages]),
		];
		return { [FIELD]: placeholders, extra_params: task };
	}
	const sources = imagesOf(images).map((image) => ({ type: 'image', source: imageUrl(image) }));
	return { [FIELD]: sources, nvext: task };
}

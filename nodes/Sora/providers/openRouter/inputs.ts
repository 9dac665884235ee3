/** What OpenRouter calls the neutral words and the images, whatever the model. https://openrouter.ai/docs/api_reference/videos */

import type { InputNames, ModelKind } from '../../models/model';
import type { JsonObject } from '../../shared/json';
import { imageUrls } from '../shared/inputs/imageFields';
import { unplaced, withImagesInPlace } from '../shared/inputs/placeholders';
import type { VideoRequest } from '../video';

/**
 * There is no field for a negative prompt: each host behind OpenRouter takes one under a name of its
 * own, in `provider.options`.
 */
const OPENROUTER_INPUTS: InputNames = {
	duration: { name: 'duration', as: 'integer' },
	aspectRatio: { name: 'aspect_ratio' },
	resolution: { name: 'resolution' },
	generateAudio: { name: 'generate_audio' },
	seed: { name: 'seed', as: 'integer' },
};

const FRAMES_NAME = 'frame_images';
/** Beside `frame_images` they are ignored. */
const REFERENCES = { name: 'input_references', withoutFrames: true } as const;

/** What is known of the images that a model takes, `null` where nothing is. */
export interface KnownImages {
	lastImage: boolean | null;
	/** How many, 0: none. */
	references: number | null;
}

const NOTHING_KNOWN: KnownImages = { lastImage: null, references: null };

/** The inputs of a model of this kind. With an image, the first of `frame_images` is the first frame. */
export function inputsFor(kind: ModelKind, known: KnownImages = NOTHING_KNOWN): InputNames {
	return {
		...OPENROUTER_INPUTS,
		...(kind === 'image' ? { image: { name: FRAMES_NAME }, ...lastFrame(known) } : {}),
		...references(known),
	};
}

function lastFrame({ lastImage }: KnownImages): InputNames {
	if (lastImage === false) return {};
	return { lastImage: { name: FRAMES_NAME, ...(lastImage === null ? UNCERTAIN : {}) } };
}

function references({ references: most }: KnownImages): InputNames {
	if (most === 0) return {};
	return { referenceImages: { ...REFERENCES, most, ...(most === null ? UNCERTAIN : {}) } };
}

const UNCERTAIN = { isUncertain: true } as const;

function imagePart(url: string): JsonObject {
	return { type: 'image_url', image_url: { url } };
}

/** A task of OpenRouter's goes on; any other clip is a reference, of which the prompt speaks. */
function clipParts({ clips = [] }: VideoRequest): JsonObject[] {
	return clips.flatMap((clip) =>
		clip.kind === 'url' ? [{ type: 'video_url', video_url: { url: clip.url } }] : [],
	);
}

/** Clips and images in their usual places, and the additional inputs, where the user may have chosen others. */
export function mediaIn(request: VideoRequest): JsonObject {
	const { additionalInputs, clips = [] } = request;
	const images = imageUrls(request);
	const { image, lastImage, referenceImages = [] } = unplaced(images, additionalInputs);
	const task = clips.find((clip) => clip.kind === 'task');
	const references = [...clipParts(request), ...referenceImages.map(imagePart)];
	const frames = [
		...(image === undefined ? [] : [{ ...imagePart(image), frame_type: 'first_frame' }]),
		...(lastImage === undefined ? [] : [{ ...imagePart(lastImage), frame_type: 'last_frame' }]),
	];
	return {
		...(task ? { previous_job_id: task.id } : {}),
		...(references.length > 0 ? { [REFERENCES.name]: references } : {}),
		...(frames.length > 0 ? { [FRAMES_NAME]: frames } : {}),
		...withImagesInPlace(additionalInputs, images),
	};
}

/** The models that the simulated providers list, with their schemas, and the shape of the IDs that they take. */

import { schemaOf, type Property, type RequestSchema } from './schema';

export interface ListedModel {
	id: string;
	name: string;
	type: 'text-to-video' | 'image-to-video' | 'video-to-video';
	/** US dollars for the shortest video. */
	basePrice: number;
	schema: RequestSchema;
}

export const prompt: Property = { type: 'string', description: 'What happens in the video.' };
export const clip: Property = { type: 'string', format: 'uri', description: 'The video.' };
export const image: Property = { type: 'string', format: 'uri', description: 'The first frame.' };
/** Images of what the video shows. */
export const references = (most: number): Property => ({
	type: 'array',
	items: { type: 'string' },
	maxItems: most,
});
export const audio: Property = { type: 'boolean', default: true };
export const seed: Property = { type: 'integer', default: -1, minimum: -1, maximum: 2147483647 };

export const choice = (...values: string[]): Property => ({
	type: 'string',
	default: values[0] ?? '',
	enum: values,
});
export const seconds = (minimum: number, maximum: number): Property => ({
	type: 'integer',
	default: Math.max(5, minimum),
	minimum,
	maximum,
});
export const oneOfSeconds = (...values: number[]): Property => ({
	type: 'integer',
	default: values[0] ?? 4,
	enum: values,
});

export function listed(
	id: string,
	name: string,
	basePrice: number,
	properties: Record<string, Property>,
): ListedModel {
	const isMadeOf = (kind: string) =>
		kind in properties ||
		`${kind}_url` in properties ||
		(kind === 'image' && 'first_frame_url' in properties);
	const type = ['video', 'image'].find(isMadeOf) ?? 'text';
	const required = Object.keys(properties).filter((key) =>
		/^(prompt|image|image_url|video|video_url|first_frame_url|last_frame_url)$/.test(key),
	);
	return {
		id,
		name,
		type: `${type}-to-video` as ListedModel['type'],
		basePrice,
		schema: schemaOf(properties, required),
	};
}

export const soraSeconds = oneOfSeconds(4, 8, 12, 16, 20);
const seedanceRatio = choice('16:9', '9:16', '4:3', '3:4', '1:1', '21:9');
const fullResolution = choice('720p', '480p', '1080p', '4k');
const resolution = choice('720p', '480p', '1080p');

/** Values that are written in a model's own way. */
export const ownValues: Record<string, Property> = {
	prompt,
	aspect_ratio: choice('landscape', 'portrait'),
	resolution: choice('720P', '1080P'),
	duration: choice('4s', '6s', '8s'),
	generate_audio: choice('true', 'false'),
	seed: { type: 'string' },
};

export const WAVESPEED_MODELS: readonly ListedModel[] = [
	listed('openai/sora-2/text-to-video', 'Sora 2 Text To Video', 0.4, {
		prompt,
		size: choice('720*1280', '1280*720'),
		duration: soraSeconds,
	}),
	listed('openai/sora-2/image-to-video', 'Sora 2 Image To Video', 0.4, {
		prompt,
		image,
		duration: soraSeconds,
	}),
	listed('openai/sora-2/image-to-video-pro', 'Sora 2 Image To Video Pro', 1.2, {
		prompt,
		image,
		resolution: choice('720p', '1080p'),
		duration: soraSeconds,
	}),
	listed('bytedance/seedance-2.5/text-to-video', 'Seedance 2.5 Text To Video', 0.81, {
		prompt,
		reference_images: references(30),
		aspect_ratio: seedanceRatio,
		resolution: fullResolution,
		duration: seconds(4, 30),
		generate_audio: audio,
	}),
	listed('bytedance/seedance-2.5/image-to-video', 'Seedance 2.5 Image To Video', 0.81, {
		prompt,
		image,
		last_image: image,
		resolution: fullResolution,
		duration: seconds(4, 30),
		generate_audio: audio,
	}),
	listed('bytedance/seedance-2.0/text-to-video', 'Seedance 2.0 Text To Video', 1.2, {
		prompt,
		reference_images: references(9),
		aspect_ratio: seedanceRatio,
		resolution,
		duration: seconds(4, 15),
		generate_audio: audio,
	}),
	listed('bytedance/seedance-2.0/image-to-video', 'Seedance 2.0 Image To Video', 1.2, {
		prompt,
		image,
		last_image: image,
		aspect_ratio: seedanceRatio,
		resolution,
		duration: seconds(4, 15),
		generate_audio: audio,
	}),
	listed('alibaba/wan-3.0/text-to-video', 'Wan 3.0 Text To Video', 0.475, {
		prompt,
		aspect_ratio: choice('16:9', '9:16', '1:1', '4:3', '3:4'),
		resolution,
		duration: seconds(2, 30),
		generate_audio: audio,
		seed,
	}),
	listed('alibaba/wan-3.0/image-to-video', 'Wan 3.0 Image To Video', 0.475, {
		prompt,
		image,
		last_image: image,
		resolution,
		duration: seconds(2, 30),
		generate_audio: audio,
		seed,
	}),
	listed('minimax/h3/text-to-video', 'MiniMax H3 Text To Video', 0.7, {
		prompt,
		aspect_ratio: choice('16:9', '9:16', '1:1'),
		duration: seconds(5, 15),
		seed,
	}),
	listed('kwaivgi/kling-v4.0/video-extend', 'Kling 4.0 Video Extend', 0.6, {
		prompt,
		video: clip,
		last_image: image,
		resolution: choice('720p', '1080p', '4k'),
		duration: seconds(3, 30),
	}),
	listed('acme/clip-1/video-to-video', 'Acme Clip 1 Video To Video', 0.05, {
		prompt,
		video: clip,
		duration: oneOfSeconds(3, 6, 9),
		seed,
	}),
	listed('acme/clip-1/text-to-video', 'Acme Clip 1 Text To Video', 0.05, {
		prompt,
		aspect_ratio: choice('16:9', '9:16', '1:1'),
		resolution: choice('540p', '1080p'),
		duration: oneOfSeconds(3, 6, 9),
		generate_audio: audio,
		negative_prompt: { type: 'string' },
		seed,
	}),
	listed('acme/clip-1/image-to-video', 'Acme Clip 1 Image To Video', 0.05, {
		prompt,
		image,
		resolution: choice('540p', '1080p'),
		duration: oneOfSeconds(3, 6, 9),
		seed,
	}),
	listed('acme/clip-2/text-to-video', 'Acme Clip 2 Text To Video', 0.05, ownValues),
	listed('acme/frames-1/image-to-video', 'Acme Frames 1', 0.05, {
		prompt,
		image,
		tail_image_url: image,
		ref_images: references(2),
	}),
];

export const OPENAI_MODELS: readonly string[] = [
	'minimax/h3',
	'google/veo-3.1-fast',
	'wan-ai/wan-2.6-t2v',
	'doubao-seedance-2',
	'acme-clip-1',
];

/** `GET /v1/models` listed these three for a Seedance token on 2026-09-24; 2.5 is documented and served. */
export const APIYI_SEEDANCE_MODELS: readonly string[] = [
	'doubao-seedance-2-0-260128',
	'doubao-seedance-2-0-fast-260128',
	'doubao-seedance-2-0-mini-260615',
];

/** The inputs that hold addresses of images. */
export function imagesAmong(input: Readonly<Record<string, unknown>>): Record<string, unknown> {
	const isImage = (name: string) => /image|frame/.test(name);
	return Object.fromEntries(Object.entries(input).filter(([name]) => isImage(name)));
}

const WAVESPEED_VENDORS =
	/^(openai|bytedance|alibaba|minimax|wavespeed-ai|kwaivgi|google|acme)(\/[\w.-]+)+$/;
const EACHLABS_FAMILIES =
	/^(sora-2|bytedance-seedance|veo-?3|kling|wan-|minimax|merge-videos|eachlabs-video-api|acme)[\w-]*$/;
const FAL_OWNERS =
	/^(fal-ai|bytedance|alibaba|minimax|google|wan|xai|openai|pixverse|acme)(\/[\w.-]+)+$/;
const ARK_FAMILY = /^doubao-seedance-[\w-]+$/;

/** A provider has far more models than are listed here: it takes what looks like one of its own. */
export function isServed(format: 'waveSpeed' | 'eachlabs' | 'fal' | 'ark', id: string): boolean {
	const shape = {
		waveSpeed: WAVESPEED_VENDORS,
		eachlabs: EACHLABS_FAMILIES,
		fal: FAL_OWNERS,
		ark: ARK_FAMILY,
	};
	return shape[format].test(id);
}

export function isSora(id: string): boolean {
	return /(^|\/)sora-2/.test(id);
}

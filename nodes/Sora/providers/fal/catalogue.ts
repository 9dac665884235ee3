/** The models of fal whose inputs and prices are published on their pages; all others are read from its live schemas. */

import type { InputNames, StillKind } from '../../models/model';
import { aboutPerSecond, perSecond, type Price, type Rate } from '../../models/price';
import type { Entry } from '../../models/entry';
import { ALL_SIX, WIDE_AND_TALL, between, catalogue, oneOf, retired } from '../../models/entry';
import { CLIP_ENTRIES } from './clipModels';
import { falInfo } from './info';

/** https://developers.openai.com/api/docs/models/sora-2 */
const SHUT_DOWN = '2026-09-24';

const IMAGE: InputNames = { image: { name: 'image_url' } };
const FRAME: InputNames = {
	aspectRatio: { name: 'aspect_ratio' },
	resolution: { name: 'resolution' },
};
const AUDIO: InputNames = { generateAudio: { name: 'generate_audio' } };
const SEED: InputNames = { seed: { name: 'seed', as: 'integer' } };

function pageOf(id: string): string {
	return `https://fal.ai/models/${id}/llms.txt`;
}

function imageOf(kind: StillKind): InputNames {
	return kind === 'image' ? IMAGE : {};
}

const SEEDANCE_IMAGES: InputNames = { ...IMAGE, lastImage: { name: 'end_image_url' } };
/** Clips and sounds may stand in for the images. */
const SEEDANCE_REFERENCES: InputNames = { referenceImages: { name: 'image_urls', most: 9 } };

function seedance(path: string, name: string, task: StillKind | 'reference', price: Price): Entry {
	const id = `bytedance/${path}/${task}-to-video`;
	const kind = task === 'image' ? 'image' : 'text';
	return {
		id,
		name,
		kind,
		durations: between(4, 15),
		aspectRatios: ALL_SIX,
		resolutions: ['720p', '480p'],
		inputs: {
			duration: { name: 'duration', as: 'string' },
			...FRAME,
			...AUDIO,
			...(task === 'reference' ? SEEDANCE_REFERENCES : SEED),
			...(task === 'image' ? SEEDANCE_IMAGES : {}),
		},
		price,
		usualRenderSeconds: 120,
		source: pageOf(id),
	};
}

/** In bytes, as the pages of Veo have it. */
const VEO_IMAGE_LIMIT = 8_000_000;

function veo(id: string, name: string, kind: StillKind, price: Price = {}): Entry {
	return {
		id,
		name,
		kind,
		durations: oneOf(4, 6, 8),
		aspectRatios: WIDE_AND_TALL,
		resolutions: ['720p', '1080p', '4k'],
		inputs: {
			duration: { name: 'duration', as: 'string', unit: 's' },
			...FRAME,
			...AUDIO,
			...SEED,
			negativePrompt: { name: 'negative_prompt' },
			...imageOf(kind),
		},
		price,
		...(kind === 'image' ? { maxImageBytes: VEO_IMAGE_LIMIT } : {}),
		source: pageOf(id),
	};
}

/** Two frames have a model of their own. */
function veoFrames(family: string, name: string): Entry {
	const entry = veo(`${family}/first-last-frame-to-video`, name, 'image');
	const inputs: InputNames = {
		...entry.inputs,
		image: { name: 'first_frame_url' },
		lastImage: { name: 'last_frame_url', isRequired: true },
	};
	return { ...entry, inputs };
}

/** So have references: a clip of 8 seconds. */
function veoReferences(id: string, name: string): Entry {
	return {
		id,
		name,
		kind: 'text',
		durations: oneOf(8),
		aspectRatios: WIDE_AND_TALL,
		resolutions: ['720p', '1080p', '4k'],
		inputs: {
			duration: { name: 'duration', as: 'string', unit: 's' },
			...FRAME,
			...AUDIO,
			referenceImages: { name: 'image_urls', most: 3, isRequired: true },
		},
		maxImageBytes: VEO_IMAGE_LIMIT,
		source: pageOf(id),
	};
}

function sora(path: string, name: string, kind: StillKind, price: Price = {}): Entry {
	const id = `fal-ai/sora-2/${path}`;
	return {
		id,
		name,
		kind,
		durations: oneOf(4, 8, 12, 16, 20),
		aspectRatios: WIDE_AND_TALL,
		resolutions: path.endsWith('/pro') ? ['720p', '1080p'] : ['720p'],
		inputs: { duration: { name: 'duration', as: 'integer' }, ...FRAME, ...imageOf(kind) },
		price,
		state: retired(SHUT_DOWN, falInfo.defaultModels[kind].id),
		source: pageOf(id),
	};
}

/** Priced by tokens: height × width × seconds × 24 / 1024. What a second costs depends on the ratio. */
const SEEDANCE_FAST = aboutPerSecond({ '480p': 0.11, '720p': 0.24 });
const SEEDANCE = aboutPerSecond({ '480p': 0.13, '720p': 0.3 });

/** By tier, without sound and with it. fal renders with sound unless it is told not to. */
const VEO_AMOUNTS = { '720p': [0.2, 0.4], '1080p': [0.2, 0.4], '4k': [0.4, 0.6] } as const;
const VEO: Price = {
	rates: Object.entries(VEO_AMOUNTS).flatMap(([resolution, amounts]) =>
		amounts.map((amount, index): Rate => ({
			amount,
			per: 'second',
			resolution,
			...(index === 0 ? { audio: false } : {}),
		})),
	),
};

/** In the order in which the list shows them: what we would pick first. */
export const FAL_MODELS = catalogue('fal', [
	seedance('seedance-2.0/fast', 'Seedance 2.0 Fast', 'text', SEEDANCE_FAST),
	seedance('seedance-2.0/fast', 'Seedance 2.0 Fast', 'image', SEEDANCE_FAST),
	seedance('seedance-2.0', 'Seedance 2.0', 'text', SEEDANCE),
	seedance('seedance-2.0', 'Seedance 2.0', 'image', SEEDANCE),
	seedance('seedance-2.0/fast', 'Seedance 2.0 Fast (references)', 'reference', SEEDANCE_FAST),
	seedance('seedance-2.0', 'Seedance 2.0 (references)', 'reference', SEEDANCE),
	veo('fal-ai/veo3.1/fast', 'Veo 3.1 Fast', 'text'),
	veo('fal-ai/veo3.1/fast/image-to-video', 'Veo 3.1 Fast', 'image'),
	veo('fal-ai/veo3.1', 'Veo 3.1', 'text', VEO),
	veo('fal-ai/veo3.1/image-to-video', 'Veo 3.1', 'image', VEO),
	veoFrames('fal-ai/veo3.1/fast', 'Veo 3.1 Fast (first and last frame)'),
	veoFrames('fal-ai/veo3.1', 'Veo 3.1 (first and last frame)'),
	veoReferences('fal-ai/veo3.1/reference-to-video', 'Veo 3.1 (references)'),
	...CLIP_ENTRIES,
	sora('text-to-video', 'Sora 2', 'text', perSecond(0.1)),
	sora('image-to-video', 'Sora 2', 'image', perSecond(0.1)),
	sora('text-to-video/pro', 'Sora 2 Pro', 'text'),
	sora('image-to-video/pro', 'Sora 2 Pro', 'image'),
]);

/** The models of Eachlabs whose inputs are published; all others are read from its live schemas. */

import type { InputNames, ModelKind, StillKind } from '../../models/model';
import { perSecond } from '../../models/price';
import type { Entry } from '../../models/entry';
import { CLIP_ENTRIES } from './clipModels';
import { ALL_SIX, WIDE_AND_TALL, between, catalogue, oneOf, retired } from '../../models/entry';

const SORA_PAGE = 'https://www.eachlabs.ai/openai/sora-2/sora-2-image-to-video/llms.txt';
const SEEDANCE_PAGE =
	'https://www.eachlabs.ai/bytedance/seedance-2-0/bytedance-seedance-2-0-image-to-video/llms.txt';
/** Eachlabs' own parameter reference, one folder a model family. */
const REFERENCE = 'https://github.com/eachlabs/skills/tree/main/skills/';

const SHUT_DOWN = '2026-09-24';
const SEEDANCE_FAST: Readonly<Record<StillKind, string>> = {
	text: 'bytedance-seedance-2-0-text-to-video-fast',
	image: 'bytedance-seedance-2-0-image-to-video-fast',
};

const IMAGE: InputNames = { image: { name: 'image_url' } };
const FRAMES: InputNames = { ...IMAGE, lastImage: { name: 'end_image_url' } };
const RATIO: InputNames = { aspectRatio: { name: 'aspect_ratio' } };
const RESOLUTION: InputNames = { resolution: { name: 'resolution' } };
const AUDIO: InputNames = { generateAudio: { name: 'generate_audio' } };
const INTEGER_DURATION: InputNames = { duration: { name: 'duration', as: 'integer' } };
/** Seedance takes its numbers as texts. */
const SEEDANCE: InputNames = {
	duration: { name: 'duration', as: 'string' },
	seed: { name: 'seed', as: 'string' },
	...RATIO,
	...RESOLUTION,
	...AUDIO,
};

function soraOf(id: string, name: string, kind: StillKind, facts: Partial<Entry>): Entry {
	return {
		aspectRatios: WIDE_AND_TALL,
		source: `${REFERENCE}eachlabs-video-generation`,
		...facts,
		id,
		name,
		kind,
		inputs: {
			...INTEGER_DURATION,
			...RATIO,
			...(kind === 'image' ? IMAGE : {}),
			...facts.inputs,
		},
		state: retired(SHUT_DOWN, SEEDANCE_FAST[kind]),
	};
}

const SORA: readonly Entry[] = [
	soraOf('sora-2-text-to-video', 'Sora 2', 'text', {
		durations: oneOf(4, 8, 12),
		resolutions: ['720p'],
		price: perSecond(0.1),
	}),
	soraOf('sora-2-text-to-video-pro', 'Sora 2 Pro', 'text', {
		resolutions: ['720p', '1080p'],
		inputs: RESOLUTION,
	}),
	soraOf('sora-2-pro', 'Sora 2 Pro (sora-2-pro)', 'text', {
		aspectRatios: null,
		inputs: { seed: { name: 'seed', as: 'integer' } },
	}),
	// The model's page speaks of a target resolution, its schema has none: sent only where it is not 720p.
	soraOf('sora-2-image-to-video', 'Sora 2', 'image', {
		durations: oneOf(4, 8, 12, 16, 20),
		resolutions: ['720p', '1080p'],
		inputs: { resolution: { name: 'resolution', unlessDefault: true } },
		price: perSecond(0.1),
		usualRenderSeconds: 200,
		source: SORA_PAGE,
	}),
	soraOf('sora-2-image-to-video-pro', 'Sora 2 Pro', 'image', {
		resolutions: ['720p', '1080p'],
		inputs: RESOLUTION,
	}),
];

function seedanceFast(kind: StillKind, usualRenderSeconds: number): Entry {
	return {
		id: SEEDANCE_FAST[kind],
		name: 'Seedance 2.0 Fast',
		kind,
		durations: between(4, 15),
		aspectRatios: ALL_SIX,
		resolutions: ['720p', '480p'],
		inputs: { ...SEEDANCE, ...(kind === 'image' ? FRAMES : {}) },
		price: perSecond({ '480p': 0.1129, '720p': 0.2419 }),
		usualRenderSeconds,
		source: `${REFERENCE}bytedance-seedance-2-0`,
	};
}

function veo31(id: string, name: string, kind: ModelKind): Entry {
	const textOnly: InputNames = {
		negativePrompt: { name: 'negative_prompt' },
		seed: { name: 'seed', as: 'integer' },
	};
	return {
		id,
		name,
		kind,
		durations: oneOf(4, 6, 8),
		aspectRatios: WIDE_AND_TALL,
		resolutions: ['720p', '1080p'],
		inputs: {
			...INTEGER_DURATION,
			...RATIO,
			...RESOLUTION,
			...AUDIO,
			...(kind === 'image' ? IMAGE : textOnly),
		},
		source: `${REFERENCE}eachlabs-video-generation`,
	};
}

/** Two frames have a model of their own. @param as the fast one takes its length as text. */
function veoFrames(id: string, name: string, as: 'integer' | 'string'): Entry {
	return {
		id,
		name,
		kind: 'image',
		durations: oneOf(4, 6, 8),
		aspectRatios: WIDE_AND_TALL,
		resolutions: ['720p', '1080p'],
		inputs: {
			duration: { name: 'duration', as },
			...RATIO,
			...RESOLUTION,
			...AUDIO,
			image: { name: 'first_frame_url' },
			lastImage: { name: 'last_frame_url', isRequired: true },
		},
		source: `${REFERENCE}eachlabs-video-generation`,
	};
}

/** Models that show what the images show, and begin with none of them. */
const REFERENCES: readonly Entry[] = [
	{
		id: 'veo3-1-reference-to-video',
		name: 'Veo 3.1 (references)',
		kind: 'text',
		durations: oneOf(8),
		aspectRatios: ['16:9'],
		resolutions: ['720p', '1080p'],
		inputs: {
			...INTEGER_DURATION,
			...RATIO,
			...RESOLUTION,
			...AUDIO,
			referenceImages: { name: 'image_urls', most: 3, isRequired: true },
		},
		source: `${REFERENCE}eachlabs-video-generation`,
	},
	{
		id: 'kling-o1-reference-image-to-video',
		name: 'Kling O1 (references)',
		kind: 'text',
		durations: oneOf(5, 10),
		aspectRatios: ['16:9', '9:16', '1:1'],
		inputs: {
			...INTEGER_DURATION,
			...RATIO,
			referenceImages: { name: 'image_urls', most: null },
		},
		source: `${REFERENCE}eachlabs-video-generation`,
	},
];

/** In the order in which the list shows them: what we would pick first. */
export const EACHLABS_MODELS = catalogue('eachlabs', [
	seedanceFast('text', 120),
	seedanceFast('image', 150),
	{
		id: 'bytedance-seedance-2-0-image-to-video',
		name: 'Seedance 2.0',
		kind: 'image',
		durations: between(4, 15),
		aspectRatios: ALL_SIX,
		resolutions: ['720p', '480p', '1080p'],
		inputs: { ...SEEDANCE, ...FRAMES },
		maxImageBytes: 30_000_000,
		price: perSecond({ '480p': 0.1412, '720p': 0.3024, '1080p': 0.685 }),
		source: SEEDANCE_PAGE,
	},
	veo31('veo3-1-text-to-video', 'Veo 3.1', 'text'),
	veo31('veo3-1-text-to-video-fast', 'Veo 3.1 Fast', 'text'),
	veo31('veo3-1-image-to-video', 'Veo 3.1', 'image'),
	veoFrames('veo3-1-first-last-frame-to-video', 'Veo 3.1 (first and last frame)', 'integer'),
	veoFrames(
		'veo3-1-first-last-frame-to-video-fast',
		'Veo 3.1 Fast (first and last frame)',
		'string',
	),
	...REFERENCES,
	...CLIP_ENTRIES,
	...SORA,
]);

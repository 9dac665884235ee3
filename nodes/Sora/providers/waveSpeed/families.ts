/**
 * The families of models at WaveSpeedAI: what the members of each have in common. IDs and inputs are
 * those of WaveSpeed's own pages and of its migration guide of 2026-09-05
 * (https://wavespeed.ai/blog/ai-guides/sora-2-to-seedance-wan-h3-code-migration/); where these leave
 * a range open or differ, the wider one that its users' catalogues list: what a model then does not
 * take, WaveSpeed refuses unbilled.
 */

import type { AspectRatio, InputNames, StillKind } from '../../models/model';
import type { Price } from '../../models/price';
import type { Entry } from '../../models/entry';
import { ALL_SIX, WIDE_AND_TALL, between, oneOf } from '../../models/entry';

export const HD = ['720p', '1080p'];
export const WITH_480P = ['720p', '480p', '1080p'];
export const WITH_4K = [...WITH_480P, '4k'];

/** Each model's own page, with its inputs. */
function pageOf(id: string): string {
	return `https://wavespeed.ai/models/${id}/llms.txt`;
}

const DURATION: InputNames['duration'] = { name: 'duration', as: 'integer' };
const RATIO: InputNames = { aspectRatio: { name: 'aspect_ratio' } };
const RESOLUTION: InputNames = { resolution: { name: 'resolution' } };
const LAST: InputNames = { lastImage: { name: 'last_image' } };
const END: InputNames = { lastImage: { name: 'end_image' } };
export const SEED: InputNames = { seed: { name: 'seed', as: 'integer' } };
const AUDIO: InputNames = { generateAudio: { name: 'generate_audio' } };
const SOUND: InputNames = { generateAudio: { name: 'sound' } };
export const NEGATIVE: InputNames = { negativePrompt: { name: 'negative_prompt' } };

const TASKS: Readonly<Record<StillKind, string>> = {
	text: 'text-to-video',
	image: 'image-to-video',
};

/** The last frame is for image models, references are for text models: these have no frame of their own. */
function imagesOf(kind: StillKind, last: InputNames, mostReferences = 0): InputNames {
	if (kind === 'image') return last;
	if (mostReferences === 0) return {};
	return { referenceImages: { name: 'reference_images', most: mostReferences } };
}

/** One model of a family: the ID is the family's, the task and a variant (`-turbo`). */
function model(
	family: string,
	kind: StillKind,
	facts: Omit<Entry, 'id' | 'kind' | 'source'>,
	variant = '',
): Entry {
	const id = `${family}/${TASKS[kind]}${variant}`;
	return {
		source: pageOf(id),
		...facts,
		id,
		kind,
		inputs: {
			duration: DURATION,
			...(kind === 'image' ? { image: { name: 'image' } } : {}),
			...facts.inputs,
		},
	};
}

const BOTH: readonly StillKind[] = ['text', 'image'];

export function seedance20(
	family: string,
	name: string,
	price: Price,
	tiers: readonly string[],
	variant = '',
): Entry[] {
	return BOTH.map((kind) =>
		model(
			family,
			kind,
			{
				name,
				durations: between(4, 15),
				aspectRatios: ALL_SIX,
				resolutions: tiers,
				inputs: { ...RATIO, ...RESOLUTION, ...AUDIO, ...imagesOf(kind, LAST, 9) },
				price,
			},
			variant,
		),
	);
}

/** The image models have no aspect ratio: the video follows its image. */
export function seedance25(
	name: string,
	price: Price,
	tiers: readonly string[],
	variant: string,
	kinds: readonly StillKind[] = BOTH,
): Entry[] {
	return kinds.map((kind) =>
		model(
			'bytedance/seedance-2.5',
			kind,
			{
				name,
				durations: between(4, 30),
				aspectRatios: kind === 'text' ? ALL_SIX : [],
				resolutions: tiers,
				inputs: {
					...(kind === 'text' ? RATIO : {}),
					...RESOLUTION,
					...AUDIO,
					...imagesOf(kind, LAST, 30),
				},
				price,
			},
			variant,
		),
	);
}

/** Without a ratio the image models follow their image. */
export function wan30(family: string, name: string, price: Price): Entry[] {
	return BOTH.map((kind) =>
		model(family, kind, {
			name,
			durations: between(2, 30),
			aspectRatios: ['16:9', '9:16', '1:1', '4:3', '3:4'],
			resolutions: WITH_480P,
			inputs: { ...RATIO, ...RESOLUTION, ...AUDIO, ...SEED, ...imagesOf(kind, LAST) },
			price,
		}),
	);
}

/** Sound is always on. */
export function miniMaxH3(family: string, facts: Omit<Entry, 'id' | 'kind' | 'source'>): Entry[] {
	return BOTH.map((kind) =>
		model(family, kind, {
			...facts,
			aspectRatios: kind === 'text' ? ALL_SIX : [],
			inputs: {
				...(kind === 'text' ? RATIO : {}),
				...RESOLUTION,
				...imagesOf(kind, LAST),
				...facts.inputs,
			},
		}),
	);
}

const KLING_RATIOS: readonly AspectRatio[] = ['16:9', '9:16', '1:1'];

export function kling(family: string, name: string, price: Price, more: InputNames): Entry[] {
	return BOTH.map((kind) =>
		model(family, kind, {
			name,
			durations: between(3, 15),
			aspectRatios: kind === 'text' ? KLING_RATIOS : [],
			inputs: {
				...(kind === 'text' ? RATIO : {}),
				...SOUND,
				...imagesOf(kind, END),
				...more,
			},
			price,
		}),
	);
}

const VEO_INPUTS: InputNames = { ...RATIO, ...RESOLUTION, ...AUDIO, ...NEGATIVE, ...SEED };

/** @param last where the image model takes a last frame itself. */
export function veo31(
	family: string,
	name: string,
	price: Price,
	tiers: readonly string[],
	last: InputNames = LAST,
): Entry[] {
	return BOTH.map((kind) =>
		model(family, kind, veoFacts(name, price, tiers, imagesOf(kind, last))),
	);
}

function veoFacts(
	name: string,
	price: Price,
	tiers: readonly string[],
	images: InputNames,
): Omit<Entry, 'id' | 'kind' | 'source'> {
	return {
		name,
		durations: oneOf(4, 6, 8),
		aspectRatios: WIDE_AND_TALL,
		resolutions: tiers,
		inputs: { ...VEO_INPUTS, ...images },
		price,
	};
}

function veo31Variant(
	task: 'reference-to-video' | 'start-end-to-video',
	...[family, name, price, tiers]: Parameters<typeof veo31>
): Entry {
	const id = `${family}/${task}`;
	const isReference = task === 'reference-to-video';
	const images: InputNames = isReference
		? { referenceImages: { name: 'images', most: 3, isRequired: true } }
		: { image: { name: 'image' }, lastImage: { name: 'last_image', isRequired: true } };
	const facts = veoFacts(name, price, tiers, images);
	return {
		...facts,
		inputs: { duration: DURATION, ...facts.inputs },
		id,
		kind: isReference ? 'text' : 'image',
		source: pageOf(id),
	};
}

const VEO_HD = ['1080p', '720p'];

/** Veo's models for other images than a first frame have IDs of their own. */
export const VEO_VARIANTS: readonly Entry[] = [
	veo31Variant(
		'start-end-to-video',
		'google/veo3.1-lite',
		'Veo 3.1 Lite (first and last frame)',
		{},
		VEO_HD,
	),
	veo31Variant('reference-to-video', 'google/veo3.1', 'Veo 3.1 (references)', {}, VEO_HD),
	veo31Variant('reference-to-video', 'google/veo3.1-fast', 'Veo 3.1 Fast (references)', {}, VEO_HD),
];

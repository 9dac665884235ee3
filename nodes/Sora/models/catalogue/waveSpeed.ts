/** The models of WaveSpeedAI that people pick today, and the Sora models that they come from. */

import type { AspectRatio, InputNames, ModelKind, Price } from '../model';
import type { Entry } from './entry';
import { ALL_SIX, WIDE_AND_TALL, between, catalogue, oneOf } from './entry';
import { SORA_ENTRIES } from './waveSpeedSora';

const WITH_480P = ['720p', '480p', '1080p'];
const WITH_4K = [...WITH_480P, '4k'];

/** Each model's own page, with its inputs. */
function pageOf(id: string): string {
	return `https://wavespeed.ai/models/${id}/llms.txt`;
}

const DURATION: InputNames['duration'] = { name: 'duration', as: 'integer' };
const RATIO: InputNames = { aspectRatio: { name: 'aspect_ratio' } };
const RESOLUTION: InputNames = { resolution: { name: 'resolution' } };
const SEED: InputNames = { seed: { name: 'seed', as: 'integer' } };
const AUDIO: InputNames = { generateAudio: { name: 'generate_audio' } };
const SOUND: InputNames = { generateAudio: { name: 'sound' } };
const NEGATIVE: InputNames = { negativePrompt: { name: 'negative_prompt' } };

const TASKS: Readonly<Record<ModelKind, string>> = {
	text: 'text-to-video',
	image: 'image-to-video',
};

/** One model of a family: the ID is the family's, the task and a variant (`-turbo`). */
function model(
	family: string,
	kind: ModelKind,
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

const BOTH: readonly ModelKind[] = ['text', 'image'];

function seedance20(family: string, name: string, price: Price, tiers: readonly string[]): Entry[] {
	return BOTH.map((kind) =>
		model(family, kind, {
			name,
			durations: between(4, 15),
			aspectRatios: ALL_SIX,
			resolutions: tiers,
			inputs: { ...RATIO, ...RESOLUTION, ...AUDIO },
			price,
		}),
	);
}

function seedance20Turbo(family: string, name: string, price: Price): Entry[] {
	return BOTH.map((kind) =>
		model(
			family,
			kind,
			{
				name,
				durations: between(4, 15),
				aspectRatios: ALL_SIX,
				resolutions: ['720p', '1080p'],
				inputs: { ...RATIO, ...RESOLUTION, ...AUDIO },
				price,
			},
			'-turbo',
		),
	);
}

/** The image models have no aspect ratio: the video follows its picture. */
function seedance25(
	name: string,
	price: Price,
	tiers: readonly string[],
	variant: string,
	kinds: readonly ModelKind[] = BOTH,
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
				inputs: { ...(kind === 'text' ? RATIO : {}), ...RESOLUTION, ...AUDIO },
				price,
			},
			variant,
		),
	);
}

/** Without a ratio the image models follow their picture. */
function wan30(family: string, name: string, price: Price): Entry[] {
	return BOTH.map((kind) =>
		model(family, kind, {
			name,
			durations: between(2, 30),
			aspectRatios: ['16:9', '9:16', '1:1', '4:3', '3:4'],
			resolutions: WITH_480P,
			inputs: { ...RATIO, ...RESOLUTION, ...AUDIO, ...SEED },
			price,
		}),
	);
}

/** Sound is always on. */
function miniMaxH3(family: string, facts: Omit<Entry, 'id' | 'kind' | 'source'>): Entry[] {
	return BOTH.map((kind) =>
		model(family, kind, {
			...facts,
			aspectRatios: kind === 'text' ? ALL_SIX : [],
			inputs: { ...(kind === 'text' ? RATIO : {}), ...RESOLUTION, ...facts.inputs },
		}),
	);
}

const KLING_RATIOS: readonly AspectRatio[] = ['16:9', '9:16', '1:1'];

function kling(family: string, name: string, price: Price, more: InputNames): Entry[] {
	return BOTH.map((kind) =>
		model(family, kind, {
			name,
			durations: between(3, 15),
			aspectRatios: kind === 'text' ? KLING_RATIOS : [],
			inputs: { ...(kind === 'text' ? RATIO : {}), ...SOUND, ...more },
			price,
		}),
	);
}

function veo31(family: string, name: string, price: Price, tiers: readonly string[]): Entry[] {
	return BOTH.map((kind) =>
		model(family, kind, {
			name,
			durations: oneOf(4, 6, 8),
			aspectRatios: WIDE_AND_TALL,
			resolutions: tiers,
			inputs: { ...RATIO, ...RESOLUTION, ...AUDIO, ...NEGATIVE, ...SEED },
			price,
		}),
	);
}

/** In the order in which the list shows them: what we would pick first. */
export const WAVESPEED_MODELS = catalogue('waveSpeed', [
	...seedance25('Seedance 2.5', { usdPerVideo: 0.81, note: 'base price' }, WITH_4K, ''),
	...seedance25('Seedance 2.5 Turbo', { usdPerVideo: 0.9 }, ['720p', '1080p'], '-turbo'),
	...seedance25('Seedance 2.5 Spicy', {}, WITH_4K, '-spicy', ['image']),
	...seedance20('bytedance/seedance-2.0', 'Seedance 2.0', { usdPerSecond: 0.24 }, WITH_4K),
	...seedance20Turbo('bytedance/seedance-2.0', 'Seedance 2.0 Turbo', {}),
	...seedance20(
		'bytedance/seedance-2.0-fast',
		'Seedance 2.0 Fast',
		{ usdPerSecond: 0.16 },
		WITH_480P,
	),
	...seedance20Turbo('bytedance/seedance-2.0-fast', 'Seedance 2.0 Fast Turbo', {
		usdPerSecond: 0.12,
	}),
	...seedance20('bytedance/seedance-2.0-mini', 'Seedance 2.0 Mini', {}, WITH_480P),
	...wan30('alibaba/wan-3.0', 'Wan 3.0', { usdPerSecond: 0.1, note: '720p' }),
	...wan30('alibaba/wan-3.0-prime', 'Wan 3.0 Prime', { usdPerVideo: 0.71, note: '5 seconds' }),
	...miniMaxH3('minimax/h3', {
		name: 'MiniMax H3',
		durations: between(4, 15),
		resolutions: ['768p', '2k'],
		price: { usdPerVideo: 0.7, note: '5 seconds' },
	}),
	...miniMaxH3('wavespeed-ai/minimax-h3', {
		name: 'MiniMax H3 (open weights)',
		durations: between(3, 15),
		resolutions: ['480p', '540p', '768p', '1080p'],
		inputs: SEED,
		price: { usdPerSecond: 0.05, note: '480p; 768p costs $0.10 a second' },
	}),
	...kling(
		'kwaivgi/kling-v3.0-std',
		'Kling 3.0 Standard',
		{ usdPerVideo: 0.42, note: '5 seconds' },
		NEGATIVE,
	),
	...kling(
		'kwaivgi/kling-v3.0-pro',
		'Kling 3.0 Pro',
		{ usdPerVideo: 0.8, note: '5 seconds' },
		NEGATIVE,
	),
	...kling(
		'kwaivgi/kling-video-o3-std',
		'Kling Video O3 Standard',
		{ usdPerVideo: 0.42, note: '5 seconds' },
		{},
	),
	...kling(
		'kwaivgi/kling-video-o3-pro',
		'Kling Video O3 Pro',
		{ usdPerVideo: 0.56, note: '5 seconds' },
		{},
	),
	...kling(
		'kwaivgi/kling-video-o3-4k',
		'Kling Video O3 4K',
		{ usdPerVideo: 2.1, note: '5 seconds' },
		{},
	),
	...veo31('google/veo3.1', 'Veo 3.1', { usdPerVideo: 3.2, note: 'base price' }, [
		'1080p',
		'720p',
		'4k',
	]),
	...veo31('google/veo3.1-fast', 'Veo 3.1 Fast', { usdPerVideo: 1.2 }, ['1080p', '720p', '4k']),
	...veo31('google/veo3.1-lite', 'Veo 3.1 Lite', { usdPerVideo: 0.3 }, ['1080p', '720p']),
	...SORA_ENTRIES,
]);

/** Models at APIYI: Seedance, which works, and Sora 2, which was switched off with OpenAI's. */

import type { Durations, FrameSize, InputNames, Model, ModelKind, Price } from '../model';
import type { Entry } from './entry';
import { ALL_SIX, between, catalogue, oneOf, retired } from './entry';

const SHUT_DOWN = '2026-09-24';
const DEFAULT_ID = 'doubao-seedance-2-0-fast-260128';
const KINDS: readonly ModelKind[] = ['text', 'image'];

/** Ark's names. There is no negative prompt; the picture is a part of `content`. */
const SEEDANCE_INPUTS: InputNames = {
	duration: { name: 'duration', as: 'integer' },
	aspectRatio: { name: 'ratio' },
	resolution: { name: 'resolution' },
	generateAudio: { name: 'generate_audio' },
	seed: { name: 'seed', as: 'integer' },
};

const UP_TO_720P = ['720p', '480p'] as const;
const UP_TO_1080P = ['720p', '480p', '1080p'] as const;

/** Both kinds of a Seedance 2.0 model. */
function seedance2(
	id: string,
	name: string,
	resolutions: readonly string[],
	price: Price,
): readonly Entry[] {
	return KINDS.map((kind) => ({
		id,
		name,
		kind,
		durations: between(4, 15),
		aspectRatios: ALL_SIX,
		resolutions,
		inputs: SEEDANCE_INPUTS,
		price,
		source: 'https://docs.apiyi.com/en/api-capabilities/seedance2/overview',
	}));
}

/** Seedance 2.5 follows its picture: it refuses any ratio but `adaptive` beside a first frame. */
const SEEDANCE_25: readonly Entry[] = KINDS.map((kind) => ({
	id: 'doubao-seedance-2-5-260628',
	name: 'Seedance 2.5',
	kind,
	durations: between(4, 30),
	aspectRatios: kind === 'image' ? [] : ALL_SIX,
	resolutions: UP_TO_1080P,
	inputs: SEEDANCE_INPUTS,
	price: { note: 'about one and a half times the price of Seedance 2.0' },
	source: 'https://docs.apiyi.com/en/live/2026-08/seedance-2-5-launch and -group-change',
}));

const SORA_SECONDS: Durations = oneOf(4, 8, 12);
const STANDARD_SIZES: readonly FrameSize[] = ['720x1280', '1280x720'];
const PRO_SIZES: readonly FrameSize[] = [
	...STANDARD_SIZES,
	'1024x1792',
	'1792x1024',
	'1080x1920',
	'1920x1080',
];

/** Both kinds of a Sora model: the picture must have the very pixels of the frame. */
function sora(id: string, name: string, isPro: boolean, price: Price): readonly Entry[] {
	const sizes = isPro ? PRO_SIZES : STANDARD_SIZES;
	return KINDS.map((kind) => ({
		id,
		name,
		kind,
		durations: SORA_SECONDS,
		aspectRatios: ['9:16', '16:9'],
		resolutions: isPro ? ['720p', '1024p', '1080p'] : ['720p'],
		inputs: {
			duration: { name: 'seconds', as: 'string' },
			size: { name: 'size', separator: 'x', sizes },
			...(kind === 'image' ? { image: { name: 'input_reference' } } : {}),
		},
		exactFrame: kind === 'image',
		price,
		state: retired(SHUT_DOWN, DEFAULT_ID),
		source: 'https://docs.apiyi.com/en/api-capabilities/sora-2-video-official',
	}));
}

export const APIYI_MODELS: readonly Model[] = catalogue('apiyi', [
	...seedance2(DEFAULT_ID, 'Seedance 2.0 Fast', UP_TO_720P, {
		note: '5 seconds cost CNY 1.86 at 480p, 4.00 at 720p',
	}),
	...seedance2('doubao-seedance-2-0-260128', 'Seedance 2.0', UP_TO_1080P, {
		note: '5 seconds cost CNY 2.31 at 480p, 4.97 at 720p, 12.39 at 1080p',
	}),
	...seedance2('doubao-seedance-2-0-mini-260615', 'Seedance 2.0 Mini', UP_TO_720P, {
		note: '5 seconds cost CNY 1.16 at 480p, 2.50 at 720p',
	}),
	...SEEDANCE_25,
	...sora('sora-2', 'Sora 2', false, { usdPerSecond: 0.1 }),
	...sora('sora-2-pro', 'Sora 2 Pro', true, {
		usdPerSecond: 0.3,
		note: '720p; 1024p cost $0.50 a second',
	}),
]);

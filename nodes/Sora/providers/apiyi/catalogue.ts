/** Models at APIYI: Seedance, which works, and Sora 2, which was switched off with OpenAI's. */

import type { InputNames, Model, ModelKind } from '../../models/model';
import { perSecond, type Price } from '../../models/price';
import type { Entry } from '../../models/entry';
import { ALL_SIX, between, catalogue } from '../../models/entry';
import { openAiSora } from '../formats/openAiVideos/soraModels';

const FAST = 'doubao-seedance-2-0-fast-260128';
/** A clip is a reference of theirs: what becomes of it is said in the prompt. */
const KINDS: readonly ModelKind[] = ['text', 'image', 'video'];

/** Each kind has its rates; a clip counts as well, at a rate that is not published. */
function priceOf(kind: ModelKind, price: Price): Price {
	return kind === 'video' ? { note: 'the seconds of the clip count as well' } : price;
}

/** Ark's names for Seedance. There is no negative prompt. */
const ARK_INPUTS: InputNames = {
	duration: { name: 'duration', as: 'integer' },
	aspectRatio: { name: 'ratio' },
	resolution: { name: 'resolution' },
	generateAudio: { name: 'generate_audio' },
	seed: { name: 'seed', as: 'integer' },
};

/**
 * Images are parts of `content`, each with a role. References exclude frames.
 * @param mostReferences `null` where nobody has said.
 */
export function arkInputs(kind: ModelKind, mostReferences: number | null): InputNames {
	const name = 'content';
	return {
		...ARK_INPUTS,
		...(kind === 'image' ? { lastImage: { name } } : {}),
		referenceImages: { name, most: mostReferences, withoutFrames: true },
	};
}

const UP_TO_720P = ['720p', '480p'] as const;
const UP_TO_1080P = ['720p', '480p', '1080p'] as const;

/** The published prices are those of 5 seconds, a fifth of which is a second's: tokens grow with the length. */
function yuanPerSecond(amounts: Readonly<Record<string, number>>): Price {
	return { ...perSecond(amounts), currency: 'CNY' };
}

/** All kinds of a Seedance 2.0 model. */
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
		inputs: arkInputs(kind, 9),
		...(kind === 'video' ? { clip: { minSeconds: 1.8, maxSeconds: 15 } } : {}),
		price: priceOf(kind, price),
		source: 'https://docs.apiyi.com/en/api-capabilities/seedance2/overview',
	}));
}

/** Seedance 2.5 follows its image: it refuses any ratio but `adaptive` beside a first frame. */
const SEEDANCE_25: readonly Entry[] = KINDS.map((kind) => ({
	id: 'doubao-seedance-2-5-260628',
	name: 'Seedance 2.5',
	kind,
	durations: between(4, 30),
	aspectRatios: kind === 'image' ? [] : ALL_SIX,
	resolutions: UP_TO_1080P,
	inputs: arkInputs(kind, 30),
	...(kind === 'video' ? { clip: { minSeconds: 1.8, maxSeconds: 30 } } : {}),
	price: { note: 'about one and a half times the price of Seedance 2.0' },
	source: 'https://docs.apiyi.com/en/live/2026-08/seedance-2-5-launch and -group-change',
}));

const RELAY = {
	seconds: [4, 8, 12],
	replacement: { text: FAST, image: FAST },
	source: 'https://docs.apiyi.com/en/api-capabilities/sora-2-video-official',
};

export const APIYI_MODELS: readonly Model[] = catalogue('apiyi', [
	...seedance2(
		FAST,
		'Seedance 2.0 Fast',
		UP_TO_720P,
		yuanPerSecond({ '480p': 0.372, '720p': 0.8 }),
	),
	...seedance2(
		'doubao-seedance-2-0-260128',
		'Seedance 2.0',
		UP_TO_1080P,
		yuanPerSecond({ '480p': 0.462, '720p': 0.994, '1080p': 2.478 }),
	),
	...seedance2(
		'doubao-seedance-2-0-mini-260615',
		'Seedance 2.0 Mini',
		UP_TO_720P,
		yuanPerSecond({ '480p': 0.232, '720p': 0.5 }),
	),
	...SEEDANCE_25,
	...openAiSora('sora-2', 'Sora 2', 'standard', RELAY),
	...openAiSora('sora-2-pro', 'Sora 2 Pro', 'pro', RELAY),
]);

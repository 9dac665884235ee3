/**
 * The models of OpenRouter that people look for first; all others are read from its live list, which
 * describes each. One ID serves text and images.
 */

import type { AspectRatio, Durations, Model, StillKind } from '../../models/model';
import { aboutPerSecond, perSecond, type Price, type Rate } from '../../models/price';
import type { Entry } from '../../models/entry';
import { ALL_SIX, between, catalogue, oneOf, retired, WIDE_AND_TALL } from '../../models/entry';
import { openRouterInfo } from './info';
import { inputsFor, type KnownImages } from './inputs';

/** As it was in August and September 2026. */
const LIST = 'https://openrouter.ai/api/v1/videos/models';

const SHUT_DOWN = '2026-09-24';
const VEO_LITE = openRouterInfo.defaultModels.text;
const VEO = 'google/veo-3.1';

const VEO_SECONDS = oneOf(4, 6, 8);
const WAN_RATIOS: readonly AspectRatio[] = [...WIDE_AND_TALL, '1:1', '4:3', '3:4'];

/**
 * US dollars for a second with sound, which is what OpenRouter renders unless it is told not to, and
 * without; by tier.
 */
function bySound(amounts: Readonly<Record<string, readonly [number, number]>>): Rate[] {
	return Object.entries(amounts).flatMap(([resolution, [sound, silent]]): Rate[] => [
		{ amount: silent, per: 'second', resolution, audio: false },
		{ amount: sound, per: 'second', resolution },
	]);
}

/** The same where only the price with sound is known. */
function withSound(amounts: Readonly<Record<string, number>>): Rate[] {
	return Object.entries(amounts).map(([resolution, amount]) => ({
		amount,
		per: 'second',
		resolution,
		audio: true,
	}));
}

interface Facts {
	durations: Durations;
	aspectRatios: readonly AspectRatio[];
	/** In OpenRouter's own spelling: `4K`. */
	resolutions: readonly string[];
	price: Price;
	/** How many reference images it takes; none if left out. */
	references?: number;
}

const KINDS: readonly StillKind[] = ['text', 'image'];

/** The clip's own seconds count as well, at rates that the live list alone has. */
function ofClips(
	id: string,
	name: string,
	{ price: _price, references = 0, ...facts }: Facts,
): Entry {
	const inputs = inputsFor('video', { lastImage: false, references });
	return { ...facts, id, name, kind: 'video', inputs, clip: { maxSeconds: 15 }, source: LIST };
}

/** All of them take a last frame. */
function both(id: string, name: string, { references = 0, ...facts }: Facts): Entry[] {
	const known = { lastImage: true, references };
	return KINDS.map((kind) => ({
		...facts,
		id,
		name,
		kind,
		inputs: inputsFor(kind, known),
		source: LIST,
	}));
}

const NO_OTHER_IMAGES: KnownImages = { lastImage: false, references: 0 };

/** Gone with OpenAI's API; what was known of it does not matter any more. */
function sora(id: string, name: string, replacement: string): Entry[] {
	return KINDS.map((kind) => ({
		id,
		name,
		kind,
		inputs: inputsFor(kind, NO_OTHER_IMAGES),
		state: retired(SHUT_DOWN, replacement),
		source: 'https://developers.openai.com/api/docs/deprecations',
	}));
}

const SEEDANCE_FAST: Facts = {
	durations: between(4, 15),
	aspectRatios: ALL_SIX,
	resolutions: ['720p', '480p'],
	price: aboutPerSecond({ '480p': 0.04, '720p': 0.09 }),
	references: 9,
};

const SEEDANCE: Facts = {
	durations: between(4, 15),
	aspectRatios: ALL_SIX,
	resolutions: ['720p', '480p', '1080p', '4K'],
	price: aboutPerSecond({ '480p': 0.07, '720p': 0.15, '1080p': 0.37 }),
	references: 9,
};

/**
 * In the order in which the list shows them: what we would pick first. Seedance is priced in tokens:
 * width × height × seconds × 24 frames / 1024, here for 16:9.
 */
export const OPENROUTER_MODELS: readonly Model[] = catalogue('openRouter', [
	...both(VEO_LITE.id, VEO_LITE.name, {
		durations: VEO_SECONDS,
		aspectRatios: WIDE_AND_TALL,
		resolutions: ['720p', '1080p'],
		price: { rates: bySound({ '720p': [0.05, 0.03], '1080p': [0.08, 0.05] }) },
	}),
	...both('google/veo-3.1-fast', 'Veo 3.1 Fast', {
		durations: VEO_SECONDS,
		aspectRatios: WIDE_AND_TALL,
		resolutions: ['720p', '1080p', '4K'],
		price: {
			rates: [...bySound({ '720p': [0.1, 0.08] }), ...withSound({ '1080p': 0.12, '4K': 0.3 })],
		},
	}),
	...both(VEO, 'Veo 3.1', {
		durations: VEO_SECONDS,
		aspectRatios: WIDE_AND_TALL,
		resolutions: ['720p', '1080p', '4K'],
		price: { rates: bySound({ '720p': [0.4, 0.2], '1080p': [0.4, 0.2], '4K': [0.6, 0.4] }) },
	}),
	...both('bytedance/seedance-2.0-fast', 'Seedance 2.0 Fast', SEEDANCE_FAST),
	ofClips('bytedance/seedance-2.0-fast', 'Seedance 2.0 Fast', SEEDANCE_FAST),
	...both('bytedance/seedance-2.0', 'Seedance 2.0', SEEDANCE),
	ofClips('bytedance/seedance-2.0', 'Seedance 2.0', SEEDANCE),
	...both('bytedance/seedance-1-5-pro', 'Seedance 1.5 Pro', {
		durations: between(4, 12),
		aspectRatios: ALL_SIX,
		resolutions: ['720p', '480p', '1080p'],
		price: aboutPerSecond({ '480p': 0.023, '720p': 0.052 }, 'half without sound'),
	}),
	...both('alibaba/wan-2.7', 'Wan 2.7', {
		durations: between(2, 10),
		aspectRatios: WAN_RATIOS,
		resolutions: ['720p', '1080p'],
		price: perSecond(0.1),
	}),
	...sora('openai/sora-2', 'Sora 2', VEO_LITE.id),
	...sora('openai/sora-2-pro', 'Sora 2 Pro', VEO),
]);

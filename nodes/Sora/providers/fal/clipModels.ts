/** The models of fal that make a video of a video, as their pages describe them. */

import type { InputNames } from '../../models/model';
import type { Price, Rate } from '../../models/price';
import type { Entry } from '../../models/entry';
import { between, oneOf, WIDE_AND_TALL } from '../../models/entry';

const CLIP: InputNames = { video: { name: 'video_url' } };
const INTEGER: InputNames = { duration: { name: 'duration', as: 'integer' } };
const RESOLUTION: InputNames = { resolution: { name: 'resolution' } };

/** The video has the shape of its clip, unless its facts say otherwise. */
function clipModel(id: string, name: string, facts: Partial<Entry>): Entry {
	return {
		source: `https://fal.ai/models/${id}/llms.txt`,
		aspectRatios: [],
		...facts,
		id,
		name,
		kind: 'video',
		inputs: { ...CLIP, ...facts.inputs },
	};
}

/** By tier, without sound and with it. */
const PIXVERSE_AMOUNTS = {
	'360p': [0.025, 0.035],
	'540p': [0.035, 0.045],
	'720p': [0.045, 0.06],
	'1080p': [0.09, 0.115],
} as const;
const PIXVERSE: Price = {
	rates: Object.entries(PIXVERSE_AMOUNTS).flatMap(([resolution, amounts]) =>
		amounts.map((amount, index): Rate => ({
			amount,
			per: 'second',
			resolution,
			audio: index === 1,
		})),
	),
};

function veoExtend(path: string, name: string): Entry {
	return clipModel(`fal-ai/${path}/extend-video`, name, {
		durations: oneOf(7),
		aspectRatios: WIDE_AND_TALL,
		resolutions: ['720p'],
		inputs: {
			duration: { name: 'duration', as: 'string', unit: 's' },
			aspectRatio: { name: 'aspect_ratio' },
			...RESOLUTION,
			generateAudio: { name: 'generate_audio' },
		},
		clip: { maxSeconds: 8, lines: [720, 1080], aspectRatios: WIDE_AND_TALL },
	});
}

function klingEdit(tier: string, name: string, perSecond: number): Entry {
	return clipModel(`fal-ai/kling-video/o3/${tier}/video-to-video/edit`, name, {
		price: { about: [{ amount: perSecond, per: 'second' }] },
	});
}

export const CLIP_ENTRIES: readonly Entry[] = [
	clipModel('fal-ai/pixverse/v6/extend', 'PixVerse V6 Extend', {
		durations: between(1, 15),
		resolutions: ['720p', '360p', '540p', '1080p'],
		inputs: {
			...INTEGER,
			...RESOLUTION,
			generateAudio: { name: 'generate_audio_switch' },
			negativePrompt: { name: 'negative_prompt' },
			seed: { name: 'seed', as: 'integer' },
		},
		price: PIXVERSE,
	}),
	veoExtend('veo3.1/fast', 'Veo 3.1 Fast Extend'),
	veoExtend('veo3.1', 'Veo 3.1 Extend'),
	clipModel('xai/grok-imagine-video/extend-video', 'Grok Imagine Extend', {
		durations: between(2, 10),
		inputs: INTEGER,
		clip: { minSeconds: 2, maxSeconds: 15 },
	}),
	clipModel('fal-ai/ltx-2.3/extend-video', 'LTX-2.3 Extend', { inputs: INTEGER }),
	klingEdit('standard', 'Kling Video O3 Standard Edit', 0.252),
	klingEdit('pro', 'Kling Video O3 Pro Edit', 0.336),
	clipModel('fal-ai/ffmpeg-api/merge-videos', 'Join Videos', {
		inputs: { video: { name: 'video_urls', as: 'list' } },
		isPromptless: true,
		clip: { maxClips: 50 },
	}),
];

/**
 * The models of WaveSpeedAI that make a video of a video. Inputs and limits are those of their pages,
 * and of https://wavespeed.ai/blog/ai-news/kling-4-0-is-coming-what-we-know-and-how-to-prepare-on-wavespeedai/.
 */

import type { InputNames } from '../../models/model';
import type { Entry } from '../../models/entry';
import { between, oneOf } from '../../models/entry';
import { HD, WITH_480P, WITH_4K } from './families';

const CLIP: InputNames = { video: { name: 'video' } };
const DURATION: InputNames = { duration: { name: 'duration', as: 'integer' } };
const RESOLUTION: InputNames = { resolution: { name: 'resolution' } };
const AUDIO: InputNames = { generateAudio: { name: 'generate_audio' } };

/** The video has the shape of its clip. */
function clipModel(id: string, name: string, facts: Partial<Entry>): Entry {
	return {
		source: `https://wavespeed.ai/models/${id}/llms.txt`,
		aspectRatios: [],
		...facts,
		id,
		name,
		kind: 'video',
		inputs: { ...CLIP, ...facts.inputs },
	};
}

const KLING = 'kwaivgi/kling-v4.0';
const KLING_TIERS = ['720p', '1080p', '4k'];

/** It goes on with videos of Veo's alone, by seven seconds at a time. */
function veoExtend(family: string, name: string): Entry {
	return clipModel(`${family}/video-extend`, name, {
		source: 'https://wavespeed.ai/docs/docs-api/google/google-veo3.1-fast-video-extend',
		durations: oneOf(7),
		resolutions: HD,
		inputs: RESOLUTION,
		clip: {
			maxSeconds: 141,
			maker: 'Google',
			lines: [720, 1080],
			aspectRatios: ['16:9', '9:16'],
		},
	});
}

export const CLIP_ENTRIES: readonly Entry[] = [
	// The result is the clip and what comes after it, in one.
	clipModel(`${KLING}/video-extend`, 'Kling 4.0 Extend', {
		durations: between(3, 30),
		resolutions: KLING_TIERS,
		inputs: { ...DURATION, ...RESOLUTION },
		price: { note: 'only the new seconds are billed' },
	}),
	clipModel(`${KLING}/video-edit`, 'Kling 4.0 Edit', {
		resolutions: KLING_TIERS,
		inputs: RESOLUTION,
		clip: { minSeconds: 3, usesSeconds: 30, usesThe: 'start' },
	}),
	clipModel('bytedance/seedance-2.5/video-extend', 'Seedance 2.5 Extend', {
		durations: between(4, 30),
		resolutions: WITH_4K,
		inputs: { ...DURATION, ...RESOLUTION, ...AUDIO },
		clip: { usesSeconds: 30 },
	}),
	clipModel('bytedance/seedance-2.0/video-extend', 'Seedance 2.0 Extend', {
		durations: between(4, 15),
		resolutions: WITH_480P,
		inputs: { ...DURATION, ...RESOLUTION, ...AUDIO },
	}),
	clipModel('bytedance/seedance-v1.5-pro/video-extend-fast', 'Seedance 1.5 Pro Extend Fast', {
		durations: between(4, 12),
		inputs: DURATION,
	}),
	clipModel('alibaba/wan-3.0/video-extend', 'Wan 3.0 Extend', {
		resolutions: WITH_480P,
		inputs: { ...DURATION, ...RESOLUTION },
		clip: { usesSeconds: 120 },
	}),
	veoExtend('google/veo3.1-fast', 'Veo 3.1 Fast Extend'),
	veoExtend('google/veo3.1', 'Veo 3.1 Extend'),
	clipModel('wavespeed-ai/vace-video-joiner', 'VACE Video Joiner', {
		inputs: { video: { name: 'videos', as: 'list' } },
		isPromptless: true,
		clip: { maxClips: 4 },
		price: { rates: [{ amount: 0.2, per: 'video' }] },
	}),
];

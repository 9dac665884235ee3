/** The models of Eachlabs that make a video of a video, as its own parameter reference describes them. */

import type { InputNames } from '../../models/model';
import type { Entry } from '../../models/entry';
import { oneOf, WIDE_AND_TALL } from '../../models/entry';

const SOURCE = 'https://github.com/eachlabs/skills/tree/main/skills/eachlabs-video-edit';

const CLIP: InputNames = { video: { name: 'video_url' } };

function clipModel(id: string, name: string, facts: Partial<Entry>): Entry {
	return {
		source: SOURCE,
		aspectRatios: [],
		...facts,
		id,
		name,
		kind: 'video',
		inputs: { ...CLIP, ...facts.inputs },
	};
}

function veoExtend(id: string, name: string): Entry {
	return clipModel(id, name, {
		durations: oneOf(7),
		aspectRatios: WIDE_AND_TALL,
		resolutions: ['720p'],
		inputs: {
			duration: { name: 'duration', as: 'string' },
			aspectRatio: { name: 'aspect_ratio' },
			resolution: { name: 'resolution' },
			generateAudio: { name: 'generate_audio' },
		},
		clip: { lines: [720, 1080], aspectRatios: WIDE_AND_TALL },
	});
}

export const CLIP_ENTRIES: readonly Entry[] = [
	clipModel('kling-o1-video-to-video-edit', 'Kling O1 Edit', {
		clip: { minSeconds: 3, maxSeconds: 10, maxBytes: 200_000_000 },
	}),
	clipModel('kling-o1-video-to-video-reference', 'Kling O1 Reference', {
		durations: oneOf(5, 10),
		aspectRatios: [...WIDE_AND_TALL, '1:1'],
		inputs: {
			duration: { name: 'duration', as: 'string' },
			aspectRatio: { name: 'aspect_ratio' },
		},
		clip: { minSeconds: 3, maxSeconds: 10, maxBytes: 50_000_000 },
	}),
	clipModel('pixverse-v5-extend', 'PixVerse V5 Extend', {
		durations: oneOf(5, 8),
		resolutions: ['720p', '360p', '540p', '1080p'],
		inputs: {
			duration: { name: 'duration', as: 'integer' },
			resolution: { name: 'quality' },
			negativePrompt: { name: 'negative_prompt' },
			seed: { name: 'seed', as: 'integer' },
		},
	}),
	veoExtend('veo3-1-extend-video', 'Veo 3.1 Extend'),
	veoExtend('veo3-1-fast-extend-video', 'Veo 3.1 Fast Extend'),
	clipModel('merge-videos', 'Join Videos', {
		inputs: { video: { name: 'video_urls', as: 'list' } },
		isPromptless: true,
		clip: { maxClips: 50 },
	}),
];

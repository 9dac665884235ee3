/** What providers of many models have in common: names of inputs, and videos at open addresses. */

import type { InputNames } from '../../models/model';
import type { ExternalRequest } from '../http';
import type { VideoTask } from '../video';

/** What most models call the neutral words. */
export function usualInputs(
	image: 'image' | 'image_url',
	video: 'video' | 'video_url',
): InputNames {
	return {
		duration: { name: 'duration', as: 'integer' },
		aspectRatio: { name: 'aspect_ratio' },
		resolution: { name: 'resolution' },
		generateAudio: { name: 'generate_audio' },
		negativePrompt: { name: 'negative_prompt' },
		seed: { name: 'seed', as: 'integer' },
		image: { name: image },
		video: { name: video },
	};
}

/** Fetching the first video from its address, without the key; empty where the task has none. */
export function openVideo(task: VideoTask): readonly ExternalRequest[] {
	const url = task.videoUrls[0];
	return url === undefined ? [] : [{ to: 'anywhere', method: 'GET', url }];
}

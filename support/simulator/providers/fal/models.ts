/** The models that fal lists, with their inputs as its OpenAPI documents have them. */

import {
	audio,
	choice,
	clip,
	image,
	listed,
	oneOfSeconds,
	prompt,
	references,
	seconds,
	seed,
	type ListedModel,
} from '../../models';

const falSeconds = choice('auto', ...Array.from({ length: 12 }, (_, index) => String(index + 4)));
const falRatio = choice('auto', '21:9', '16:9', '4:3', '1:1', '3:4', '9:16');

export const FAL_MODELS: readonly ListedModel[] = [
	listed('bytedance/seedance-2.0/fast/text-to-video', 'Seedance 2.0 Fast Text to Video', 0.43, {
		prompt,
		resolution: choice('720p', '480p'),
		duration: falSeconds,
		aspect_ratio: falRatio,
		generate_audio: audio,
		seed: { type: 'integer' },
	}),
	listed('bytedance/seedance-2.0/fast/image-to-video', 'Seedance 2.0 Fast Image to Video', 0.43, {
		prompt,
		image_url: image,
		end_image_url: image,
		resolution: choice('720p', '480p'),
		duration: falSeconds,
		aspect_ratio: falRatio,
		generate_audio: audio,
		seed: { type: 'integer' },
	}),
	listed('fal-ai/veo3.1/fast', 'Veo 3.1 Fast', 0.6, {
		prompt,
		aspect_ratio: choice('16:9', '9:16'),
		duration: choice('8s', '4s', '6s'),
		resolution: choice('720p', '1080p', '4k'),
		generate_audio: audio,
		negative_prompt: { type: 'string' },
		seed: { type: 'integer' },
	}),
	listed('alibaba/wan-3.0/text-to-video', 'Wan Text to Video', 0.1, {
		prompt,
		resolution: choice('1080p', '480p', '720p'),
		aspect_ratio: choice('adaptive', '16:9', '4:3', '1:1', '3:4', '9:16'),
		duration: seconds(2, 30),
	}),
	listed('fal-ai/pixverse/v6/extend', 'PixVerse', 0.2, {
		prompt,
		video_url: clip,
		resolution: choice('720p', '360p', '540p', '1080p'),
		duration: seconds(1, 15),
		generate_audio_switch: { type: 'boolean', default: false },
		negative_prompt: { type: 'string' },
		seed,
	}),
	listed('acme/clip-1/video-to-video', 'Acme Clip 1 Video to Video', 0.05, {
		prompt,
		video_url: clip,
		duration: oneOfSeconds(3, 6, 9),
		seed,
	}),
	listed('acme/clip-1/text-to-video', 'Acme Clip 1 Text to Video', 0.05, {
		prompt,
		aspect_ratio: choice('16:9', '9:16', '1:1'),
		duration: oneOfSeconds(3, 6, 9),
		seed,
	}),
	listed('acme/clip-1/image-to-video', 'Acme Clip 1 Image to Video', 0.05, {
		prompt,
		image_url: image,
		duration: oneOfSeconds(3, 6, 9),
		seed,
	}),
	listed('fal-ai/veo3.1/fast/first-last-frame-to-video', 'Veo 3.1 Fast First Last Frame', 0.6, {
		prompt,
		first_frame_url: image,
		last_frame_url: image,
		aspect_ratio: choice('auto', '16:9', '9:16'),
		duration: choice('8s', '4s', '6s'),
		resolution: choice('720p', '1080p', '4k'),
		generate_audio: audio,
	}),
	listed('bytedance/seedance-2.0/fast/reference-to-video', 'Seedance 2.0 Fast Reference', 0.43, {
		prompt,
		image_urls: references(9),
		resolution: choice('720p', '480p'),
		duration: falSeconds,
		aspect_ratio: falRatio,
		generate_audio: audio,
	}),
	listed('acme/frames-1/image-to-video', 'Acme Frames 1', 0.05, {
		prompt,
		image_url: image,
		tail_image_url: image,
		reference_image_urls: references(2),
	}),
];

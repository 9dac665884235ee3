/** The models that Eachlabs lists, with their schemas. */

import {
	audio,
	choice,
	clip,
	image,
	references,
	listed,
	oneOfSeconds,
	ownValues,
	prompt,
	seed,
	soraSeconds,
	type ListedModel,
} from '../../models';

const eachlabsRatio = choice('16:9', '9:16');

export const EACHLABS_MODELS: readonly ListedModel[] = [
	listed('sora-2-text-to-video', 'Sora 2 Text to Video', 0.4, {
		prompt,
		aspect_ratio: eachlabsRatio,
		duration: oneOfSeconds(4, 8, 12),
	}),
	listed('sora-2-image-to-video', 'Sora 2 Image to Video', 0.4, {
		prompt,
		image_url: image,
		aspect_ratio: eachlabsRatio,
		duration: soraSeconds,
	}),
	listed('bytedance-seedance-2-0-text-to-video-fast', 'Seedance 2.0 Fast Text to Video', 0.45, {
		prompt,
		resolution: choice('720p', '480p'),
		duration: choice('auto', ...Array.from({ length: 12 }, (_, index) => String(index + 4))),
		aspect_ratio: choice('auto', '21:9', '16:9', '4:3', '1:1', '3:4', '9:16'),
		generate_audio: audio,
		seed: { type: 'string' },
	}),
	listed('bytedance-seedance-2-0-image-to-video-fast', 'Seedance 2.0 Fast Image to Video', 0.45, {
		prompt,
		image_url: image,
		end_image_url: image,
		resolution: choice('720p', '480p'),
		duration: choice('auto', ...Array.from({ length: 12 }, (_, index) => String(index + 4))),
		aspect_ratio: choice('auto', '21:9', '16:9', '4:3', '1:1', '3:4', '9:16'),
		generate_audio: audio,
		seed: { type: 'string' },
	}),
	listed('veo3-1-text-to-video', 'Veo 3.1 Text to Video', 1.6, {
		prompt,
		aspect_ratio: eachlabsRatio,
		duration: oneOfSeconds(4, 6, 8),
		resolution: choice('720p', '1080p'),
		generate_audio: audio,
	}),
	listed('kling-o1-video-to-video-edit', 'Kling O1 Video to Video Edit', 0.84, {
		prompt,
		video_url: clip,
		keep_audio: { type: 'boolean', default: false },
	}),
	listed('acme-clip-1-video-to-video', 'Acme Clip 1 Video to Video', 0.05, {
		prompt,
		video_url: clip,
		duration: oneOfSeconds(3, 6, 9),
		seed,
	}),
	listed('acme-clip-1-text-to-video', 'Acme Clip 1 Text to Video', 0.05, {
		prompt,
		aspect_ratio: choice('16:9', '9:16', '1:1'),
		duration: oneOfSeconds(3, 6, 9),
		seed,
	}),
	listed('acme-clip-1-image-to-video', 'Acme Clip 1 Image to Video', 0.05, {
		prompt,
		image_url: image,
		duration: oneOfSeconds(3, 6, 9),
		seed,
	}),
	listed('acme-clip-2-text-to-video', 'Acme Clip 2 Text to Video', 0.05, ownValues),
	listed('veo3-1-first-last-frame-to-video', 'Veo 3.1 First Last Frame to Video', 1.6, {
		prompt,
		first_frame_url: image,
		last_frame_url: image,
		aspect_ratio: eachlabsRatio,
		duration: oneOfSeconds(4, 6, 8),
		resolution: choice('720p', '1080p'),
		generate_audio: audio,
	}),
	listed('kling-o1-reference-image-to-video', 'Kling O1 Reference Image to Video', 0.5, {
		prompt,
		image_urls: references(7),
		aspect_ratio: choice('16:9', '9:16', '1:1'),
		duration: oneOfSeconds(5, 10),
	}),
	listed('acme-frames-1', 'Acme Frames 1', 0.05, {
		prompt,
		image_url: image,
		tail_image_url: image,
		input_image_urls: references(2),
		aspect_ratio: eachlabsRatio,
		duration: oneOfSeconds(4, 8),
	}),
];

/**
 * Sora 2 at WaveSpeedAI: switched off with OpenAI's models on 2026-09-24, kept because saved
 * workflows name them and because the task API may still answer with another model.
 */

import type { AspectRatio, Durations, FrameSize, InputNames, StillKind } from '../../models/model';
import type { Entry } from '../../models/entry';
import { WIDE_AND_TALL, oneOf, retired } from '../../models/entry';
import { perSecond, type Price } from '../../models/price';

const SOURCE = 'https://wavespeed.ai/docs/docs-api/openai/';
const SHUT_DOWN = '2026-09-24';
const REPLACEMENT: Readonly<Record<StillKind, string>> = {
	text: 'bytedance/seedance-2.5/text-to-video',
	image: 'bytedance/seedance-2.5/image-to-video',
};

const SECONDS: Durations = oneOf(4, 8, 12, 16, 20);
const DURATION: InputNames['duration'] = { name: 'duration', as: 'integer' };
const IMAGE: InputNames['image'] = { name: 'image' };

const STANDARD_SIZES: readonly FrameSize[] = ['720x1280', '1280x720'];
const PRO_SIZES: readonly FrameSize[] = [
	...STANDARD_SIZES,
	'1024x1792',
	'1792x1024',
	'1920x1080',
	'1080x1920',
];

const STANDARD_PRICE = perSecond(0.1);
const PRO_PRICE = perSecond({ '720p': 0.3, '1080p': 0.5 });

function text(
	id: string,
	name: string,
	sizes: readonly FrameSize[],
	price: Price,
	aspectRatios: readonly AspectRatio[] = ['9:16', '16:9'],
): Entry {
	return {
		id,
		name,
		kind: 'text',
		durations: SECONDS,
		aspectRatios,
		resolutions: sizes === PRO_SIZES ? ['720p', '1024p', '1080p'] : ['720p'],
		inputs: { duration: DURATION, size: { name: 'size', separator: '*', sizes } },
		price,
		state: retired(SHUT_DOWN, REPLACEMENT.text),
		source: SOURCE,
	};
}

function image(id: string, name: string, price: Price, resolutions: readonly string[]): Entry {
	return {
		id,
		name,
		kind: 'image',
		durations: SECONDS,
		aspectRatios: [],
		resolutions,
		inputs: {
			duration: DURATION,
			image: IMAGE,
			...(resolutions.length > 1 ? { resolution: { name: 'resolution' } } : {}),
		},
		price,
		state: retired(SHUT_DOWN, REPLACEMENT.image),
		source: SOURCE,
	};
}

export const SORA_ENTRIES: readonly Entry[] = [
	text('openai/sora-2/text-to-video', 'Sora 2', STANDARD_SIZES, STANDARD_PRICE),
	text('openai/sora-2/text-to-video-pro', 'Sora 2 Pro', PRO_SIZES, PRO_PRICE),
	text(
		'openai/sora-2-pro/text-to-video',
		'Sora 2 Pro (sora-2-pro)',
		PRO_SIZES,
		PRO_PRICE,
		WIDE_AND_TALL,
	),
	image('openai/sora-2/image-to-video', 'Sora 2', STANDARD_PRICE, ['720p']),
	image('openai/sora-2/image-to-video-pro', 'Sora 2 Pro', PRO_PRICE, ['720p', '1080p']),
	image('openai/sora-2-pro/image-to-video', 'Sora 2 Pro (sora-2-pro)', PRO_PRICE, [
		'720p',
		'1080p',
	]),
];

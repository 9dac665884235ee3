/** The models of WaveSpeedAI that people pick today, and the Sora models that they come from. */

import { between, catalogue } from '../../models/entry';
import { fromPerVideo, perSecond } from '../../models/price';
import {
	HD,
	NEGATIVE,
	SEED,
	WITH_480P,
	WITH_4K,
	kling,
	miniMaxH3,
	seedance20,
	seedance25,
	veo31,
	VEO_VARIANTS,
	wan30,
} from './families';
import { CLIP_ENTRIES } from './clipModels';
import { SORA_ENTRIES } from './soraModels';

/** In the order in which the list shows them: what we would pick first. */
export const WAVESPEED_MODELS = catalogue('waveSpeed', [
	...seedance25('Seedance 2.5', fromPerVideo(0.81), WITH_4K, ''),
	...seedance25('Seedance 2.5 Turbo', fromPerVideo(0.9), HD, '-turbo'),
	...seedance25('Seedance 2.5 Spicy', {}, WITH_4K, '-spicy', ['image']),
	...seedance20('bytedance/seedance-2.0', 'Seedance 2.0', perSecond({ '720p': 0.24 }), WITH_4K),
	...seedance20('bytedance/seedance-2.0', 'Seedance 2.0 Turbo', {}, HD, '-turbo'),
	...seedance20(
		'bytedance/seedance-2.0-fast',
		'Seedance 2.0 Fast',
		perSecond({ '720p': 0.16 }),
		WITH_480P,
	),
	...seedance20(
		'bytedance/seedance-2.0-fast',
		'Seedance 2.0 Fast Turbo',
		perSecond({ '720p': 0.12 }),
		HD,
		'-turbo',
	),
	...seedance20('bytedance/seedance-2.0-mini', 'Seedance 2.0 Mini', {}, WITH_480P),
	...wan30('alibaba/wan-3.0', 'Wan 3.0', {
		about: [{ amount: 0.1, per: 'second' }],
		note: '720p',
	}),
	...wan30('alibaba/wan-3.0-prime', 'Wan 3.0 Prime', fromPerVideo(0.71, '5 seconds')),
	...miniMaxH3('minimax/h3', {
		name: 'MiniMax H3',
		durations: between(4, 15),
		resolutions: ['768p', '2k'],
		price: fromPerVideo(0.7, '5 seconds'),
	}),
	...miniMaxH3('wavespeed-ai/minimax-h3', {
		name: 'MiniMax H3 (open weights)',
		durations: between(3, 15),
		resolutions: ['480p', '540p', '768p', '1080p'],
		inputs: SEED,
		price: perSecond({ '480p': 0.05, '768p': 0.1 }),
	}),
	...kling(
		'kwaivgi/kling-v3.0-std',
		'Kling 3.0 Standard',
		fromPerVideo(0.42, '5 seconds'),
		NEGATIVE,
	),
	...kling('kwaivgi/kling-v3.0-pro', 'Kling 3.0 Pro', fromPerVideo(0.8, '5 seconds'), NEGATIVE),
	...kling(
		'kwaivgi/kling-video-o3-std',
		'Kling Video O3 Standard',
		fromPerVideo(0.42, '5 seconds'),
		{},
	),
	...kling('kwaivgi/kling-video-o3-pro', 'Kling Video O3 Pro', fromPerVideo(0.56, '5 seconds'), {}),
	...kling('kwaivgi/kling-video-o3-4k', 'Kling Video O3 4K', fromPerVideo(2.1, '5 seconds'), {}),
	...veo31('google/veo3.1', 'Veo 3.1', fromPerVideo(3.2), ['1080p', '720p', '4k']),
	...veo31('google/veo3.1-fast', 'Veo 3.1 Fast', fromPerVideo(1.2), ['1080p', '720p', '4k']),
	...veo31('google/veo3.1-lite', 'Veo 3.1 Lite', fromPerVideo(0.3), ['1080p', '720p'], {}),
	...VEO_VARIANTS,
	...CLIP_ENTRIES,
	...SORA_ENTRIES,
]);

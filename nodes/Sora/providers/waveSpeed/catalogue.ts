/** The models of WaveSpeedAI that people pick today, and the Sora models that they come from. */

import { between, catalogue } from '../../models/entry';
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
	wan30,
} from './families';
import { SORA_ENTRIES } from './soraModels';

/** In the order in which the list shows them: what we would pick first. */
export const WAVESPEED_MODELS = catalogue('waveSpeed', [
	...seedance25('Seedance 2.5', { usdPerVideo: 0.81, note: 'base price' }, WITH_4K, ''),
	...seedance25('Seedance 2.5 Turbo', { usdPerVideo: 0.9 }, HD, '-turbo'),
	...seedance25('Seedance 2.5 Spicy', {}, WITH_4K, '-spicy', ['image']),
	...seedance20('bytedance/seedance-2.0', 'Seedance 2.0', { usdPerSecond: 0.24 }, WITH_4K),
	...seedance20('bytedance/seedance-2.0', 'Seedance 2.0 Turbo', {}, HD, '-turbo'),
	...seedance20(
		'bytedance/seedance-2.0-fast',
		'Seedance 2.0 Fast',
		{ usdPerSecond: 0.16 },
		WITH_480P,
	),
	...seedance20(
		'bytedance/seedance-2.0-fast',
		'Seedance 2.0 Fast Turbo',
		{ usdPerSecond: 0.12 },
		HD,
		'-turbo',
	),
	...seedance20('bytedance/seedance-2.0-mini', 'Seedance 2.0 Mini', {}, WITH_480P),
	...wan30('alibaba/wan-3.0', 'Wan 3.0', { usdPerSecond: 0.1, note: '720p' }),
	...wan30('alibaba/wan-3.0-prime', 'Wan 3.0 Prime', { usdPerVideo: 0.71, note: '5 seconds' }),
	...miniMaxH3('minimax/h3', {
		name: 'MiniMax H3',
		durations: between(4, 15),
		resolutions: ['768p', '2k'],
		price: { usdPerVideo: 0.7, note: '5 seconds' },
	}),
	...miniMaxH3('wavespeed-ai/minimax-h3', {
		name: 'MiniMax H3 (open weights)',
		durations: between(3, 15),
		resolutions: ['480p', '540p', '768p', '1080p'],
		inputs: SEED,
		price: { usdPerSecond: 0.05, note: '480p; 768p costs $0.10 a second' },
	}),
	...kling(
		'kwaivgi/kling-v3.0-std',
		'Kling 3.0 Standard',
		{ usdPerVideo: 0.42, note: '5 seconds' },
		NEGATIVE,
	),
	...kling(
		'kwaivgi/kling-v3.0-pro',
		'Kling 3.0 Pro',
		{ usdPerVideo: 0.8, note: '5 seconds' },
		NEGATIVE,
	),
	...kling(
		'kwaivgi/kling-video-o3-std',
		'Kling Video O3 Standard',
		{ usdPerVideo: 0.42, note: '5 seconds' },
		{},
	),
	...kling(
		'kwaivgi/kling-video-o3-pro',
		'Kling Video O3 Pro',
		{ usdPerVideo: 0.56, note: '5 seconds' },
		{},
	),
	...kling(
		'kwaivgi/kling-video-o3-4k',
		'Kling Video O3 4K',
		{ usdPerVideo: 2.1, note: '5 seconds' },
		{},
	),
	...veo31('google/veo3.1', 'Veo 3.1', { usdPerVideo: 3.2, note: 'base price' }, [
		'1080p',
		'720p',
		'4k',
	]),
	...veo31('google/veo3.1-fast', 'Veo 3.1 Fast', { usdPerVideo: 1.2 }, ['1080p', '720p', '4k']),
	...veo31('google/veo3.1-lite', 'Veo 3.1 Lite', { usdPerVideo: 0.3 }, ['1080p', '720p']),
	...SORA_ENTRIES,
]);

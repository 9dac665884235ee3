/**
 * Models of hosts that speak OpenAI's Videos API: what people serve themselves today, and OpenAI's
 * own, switched off on 2026-09-24 and kept because saved workflows name them.
 */

import type { FrameSize, InputNames, Model, ModelKind, Price } from '../model';
import type { Entry } from './entry';
import { catalogue, oneOf, retired } from './entry';

const SHUT_DOWN = '2026-09-24';

/** What vLLM-Omni and SGLang Diffusion show first for each kind; a node's defaults. */
export const SELF_HOSTED_DEFAULT: Readonly<Record<ModelKind, string>> = {
	text: 'Wan-AI/Wan2.2-T2V-A14B-Diffusers',
	image: 'Wan-AI/Wan2.2-I2V-A14B-Diffusers',
};

const SECONDS: InputNames['duration'] = { name: 'seconds', as: 'string' };
const PICTURE: InputNames['image'] = { name: 'input_reference' };

const STANDARD_SIZES: readonly FrameSize[] = ['720x1280', '1280x720'];
const PRO_SIZES: readonly FrameSize[] = [
	...STANDARD_SIZES,
	'1024x1792',
	'1792x1024',
	'1080x1920',
	'1920x1080',
];

/** Both kinds of an OpenAI model: the picture must have the very pixels of the frame. */
function sora(id: string, name: string, isPro: boolean, price: Price): readonly Entry[] {
	const sizes = isPro ? PRO_SIZES : STANDARD_SIZES;
	const size: InputNames['size'] = { name: 'size', separator: 'x', sizes };
	const kinds: readonly ModelKind[] = ['text', 'image'];
	return kinds.map((kind) => ({
		id,
		name,
		kind,
		// The schema lists 4, 8 and 12, the guide 16 and 20 besides.
		durations: oneOf(4, 8, 12, 16, 20),
		aspectRatios: ['9:16', '16:9'],
		resolutions: isPro ? ['720p', '1024p', '1080p'] : ['720p'],
		inputs: { duration: SECONDS, size, ...(kind === 'image' ? { image: PICTURE } : {}) },
		exactFrame: kind === 'image',
		price,
		// OpenAI named no successor, and what else a host serves is its own affair: the
		// replacement is what a self-hosted server of this API is most likely to run.
		state: retired(SHUT_DOWN, SELF_HOSTED_DEFAULT[kind]),
		source: 'https://developers.openai.com/api/docs/guides/video-generation and /deprecations',
	}));
}

const STANDARD_PRICE: Price = { usdPerSecond: 0.1 };
const PRO_PRICE: Price = {
	usdPerSecond: 0.3,
	note: '720p; 1024p cost $0.50, 1080p $0.70 a second',
};

const ON_YOUR_OWN_SERVER: Price = { note: 'on your own server' };

/** An open model: any frame and length that the server's memory allows. */
function open(kind: ModelKind, id: string, name: string, hasAudio = false): Entry {
	return {
		id,
		name,
		kind,
		inputs: {
			duration: SECONDS,
			size: { name: 'size', separator: 'x', sizes: [] },
			negativePrompt: { name: 'negative_prompt' },
			seed: { name: 'seed', as: 'integer' },
			// vLLM-Omni's name.
			...(hasAudio ? { generateAudio: { name: 'generate_sound' } } : {}),
			...(kind === 'image' ? { image: PICTURE } : {}),
		},
		price: ON_YOUR_OWN_SERVER,
		source: 'https://docs.vllm.ai/projects/vllm-omni/en/stable/serving/videos_api/',
	};
}

export const OPENAI_COMPATIBLE_MODELS: readonly Model[] = catalogue('openAiCompatible', [
	open('text', SELF_HOSTED_DEFAULT.text, 'Wan 2.2 (A14B)'),
	open('text', 'Wan-AI/Wan2.2-TI2V-5B-Diffusers', 'Wan 2.2 (5B)'),
	open('text', 'Wan-AI/Wan2.1-T2V-14B-Diffusers', 'Wan 2.1 (14B)'),
	open('text', 'Wan-AI/Wan2.1-T2V-1.3B-Diffusers', 'Wan 2.1 (1.3B)'),
	open('text', 'Lightricks/LTX-2', 'LTX-2', true),
	open('text', 'MiniMaxAI/MiniMax-H3', 'MiniMax H3', true),
	open('image', SELF_HOSTED_DEFAULT.image, 'Wan 2.2 (A14B)'),
	open('image', 'Wan-AI/Wan2.2-TI2V-5B-Diffusers', 'Wan 2.2 (5B)'),
	...sora('sora-2', 'Sora 2', false, STANDARD_PRICE),
	...sora('sora-2-pro', 'Sora 2 Pro', true, PRO_PRICE),
	...sora('sora-2-2025-12-08', 'Sora 2 (2025-12-08)', false, STANDARD_PRICE),
	...sora('sora-2-2025-10-06', 'Sora 2 (2025-10-06)', false, STANDARD_PRICE),
	...sora('sora-2-pro-2025-10-06', 'Sora 2 Pro (2025-10-06)', true, PRO_PRICE),
]);

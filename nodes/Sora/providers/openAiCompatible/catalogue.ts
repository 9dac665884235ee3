/**
 * Models of hosts that speak OpenAI's Videos API: what people serve themselves today, and OpenAI's
 * own, kept because saved workflows name them.
 */

import type { InputNames, Model, StillKind } from '../../models/model';
import type { Price } from '../../models/price';
import type { Entry } from '../../models/entry';
import { between, catalogue } from '../../models/entry';
import { openAiCompatibleInfo } from './info';
import { SEVERAL_IMAGES } from '../formats/openAiVideos/severalImages';
import {
	OPENAI_CLIP,
	OPENAI_IMAGE,
	OPENAI_SECONDS,
	openAiSora,
} from '../formats/openAiVideos/soraModels';

const SELF_HOSTED = openAiCompatibleInfo.defaultModels;

/**
 * OpenAI named no successor, and what else a host serves is its own affair: the replacement is
 * what a self-hosted server of this API is most likely to run. The schema lists 4, 8 and 12
 * seconds, the guide 16 and 20 besides.
 */
const OPENAI = {
	seconds: [4, 8, 12, 16, 20],
	replacement: { text: SELF_HOSTED.text.id, image: SELF_HOSTED.image.id },
	source: 'https://developers.openai.com/api/docs/guides/video-generation and /deprecations',
};

const H3 = 'MiniMaxAI/MiniMax-H3';

const ON_YOUR_OWN_SERVER: Price = { note: 'on your own server' };

/** An open model: any frame and length that the server's memory allows. */
function open(
	kind: StillKind,
	id: string,
	name: string,
	sound: 'silent' | 'sound',
	more: InputNames = {},
): Entry {
	return {
		id,
		name,
		kind,
		inputs: {
			duration: OPENAI_SECONDS,
			size: { name: 'size', separator: 'x', sizes: [] },
			negativePrompt: { name: 'negative_prompt' },
			seed: { name: 'seed', as: 'integer' },
			// vLLM-Omni's name.
			...(sound === 'sound' ? { generateAudio: { name: 'generate_sound' } } : {}),
			...(kind === 'image' ? { image: OPENAI_IMAGE } : {}),
			...more,
		},
		price: ON_YOUR_OWN_SERVER,
		source: 'https://docs.vllm.ai/projects/vllm-omni/en/stable/serving/videos_api/',
	};
}

/**
 * Relayed by gateways whose hosts extend and edit clips, under OpenAI's paths. With a length the clip
 * goes on for so many seconds, without one it is changed.
 */
const GROK: Entry = {
	id: openAiCompatibleInfo.defaultModels.video.id,
	name: openAiCompatibleInfo.defaultModels.video.name,
	kind: 'video',
	durations: between(2, 10),
	aspectRatios: [],
	inputs: { duration: OPENAI_SECONDS, video: OPENAI_CLIP },
	clip: { minSeconds: 2, maxSeconds: 15 },
	source: 'https://docs.x.ai/developers/model-capabilities/video/extension',
};

export const OPENAI_COMPATIBLE_MODELS: readonly Model[] = catalogue('openAiCompatible', [
	open('text', SELF_HOSTED.text.id, SELF_HOSTED.text.name, 'silent'),
	open('text', 'Wan-AI/Wan2.2-TI2V-5B-Diffusers', 'Wan 2.2 (5B)', 'silent'),
	open('text', 'Wan-AI/Wan2.1-T2V-14B-Diffusers', 'Wan 2.1 (14B)', 'silent'),
	open('text', 'Wan-AI/Wan2.1-T2V-1.3B-Diffusers', 'Wan 2.1 (1.3B)', 'silent'),
	open('text', 'Lightricks/LTX-2', 'LTX-2', 'sound'),
	open('text', H3, 'MiniMax H3', 'sound', SEVERAL_IMAGES.text),
	open('image', SELF_HOSTED.image.id, SELF_HOSTED.image.name, 'silent'),
	open('image', 'Wan-AI/Wan2.2-TI2V-5B-Diffusers', 'Wan 2.2 (5B)', 'silent'),
	open('image', H3, 'MiniMax H3', 'sound', SEVERAL_IMAGES.image),
	GROK,
	...openAiSora('sora-2', 'Sora 2', 'standard', OPENAI),
	...openAiSora('sora-2-pro', 'Sora 2 Pro', 'pro', OPENAI),
	...openAiSora('sora-2-2025-12-08', 'Sora 2 (2025-12-08)', 'standard', OPENAI),
	...openAiSora('sora-2-2025-10-06', 'Sora 2 (2025-10-06)', 'standard', OPENAI),
	...openAiSora('sora-2-pro-2025-10-06', 'Sora 2 Pro (2025-10-06)', 'pro', OPENAI),
]);

/**
 * Models of hosts that speak OpenAI's Videos API: what people serve themselves today, and OpenAI's
 * own, kept because saved workflows name them.
 */

import type { Model, ModelKind } from '../../models/model';
import type { Price } from '../../models/price';
import type { Entry } from '../../models/entry';
import { catalogue } from '../../models/entry';
import { openAiCompatibleInfo } from './info';
import { OPENAI_IMAGE, OPENAI_SECONDS, openAiSora } from '../formats/openAiVideos/soraModels';

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

const ON_YOUR_OWN_SERVER: Price = { note: 'on your own server' };

/** An open model: any frame and length that the server's memory allows. */
function open(kind: ModelKind, id: string, name: string, sound: 'silent' | 'sound'): Entry {
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
		},
		price: ON_YOUR_OWN_SERVER,
		source: 'https://docs.vllm.ai/projects/vllm-omni/en/stable/serving/videos_api/',
	};
}

export const OPENAI_COMPATIBLE_MODELS: readonly Model[] = catalogue('openAiCompatible', [
	open('text', SELF_HOSTED.text.id, SELF_HOSTED.text.name, 'silent'),
	open('text', 'Wan-AI/Wan2.2-TI2V-5B-Diffusers', 'Wan 2.2 (5B)', 'silent'),
	open('text', 'Wan-AI/Wan2.1-T2V-14B-Diffusers', 'Wan 2.1 (14B)', 'silent'),
	open('text', 'Wan-AI/Wan2.1-T2V-1.3B-Diffusers', 'Wan 2.1 (1.3B)', 'silent'),
	open('text', 'Lightricks/LTX-2', 'LTX-2', 'sound'),
	open('text', 'MiniMaxAI/MiniMax-H3', 'MiniMax H3', 'sound'),
	open('image', SELF_HOSTED.image.id, SELF_HOSTED.image.name, 'silent'),
	open('image', 'Wan-AI/Wan2.2-TI2V-5B-Diffusers', 'Wan 2.2 (5B)', 'silent'),
	...openAiSora('sora-2', 'Sora 2', 'standard', OPENAI),
	...openAiSora('sora-2-pro', 'Sora 2 Pro', 'pro', OPENAI),
	...openAiSora('sora-2-2025-12-08', 'Sora 2 (2025-12-08)', 'standard', OPENAI),
	...openAiSora('sora-2-2025-10-06', 'Sora 2 (2025-10-06)', 'standard', OPENAI),
	...openAiSora('sora-2-pro-2025-10-06', 'Sora 2 Pro (2025-10-06)', 'pro', OPENAI),
]);

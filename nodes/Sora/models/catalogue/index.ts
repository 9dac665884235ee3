/** All models that are known without asking a provider, and the ones that a new node starts with. */

import type { Model, ModelKind, ProviderName } from '../model';
import { APIYI_MODELS } from './apiyi';
import { EACHLABS_MODELS } from './eachlabs';
import { OPENAI_COMPATIBLE_MODELS, SELF_HOSTED_DEFAULT } from './openAiCompatible';
import { WAVESPEED_MODELS } from './waveSpeed';

export const CATALOGUE: Readonly<Record<ProviderName, readonly Model[]>> = {
	waveSpeed: WAVESPEED_MODELS,
	apiyi: APIYI_MODELS,
	eachlabs: EACHLABS_MODELS,
	openAiCompatible: OPENAI_COMPATIBLE_MODELS,
};

/** Models that work today and take what a new node asks for: 4 seconds, 9:16, 720p. */
export const DEFAULT_MODEL_IDS: Readonly<
	Record<ProviderName, Readonly<Record<ModelKind, string>>>
> = {
	waveSpeed: {
		text: 'bytedance/seedance-2.5/text-to-video',
		image: 'bytedance/seedance-2.5/image-to-video',
	},
	apiyi: {
		text: 'doubao-seedance-2-0-fast-260128',
		image: 'doubao-seedance-2-0-fast-260128',
	},
	eachlabs: {
		text: 'bytedance-seedance-2-0-text-to-video-fast',
		image: 'bytedance-seedance-2-0-image-to-video-fast',
	},
	openAiCompatible: SELF_HOSTED_DEFAULT,
};

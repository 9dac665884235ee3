/**
 * The models that a new node starts with. They stand apart from the catalogue, because n8n's start
 * needs them and nothing else of it.
 */

import type { ModelKind, ProviderName } from './model';

export interface DefaultModel {
	id: string;
	/** As in the catalogue. */
	name: string;
}

const SEEDANCE_FAST_AT_APIYI: DefaultModel = {
	id: 'doubao-seedance-2-0-fast-260128',
	name: 'Seedance 2.0 Fast',
};

/** Models that work today and take what a new node asks for: 4 seconds, 9:16, 720p. */
export const DEFAULT_MODELS: Readonly<
	Record<ProviderName, Readonly<Record<ModelKind, DefaultModel>>>
> = {
	waveSpeed: {
		text: { id: 'bytedance/seedance-2.5/text-to-video', name: 'Seedance 2.5' },
		image: { id: 'bytedance/seedance-2.5/image-to-video', name: 'Seedance 2.5' },
	},
	apiyi: { text: SEEDANCE_FAST_AT_APIYI, image: SEEDANCE_FAST_AT_APIYI },
	eachlabs: {
		text: { id: 'bytedance-seedance-2-0-text-to-video-fast', name: 'Seedance 2.0 Fast' },
		image: { id: 'bytedance-seedance-2-0-image-to-video-fast', name: 'Seedance 2.0 Fast' },
	},
	// What vLLM-Omni and SGLang Diffusion show first for each kind.
	openAiCompatible: {
		text: { id: 'Wan-AI/Wan2.2-T2V-A14B-Diffusers', name: 'Wan 2.2 (A14B)' },
		image: { id: 'Wan-AI/Wan2.2-I2V-A14B-Diffusers', name: 'Wan 2.2 (A14B)' },
	},
};

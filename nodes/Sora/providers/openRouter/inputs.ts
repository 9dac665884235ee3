/** What OpenRouter calls the neutral words, whatever the model. https://openrouter.ai/docs/api_reference/videos */

import type { InputNames } from '../../models/model';

/**
 * There is no field for a negative prompt: each host behind OpenRouter takes one under a name of its
 * own, in `provider.options`.
 */
export const OPENROUTER_INPUTS: InputNames = {
	duration: { name: 'duration', as: 'integer' },
	aspectRatio: { name: 'aspect_ratio' },
	resolution: { name: 'resolution' },
	generateAudio: { name: 'generate_audio' },
	seed: { name: 'seed', as: 'integer' },
};

/** With an image: the first of `frame_images`. */
export const OPENROUTER_IMAGE: InputNames['image'] = { name: 'frame_images' };

/** All models that are known without asking a provider. */

import type { Model, ProviderName } from '../model';
import { APIYI_MODELS } from './apiyi';
import { EACHLABS_MODELS } from './eachlabs';
import { OPENAI_COMPATIBLE_MODELS } from './openAiCompatible';
import { WAVESPEED_MODELS } from './waveSpeed';

export const CATALOGUE: Readonly<Record<ProviderName, readonly Model[]>> = {
	waveSpeed: WAVESPEED_MODELS,
	apiyi: APIYI_MODELS,
	eachlabs: EACHLABS_MODELS,
	openAiCompatible: OPENAI_COMPATIBLE_MODELS,
};

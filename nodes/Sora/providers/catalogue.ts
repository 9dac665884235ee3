/** All models that are known without asking a provider. */

import type { Model, ProviderName } from '../models/model';
import { APIYI_MODELS } from './apiyi/catalogue';
import { EACHLABS_MODELS } from './eachlabs/catalogue';
import { OPENAI_COMPATIBLE_MODELS } from './openAiCompatible/catalogue';
import { WAVESPEED_MODELS } from './waveSpeed/catalogue';

export const CATALOGUE: Readonly<Record<ProviderName, readonly Model[]>> = {
	waveSpeed: WAVESPEED_MODELS,
	apiyi: APIYI_MODELS,
	eachlabs: EACHLABS_MODELS,
	openAiCompatible: OPENAI_COMPATIBLE_MODELS,
};

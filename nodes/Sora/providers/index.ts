/** Every provider by its name. */

import type { ProviderName } from '../models/model';
import { apiyi } from './apiyi';
import { eachlabs } from './eachlabs';
import { fal } from './fal';
import { openAiCompatible } from './openAiCompatible';
import { openRouter } from './openRouter';
import type { Provider } from './provider';
import { waveSpeed } from './waveSpeed';

export const PROVIDERS: Readonly<Record<ProviderName, Provider>> = {
	waveSpeed,
	apiyi,
	eachlabs,
	fal,
	openRouter,
	openAiCompatible,
};

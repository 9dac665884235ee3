/** Every provider by its name. */

import type { ProviderName } from '../models/model';
import type { Provider } from './provider';
import { waveSpeed } from './waveSpeed';

export const PROVIDERS: Readonly<Partial<Record<ProviderName, Provider>>> = {
	waveSpeed,
};

/** Every provider by its name. */

import type { ProviderName } from '../models/model';
import * as all from './all';
import type { Provider } from './provider';

export const PROVIDERS: Readonly<Record<ProviderName, Provider>> = all;

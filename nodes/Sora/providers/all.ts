/** One line for each provider, under its name. */

export { apiyi } from './apiyi';
export { eachlabs } from './eachlabs';
export { fal } from './fal';
export { openAiCompatible } from './openAiCompatible';
export { openRouter } from './openRouter';
export { waveSpeed } from './waveSpeed';

/** One line for each provider, under its name: what is known of it without loading it. */

export { apiyiInfo as apiyi } from './apiyi/info';
export { eachlabsInfo as eachlabs } from './eachlabs/info';
export { falInfo as fal } from './fal/info';
export { openAiCompatibleInfo as openAiCompatible } from './openAiCompatible/info';
export { openRouterInfo as openRouter } from './openRouter/info';
export { waveSpeedInfo as waveSpeed } from './waveSpeed/info';

/** A model that nobody has described: nothing is refused, and the usual names are used. */

import type { Model } from './model';

/** @param usual the names that models of this provider have in common, and where they stand. */
export function passThroughModel(
	usual: Pick<Model, 'provider' | 'id' | 'kind' | 'inputs' | 'source'>,
): Model {
	return {
		...usual,
		name: usual.id,
		knowledge: 'passThrough',
		durations: null,
		aspectRatios: null,
		resolutions: null,
		exactFrame: false,
		price: {},
		usualRenderSeconds: null,
		state: { kind: 'live' },
	};
}

/** Short ways to write catalogue entries, so that a model is a line or a few. */

import type { AspectRatio, Durations, Model, ModelState, ProviderName } from './model';

/** What a catalogue entry must say; everything else has a default that refuses nothing. */
export type Entry = Pick<Model, 'id' | 'name' | 'kind' | 'source'> &
	Partial<Omit<Model, 'provider' | 'knowledge'>>;

export const WIDE_AND_TALL: readonly AspectRatio[] = ['16:9', '9:16'];
export const ALL_SIX: readonly AspectRatio[] = ['16:9', '9:16', '4:3', '3:4', '1:1', '21:9'];

export function between(from: number, to: number): Durations {
	return { from, to };
}

export function oneOf(...seconds: readonly number[]): Durations {
	return { oneOf: seconds };
}

/** @param on the day it was switched off, ISO 8601. */
export function retired(on: string, replacement: string): ModelState {
	return { kind: 'retired', on, replacement };
}

/** What is not said is free (`null`), live, without a field of its own and without an exact frame. */
export function catalogue(provider: ProviderName, entries: readonly Entry[]): readonly Model[] {
	return entries.map((entry) => ({
		durations: null,
		aspectRatios: null,
		resolutions: null,
		inputs: {},
		exactFrame: false,
		price: {},
		usualRenderSeconds: null,
		state: { kind: 'live' },
		...entry,
		provider,
		knowledge: 'catalogue',
	}));
}

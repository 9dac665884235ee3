/** Chance that can be repeated: the same seed draws the same values. */

export interface Chance {
	/** 0 ≤ x < 1. */
	next(): number;
	/** A whole number, both ends included. */
	between(low: number, high: number): number;
	oneOf<T>(values: readonly T[]): T;
	/** True with this probability. */
	happens(probability: number): boolean;
}

/** Mulberry32, by Tommy Ettinger (public domain). */
export function chanceOf(seed: number): Chance {
	let state = seed >>> 0;
	const next = () => {
		state = (state + 0x6d2b79f5) >>> 0;
		let mixed = Math.imul(state ^ (state >>> 15), state | 1);
		mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
		return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
	};
	const between = (low: number, high: number) => low + Math.floor(next() * (high - low + 1));
	return {
		next,
		between,
		oneOf: (values) => values[between(0, values.length - 1)],
		happens: (probability) => next() < probability,
	};
}

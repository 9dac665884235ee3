/** A model's own spelling of neutral values: `"4s"` for 4 seconds, `"landscape"` for 16:9. */

import type { OwnValue, Spelling } from './model';

type Neutral = string | number | boolean;

/**
 * The spelling of a list's values; empty where all are written as usual.
 * @param read the neutral value; null where it is none. Of two that read the same, the first counts.
 * @param usual how a neutral value is written where nothing else is said.
 */
export function spellingOf<T extends Neutral>(
	values: readonly OwnValue[],
	read: (value: OwnValue) => T | null,
	usual: (neutral: T) => OwnValue,
): { spelling?: Spelling } {
	const pairs = values.flatMap((value) => {
		const neutral = read(value);
		return neutral === null ? [] : [{ neutral, value }];
	});
	if (pairs.every(({ neutral, value }) => usual(neutral) === value)) return {};
	const entries = pairs.map(({ neutral, value }) => [String(neutral), value] as const);
	return { spelling: Object.fromEntries(entries.reverse()) };
}

/** What is sent for a neutral value. */
export function spelled(
	field: { spelling?: Spelling },
	neutral: Neutral,
	usual: OwnValue,
): OwnValue {
	const { spelling = {} } = field;
	return Object.hasOwn(spelling, String(neutral)) ? spelling[String(neutral)] : usual;
}

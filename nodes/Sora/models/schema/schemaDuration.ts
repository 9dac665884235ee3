/** The seconds that a live schema allows, and how it writes them. */

import { readSeconds } from '../../shared/readValue';
import type { Durations, InputNames, OwnValue } from '../model';
import { writtenAs, type Property } from './schemaProperty';
import { spellingOf } from '../spelling';

function secondsIn(value: OwnValue): number | null {
	const read = readSeconds(value);
	return 'value' in read && read.value !== undefined && read.value > 0 ? read.value : null;
}

function isWord(value: OwnValue): boolean {
	return typeof value === 'string' && secondsIn(value) === null;
}

/** Steps that are worth a list: 5, 10, 15. */
const LISTED_STEPS_LIMIT = 40;

function rangeOf({ types, minimum, maximum, multipleOf }: Property): Durations {
	if (minimum === null && maximum === null) return null;
	const fractions =
		types.includes('number') &&
		!types.includes('integer') &&
		!(multipleOf !== null && Number.isInteger(multipleOf));
	const lowest = fractions && minimum !== null && minimum > 0 ? minimum : Math.max(1, minimum ?? 1);
	const range = { from: lowest, to: maximum ?? Infinity };
	if (range.from > range.to) return null;
	if (fractions) return { ...range, fractions };
	const count = multipleOf === null ? Infinity : Math.floor(range.to / multipleOf);
	if (multipleOf === null || multipleOf <= 1 || count > LISTED_STEPS_LIMIT) return range;
	const steps = Array.from({ length: count }, (_, index) => (index + 1) * multipleOf);
	return { oneOf: steps.filter((seconds) => seconds >= range.from) };
}

/** @returns `null` where anything goes, and where there is no such input. */
export function durationsOf(property: Property | null): Durations {
	if (property === null) return null;
	const oneOf = property.values
		.map(secondsIn)
		.filter((seconds) => seconds !== null)
		.sort((one, other) => one - other);
	return oneOf.length > 0 ? { oneOf: [...new Set(oneOf)] } : rangeOf(property);
}

const WITH_UNIT = /^\d+(\.\d+)?s$/;

/** An input for text without a list: its default or its pattern shows whether the unit is written. */
function unitOf({ samples, pattern }: Property): { unit?: 's' } {
	const hasUnit = samples.some((sample) => WITH_UNIT.test(sample)) || /s\$$/.test(pattern ?? '');
	return hasUnit ? { unit: 's' } : {};
}

export function durationField(property: Property | null): InputNames['duration'] {
	if (property === null) return undefined;
	const { name, values } = property;
	const as = writtenAs(property);
	const isOfWords = values.length > 0 && durationsOf(property) === null;
	if (isOfWords) return { name, as, words: values.filter(isWord).map(String) };
	const usual = (seconds: number) => (as === 'string' ? String(seconds) : seconds);
	const spelling = spellingOf(values, secondsIn, usual);
	const unit = as === 'string' && values.length === 0 ? unitOf(property) : {};
	return { name, as, ...unit, ...spelling };
}

/** Where an item's reference images are, as the user says it. */

import { isObject, type JsonObject } from '../../shared/json';
import { isNotSet, parsedList, readText, shown, type Reader } from '../../shared/readValue';
import { locationOf, type ImageLocation } from './imageLocation';
import type { ItemParameters } from './itemParameters';

/**
 * A data URI, an address, or a name. Addresses may hold commas: one belongs to the address unless a
 * space, another address or what looks like a name follows.
 */
const ENTRY =
	/[\s,]*(data:[^,\s]*,[^,\s]*|https?:\/\/(?:[^\s,]|,(?!\s|$|https?:\/\/|data:|[^\s,/?&=]*(?:[,\s]|$)))*|[^,\r\n]+)/gi;

function split(text: string): string[] {
	const entries = [...text.matchAll(ENTRY)].map(([, entry]) => entry.trim());
	return entries.filter((entry) => entry !== '');
}

/** A file as `{{ $binary.data }}` gives it, or a text. Empty entries are left out. */
function entryOf(value: unknown): { entries: Array<string | JsonObject> } | { problem: string } {
	if (isObject(value)) return { entries: [value] };
	const read = readText(value);
	if ('problem' in read) return read;
	return { entries: read.value === undefined ? [] : [read.value] };
}

/** Text with commas or lines, a JSON array, or an array by an expression. The order is kept. */
export const readReferences: Reader<ImageLocation[]> = (value) => {
	if (isNotSet(value)) return { value: undefined };
	const list = typeof value === 'string' ? parsedList(value.trim()) : null;
	const values: readonly unknown[] = Array.isArray(value)
		? value
		: (list ?? (typeof value === 'string' ? split(value) : [value]));
	const read = values.map(entryOf);
	const stranger = read.findIndex((entry) => 'problem' in entry);
	if (stranger !== -1) {
		return {
			problem: `must be a list of binary fields and URLs, and one entry is ${shown(values[stranger])}`,
		};
	}
	return {
		value: read.flatMap((entry) => ('entries' in entry ? entry.entries : [])).map(locationOf),
	};
};

export function readReferenceImages({ option }: ItemParameters): ImageLocation[] {
	return option('referenceImages', 'Reference Images', readReferences) ?? [];
}

/** Where an item's clip is, as the user says it. */

import { DEFAULT_BINARY_FIELD } from '../../shared/parameterDefaults';
import { isObject, type JsonObject } from '../../shared/json';
import {
	choiceOf,
	isNotSet,
	parsedList,
	readText,
	shown,
	type Reader,
} from '../../shared/readValue';
import { readField } from './imageParameters';
import type { ItemParameters } from './itemParameters';

export type ClipLocation =
	{ kind: 'binary'; field: string | JsonObject } | { kind: 'addresses'; addresses: string[] };

const SOURCES = { binary: 'Binary Field', url: 'URL' };

/** Between addresses: a line, or a comma with another address behind it; signed addresses have commas in them. */
const BETWEEN = /[\r\n]+|[,\s]+(?=https?:)/;

function addressesIn(value: unknown): string[] | null {
	// An item or a response as a whole names its task.
	if (isObject(value)) return [JSON.stringify(value)];
	const read = readText(value);
	if ('problem' in read) return null;
	const text = read.value ?? '';
	if (text.startsWith('{')) return [text];
	return text
		.split(BETWEEN)
		.map((part) => part.trim())
		.filter(Boolean);
}

/** Text with lines or commas, a JSON array, or an array by an expression. The order is kept. */
const readAddresses: Reader<string[]> = (value) => {
	if (isNotSet(value)) return { value: undefined };
	const list = typeof value === 'string' ? parsedList(value.trim()) : null;
	if (list !== null) return readAddresses(list);
	const lists = (Array.isArray(value) ? value : [value]).map(addressesIn);
	const known = lists.filter((list) => list !== null);
	if (known.length < lists.length) return { problem: `must be a URL, not ${shown(value)}` };
	return { value: known.flat() };
};

export function readClipParameters({
	read,
	problems,
}: Pick<ItemParameters, 'read' | 'problems'>): ClipLocation {
	const source = read('videoSource', 'Video Source', choiceOf(SOURCES)) ?? 'binary';
	if (source === 'binary') {
		const field = read('binaryPropertyName', 'Input Binary Field', readField);
		return { kind: 'binary', field: field ?? DEFAULT_BINARY_FIELD };
	}
	const known = problems.length;
	const addresses = read('videoUrl', 'Video URL', readAddresses) ?? [];
	if (addresses.length === 0 && problems.length === known) problems.push('The video URL is empty');
	return { kind: 'addresses', addresses };
}

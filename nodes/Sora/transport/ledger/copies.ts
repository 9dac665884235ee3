/**
 * Each record stands in its row more than once. Asking for a word adds it, so that a reader who dies
 * before he has removed what he added leaves a copy that says too much. He marks the copy before he
 * asks, in the same call; the next reader then reads another one, and puts the first one right.
 */

import type { Answer, Known } from './dedupStore';
import {
	askedWords,
	beginWord,
	readRecords,
	takenWord,
	wordsOf,
	type ReadRecord,
	type Record,
} from './setEncoding';

/** One reader may die between two that do not. */
export const COPIES = 2;

const copyAt = (place: string, copy: number) => `${place} copy ${copy}`;
/** Somebody reads the copy, or has died doing so. */
const readingWord = (place: string, copy: number) => `${copyAt(place, copy)} read`;

/** @param copies as many as are read. */
export function wordsOfCopies(place: string, record: Record, copies = COPIES): string[] {
	return inCopies(place, copies, (copy) => wordsOf(copy, record));
}

/** What says that a record is taken, to those who read it. */
export function takenWords(place: string): string[] {
	return inCopies(place, COPIES, (copy) => [takenWord(copy)]);
}

/** A record that holds nothing, and is taken. */
export function stubWords(place: string): string[] {
	return inCopies(place, COPIES, (copy) => [beginWord(copy), takenWord(copy)]);
}

function inCopies(place: string, copies: number, words: (copy: string) => string[]): string[] {
	return Array.from({ length: copies }, (_, copy) => words(copyAt(place, copy))).flat();
}

/**
 * @returns by place, the records that are there. One of which every copy was being read is `broken`,
 * though there may be none; `stale` puts the others' copies right.
 */
export async function readCopies(
	places: readonly string[],
	known: Known,
	copies = COPIES,
): Promise<Answer<Map<string, ReadRecord>>> {
	const answer = new Map<string, ReadRecord>();
	const stale: string[] = [];
	let open = places;
	for (let copy = 0; copy < copies && open.length > 0; copy++) {
		const { records, unread } = await readCopy(open, copy, known);
		for (const place of open.filter((one) => !unread.includes(one))) {
			const record = records.get(copyAt(place, copy));
			if (record) answer.set(place, record);
			stale.push(...staleWords(place, copy, record));
		}
		open = unread;
	}
	for (const place of open) answer.set(place, { state: 'broken', isTaken: false });
	return { answer, stale };
}

/** @returns what stands in a copy, and the places where another one has to be read. */
async function readCopy(places: readonly string[], copy: number, known: Known) {
	// The marks come first, should there be so many that they take several calls.
	const said = await known([
		...places.map((place) => readingWord(place, copy)),
		...places.map((place) => beginWord(copyAt(place, copy))),
	]);
	const unread = places.filter((place) => said.has(readingWord(place, copy)));
	const there = places
		.filter((place) => !unread.includes(place))
		.map((place) => copyAt(place, copy))
		.filter((at) => said.has(beginWord(at)));
	return { records: await readRecords(there, known), unread };
}

/** What readers who died have added to the copies before this one. */
function staleWords(place: string, copy: number, record: ReadRecord | undefined): string[] {
	if (record?.state === 'broken') return [];
	return Array.from({ length: copy }, (_, before) => {
		const at = copyAt(place, before);
		const right = new Set(record === undefined ? [] : wordsOf(at, record));
		if (record?.isTaken) right.add(takenWord(at));
		const asked = askedWords(at, right).filter((word) => !right.has(word));
		return [readingWord(place, before), ...asked];
	}).flat();
}

/**
 * Records as sets of words. A set can only say whether a word is in it, so a record is written bit by
 * bit: the word of a bit is there exactly if the bit is 1. Reading asks for every bit.
 */

import { createHash } from 'crypto';
import type { Known } from './dedupStore';

export interface Record {
	/** Two states: the record can be completed by adding words alone. */
	state: 'begun' | 'whole';
	/** Unix seconds. */
	at: number;
	/** Three short texts. Of a record that has only been begun, none is written. */
	parts: readonly string[];
}

/** What could be read of a record. */
export type ReadRecord = (Record | { state: 'broken' }) & {
	/** Somebody has taken it for his own, or it was struck out. */
	isTaken: boolean;
};

const PARTS = 3;
const TIME_BITS = 32;
/** Of the time alone, and of everything. */
const SUM_BITS = { begun: 8, whole: 16 } as const;
const KIND_BITS = 2;
const LENGTH_BITS = 12;
export const MAX_SYMBOLS = 2 ** LENGTH_BITS - 1;

interface Kind {
	bitsPerSymbol: number;
	/** @returns null for a text that cannot be written so. */
	symbols(text: string): number[] | null;
	text(symbols: readonly number[]): string;
}

function lettersOf(alphabet: string): Kind {
	return {
		bitsPerSymbol: Math.ceil(Math.log2(alphabet.length)),
		symbols: (text) => {
			const symbols = [...text].map((letter) => alphabet.indexOf(letter));
			return symbols.includes(-1) ? null : symbols;
		},
		text: (symbols) => symbols.map((symbol) => alphabet[symbol] ?? '').join(''),
	};
}

const HEX = lettersOf('0123456789abcdef');
const NAME = lettersOf('ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_');
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** The shortest first; their order is part of what is stored. */
const KINDS: readonly Kind[] = [
	HEX,
	{
		bitsPerSymbol: 4,
		symbols: (text) => (UUID.test(text) ? HEX.symbols(text.replaceAll('-', '')) : null),
		text: (symbols) =>
			HEX.text(symbols).replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5'),
	},
	NAME,
	{
		bitsPerSymbol: 8,
		symbols: (text) => [...Buffer.from(text, 'utf8')],
		text: (symbols) => Buffer.from(symbols).toString('utf8'),
	},
];

/** Is there as long as the record is. */
export const beginWord = (place: string) => place;
export const takenWord = (place: string) => `${place} taken`;
const wholeWord = (place: string) => `${place} whole`;

/** The words of the bits that are 1. */
function bitWords(name: string, value: number, bits: number): string[] {
	return bitNames(name, bits).filter((_, bit) => Math.floor(value / 2 ** bit) % 2 === 1);
}

function bitNames(name: string, bits: number): string[] {
	return Array.from({ length: bits }, (_, bit) => `${name} ${bit}`);
}

function valueOf(name: string, bits: number, known: ReadonlySet<string>): number {
	return bitNames(name, bits).reduce(
		(value, word, bit) => value + (known.has(word) ? 2 ** bit : 0),
		0,
	);
}

function checkSum(bits: number, ...texts: string[]): number {
	const digest = createHash('sha256').update(texts.join('\n')).digest();
	return digest.readUInt32BE(0) % 2 ** bits;
}

const sumOfBegun = ({ at }: { at: number }) => checkSum(SUM_BITS.begun, String(at));
const sumOfWhole = ({ at, parts }: Pick<Record, 'at' | 'parts'>) =>
	checkSum(SUM_BITS.whole, String(at), ...parts);

interface Written {
	kind: number;
	symbols: number[];
}

function writtenAs(text: string): Written | null {
	for (const [kind, { symbols: symbolsOf }] of KINDS.entries()) {
		const symbols = symbolsOf(text);
		if (symbols !== null) return symbols.length > MAX_SYMBOLS ? null : { kind, symbols };
	}
	return null;
}

/** Whether a text can stand in a record. */
export function canBeWritten(text: string): boolean {
	return writtenAs(text) !== null;
}

/**
 * @param place of the record: no other one's may be the same.
 * @param parts must all be `canBeWritten`.
 */
export function wordsOf(place: string, { state, at, parts }: Record): string[] {
	const begun = [
		beginWord(place),
		...bitWords(`${place} at`, at, TIME_BITS),
		...bitWords(`${place} sum`, sumOfBegun({ at }), SUM_BITS.begun),
	];
	if (state === 'begun') return begun;
	const texts = parts.flatMap((text, part) => {
		const { kind, symbols } = writtenAs(text) ?? { kind: 0, symbols: [] };
		const { bitsPerSymbol } = KINDS[kind];
		const name = `${place} ${part}`;
		return [
			...bitWords(`${name} kind`, kind, KIND_BITS),
			...bitWords(`${name} length`, symbols.length, LENGTH_BITS),
			...symbols.flatMap((symbol, index) => bitWords(`${name} ${index}`, symbol, bitsPerSymbol)),
		];
	});
	const sum = bitWords(`${place} all`, sumOfWhole({ at, parts }), SUM_BITS.whole);
	return [...begun, wholeWord(place), ...texts, ...sum];
}

/** What is asked first. */
function headWords(place: string): string[] {
	return [
		beginWord(place),
		wholeWord(place),
		takenWord(place),
		...bitNames(`${place} at`, TIME_BITS),
		...bitNames(`${place} sum`, SUM_BITS.begun),
		...bitNames(`${place} all`, SUM_BITS.whole),
		...Array.from({ length: PARTS }, (_, part) => [
			...bitNames(`${place} ${part} kind`, KIND_BITS),
			...bitNames(`${place} ${part} length`, LENGTH_BITS),
		]).flat(),
	];
}

/**
 * All words that a reader may have asked for.
 * @param words of the record that stands there; none if none does.
 */
export function askedWords(place: string, words: ReadonlySet<string>): string[] {
	return [...headWords(place), ...bodyWords(place, words)];
}

function shapeOf(place: string, part: number, known: ReadonlySet<string>) {
	const kind = valueOf(`${place} ${part} kind`, KIND_BITS, known);
	const length = valueOf(`${place} ${part} length`, LENGTH_BITS, known);
	return { kind: KINDS[kind], length, name: `${place} ${part}` };
}

const partsOf = (place: string, known: ReadonlySet<string>) =>
	Array.from({ length: PARTS }, (_, part) => shapeOf(place, part, known));

/** What is asked once the head is known. */
function bodyWords(place: string, known: ReadonlySet<string>): string[] {
	if (!known.has(wholeWord(place))) return [];
	return partsOf(place, known).flatMap(({ kind, length, name }) =>
		Array.from({ length }, (_, index) => bitNames(`${name} ${index}`, kind.bitsPerSymbol)).flat(),
	);
}

/**
 * @param there places whose `beginWord` is there.
 * @param known which of the words are there.
 */
export async function readRecords(
	there: readonly string[],
	known: Known,
): Promise<Map<string, ReadRecord>> {
	const heads = await known(there.flatMap(headWords));
	const bodies = await known(there.flatMap((place) => bodyWords(place, heads)));
	return new Map(there.map((place) => [place, recordAt(place, heads, bodies)]));
}

function recordAt(place: string, head: ReadonlySet<string>, body: ReadonlySet<string>): ReadRecord {
	const at = valueOf(`${place} at`, TIME_BITS, head);
	const isTaken = head.has(takenWord(place));
	if (valueOf(`${place} sum`, SUM_BITS.begun, head) !== sumOfBegun({ at })) {
		return { state: 'broken', isTaken };
	}
	const begun = { state: 'begun', at, parts: [], isTaken } as const;
	if (!head.has(wholeWord(place))) return begun;
	const parts = partsOf(place, head).map(({ kind, length, name }) =>
		kind.text(
			Array.from({ length }, (_, index) => valueOf(`${name} ${index}`, kind.bitsPerSymbol, body)),
		),
	);
	const isRight = valueOf(`${place} all`, SUM_BITS.whole, head) === sumOfWhole({ at, parts });
	return isRight ? { state: 'whole', at, parts, isTaken } : begun;
}

/**
 * Values as people hand them over. They are typed, or come by an expression from a sheet, a form or
 * another node: numbers as text, switches as words, empty cells as nothing. What is clear is read,
 * the rest is refused; nothing is guessed, and nothing is dropped in silence.
 */

import { isObject, type JsonObject } from './json';

/**
 * `undefined`: nothing is set. A problem goes on where the parameter's name ends: `must be a number,
 * not "abc"`.
 */
export type ReadResult<T> = { value: T | undefined } | { problem: string };

export type Reader<T> = (value: unknown) => ReadResult<T>;

const NOT_SET = { value: undefined };

/** What text becomes of nothing that is put together with text. */
const NOTHING_AS_TEXT = ['undefined', 'null'];

/** n8n gives `undefined` for what an expression does not find, and sheets give empty text. */
export function isNotSet(value: unknown): value is undefined | null | string {
	if (typeof value !== 'string') return value === undefined || value === null;
	return isBlank(value) || NOTHING_AS_TEXT.includes(value.trim());
}

function isBlank(text: string): boolean {
	return text.trim() === '';
}

const SHOWN_LENGTH = 60;

/** A value as it is named in a problem: short, and without what an object holds. */
export function shown(value: unknown): string {
	if (typeof value === 'string') {
		const text = value.trim();
		return JSON.stringify(text.length > SHOWN_LENGTH ? `${text.slice(0, SHOWN_LENGTH)}…` : text);
	}
	if (Array.isArray(value)) return 'a list';
	return isObject(value) ? 'an object' : String(value);
}

/** What an expression leaves behind that puts an object into text. */
const OBJECT_AS_TEXT = '[object Object]';

/** Text without spaces around it. Numbers become text. */
export const readText: Reader<string> = (value) => {
	if (isNotSet(value)) return NOT_SET;
	if (typeof value === 'string') {
		if (!value.includes(OBJECT_AS_TEXT)) return { value: value.trim() };
		return {
			problem: `contains "${OBJECT_AS_TEXT}": an expression in it gives an object instead of text`,
		};
	}
	const isNumber = typeof value === 'bigint' || Number.isFinite(value);
	return isNumber ? { value: String(value) } : { problem: `must be text, not ${shown(value)}` };
};

const NUMBER = /^[-+]?(\d+(\.\d*)?|\.\d+)$/;

/** A finite number, also as text. Signs of thousands are not taken: 1,500 means 1.5 elsewhere. */
export const readNumber: Reader<number> = (value) => {
	if (isNotSet(value)) return NOT_SET;
	const isNumeric =
		typeof value === 'number' ||
		typeof value === 'bigint' ||
		(typeof value === 'string' && NUMBER.test(value.trim()));
	const number = isNumeric ? Number(value) : Number.NaN;
	return Number.isFinite(number)
		? { value: number }
		: { problem: `must be a number, not ${shown(value)}` };
};

const SECONDS = /^(.*\d)\s*(s|secs?|seconds?)\.?$/is;

/** Seconds, also with the unit behind them: `5 seconds`, `5s`. */
export const readSeconds: Reader<number> = (value) => {
	const read = readNumber(typeof value === 'string' ? value.trim().replace(SECONDS, '$1') : value);
	return 'problem' in read ? { problem: `must be a number of seconds, not ${shown(value)}` } : read;
};

/** A number above 0. */
export function positive(reader: Reader<number>): Reader<number> {
	return (value) => {
		const read = reader(value);
		if ('problem' in read || read.value === undefined || read.value > 0) return read;
		return { problem: `must be a number above 0, not ${shown(value)}` };
	};
}

/** A number from 0. */
export function notNegative(reader: Reader<number>): Reader<number> {
	return (value) => {
		const read = reader(value);
		if ('problem' in read || read.value === undefined || read.value >= 0) return read;
		return { problem: `must be 0 or more, not ${shown(value)}` };
	};
}

/** A number without a fraction, and without digits that JavaScript loses. */
export const readWholeNumber: Reader<number> = (value) => {
	const read = readNumber(value);
	if (!('problem' in read) && (read.value === undefined || Number.isSafeInteger(read.value))) {
		return read;
	}
	return { problem: `must be a whole number, not ${shown(value)}` };
};

const YES = ['true', 'yes', 'y', 'on', '1'];
const NO = ['false', 'no', 'n', 'off', '0'];

/** Yes or no, also as the words and numbers that stand for them in sheets and forms. */
export const readBoolean: Reader<boolean> = (value) => {
	if (typeof value === 'boolean') return { value };
	if (isNotSet(value)) return NOT_SET;
	const word = typeof value === 'string' || typeof value === 'number' ? plain(String(value)) : '';
	if (YES.includes(word)) return { value: true };
	if (NO.includes(word)) return { value: false };
	return { problem: `must be true or false, not ${shown(value)}` };
};

/** Case, and spaces and dashes between letters, make no difference; a sign in front does. */
function plain(text: string): string {
	return text
		.trim()
		.toLowerCase()
		.replace(/(?<=.)[\s_-]+(?=.)/g, '');
}

/** One of a few values, also under the name that the panel shows. @param names by value. */
export function choiceOf<T extends string>(names: Readonly<Record<T, string>>): Reader<T> {
	const entries = Object.entries<string>(names) as Array<[T, string]>;
	return (value) => {
		if (isNotSet(value)) return NOT_SET;
		const word = typeof value === 'string' ? plain(value) : null;
		const found = entries.find(([own, name]) => word === plain(own) || word === plain(name));
		if (found) return { value: found[0] };
		const labels = entries.map(([, name]) => name);
		return { problem: `must be ${orList(labels)}, not ${shown(value)}` };
	};
}

/** `A, B or C` */
export function orList(values: readonly (string | number)[]): string {
	if (values.length < 2) return values.join('');
	return `${values.slice(0, -1).join(', ')} or ${values[values.length - 1]}`;
}

/** A JSON object: a JSON editor gives it as text, an expression may give the object itself. */
export const readJsonObject: Reader<JsonObject> = (value) => {
	if (isNotSet(value)) return NOT_SET;
	if (isObject(value)) return { value };
	if (typeof value !== 'string') {
		return { problem: `must be a JSON object such as {"name": "value"}, not ${shown(value)}` };
	}
	const parsed = parseJson(value);
	if ('problem' in parsed) return { problem: `is not valid JSON: ${parsed.problem}` };
	return typeof parsed.value === 'string' && !isBlank(parsed.value)
		? { problem: `must be a JSON object such as {"name": "value"}, not ${shown(parsed.value)}` }
		: readJsonObject(parsed.value);
};

function parseJson(text: string): { value: unknown } | { problem: string } {
	try {
		return { value: JSON.parse(text) };
	} catch (error) {
		return { problem: error instanceof Error ? error.message : '' };
	}
}

/** What a text holds that is a JSON array; null for any other text. */
export function parsedList(text: string): unknown[] | null {
	if (!text.startsWith('[')) return null;
	const parsed = parseJson(text);
	return 'value' in parsed && Array.isArray(parsed.value) ? (parsed.value as unknown[]) : null;
}

/**
 * Several texts: text with separators, a JSON array, or an array by an expression. An empty array is
 * a list without entries, and not the same as nothing.
 */
export function listOf(separator: RegExp): Reader<string[]> {
	const readList: Reader<string[]> = (value) => {
		if (isNotSet(value)) return NOT_SET;
		if (Array.isArray(value)) {
			const entries = value.map(readText);
			const stranger = entries.findIndex((entry) => 'problem' in entry);
			return stranger === -1
				? { value: entries.flatMap((entry) => split('value' in entry ? entry.value : undefined)) }
				: { problem: `must be a list of texts, and one entry is ${shown(value[stranger])}` };
		}
		const list = typeof value === 'string' ? parsedList(value.trim()) : null;
		if (list !== null) return readList(list);
		const text = readText(value);
		return 'problem' in text
			? { problem: `must be text or a list of texts, not ${shown(value)}` }
			: { value: split(text.value) };
	};
	const split = (text = ''): string[] =>
		text
			.split(separator)
			.map((part) => part.trim())
			.filter((part) => part !== '');
	return readList;
}

/** An http or https address. */
export const readHttpUrl: Reader<string> = (value) => {
	const read = readText(value);
	if ('problem' in read || read.value === undefined || isHttpUrl(read.value)) return read;
	return { problem: `must be an http or https address, not ${shown(read.value)}` };
};

export function isHttpUrl(text: string): boolean {
	return /^https?:\/\//i.test(text) && URL.canParse(text);
}

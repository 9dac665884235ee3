/** Reading values of unknown shape, once, at the edge. Nothing here throws. */

export type JsonObject = Record<string, unknown>;

export function isObject(value: unknown): value is JsonObject {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The value if it is an object, else an empty one. */
export function objectOf(value: unknown): JsonObject {
	return isObject(value) ? value : {};
}

export function arrayOf(value: unknown): unknown[] {
	return Array.isArray(value) ? value : [];
}

/** A string with something in it, trimmed; else null. */
export function textOf(value: unknown): string | null {
	if (typeof value !== 'string') return null;
	const trimmed = value.trim();
	return trimmed === '' ? null : trimmed;
}

/** What a table says of a key that came from outside; null where it says nothing (also of `constructor`). */
export function entryOf<T>(table: Readonly<Record<string, T>>, key: string | null): T | null {
	return key !== null && Object.hasOwn(table, key) ? table[key] : null;
}

/** A finite number, also from a numeric string; else null. */
export function numberOf(value: unknown): number | null {
	if (typeof value === 'number') return Number.isFinite(value) ? value : null;
	if (typeof value !== 'string' || !/^-?\d+(\.\d+)?$/.test(value.trim())) return null;
	return numberOf(Number(value));
}

/** An ID or code, also where it comes as a number. */
export function codeOf(value: unknown): string | null {
	return typeof value === 'number' && Number.isFinite(value) ? String(value) : textOf(value);
}

/** Seconds, milliseconds, microseconds and nanoseconds since 1970: which one, the size tells. */
const UNIX_UNITS: ReadonlyArray<{ below: number; ms: number }> = [
	{ below: 1e11, ms: 1_000 },
	{ below: 1e14, ms: 1 },
	{ below: 1e17, ms: 1e-3 },
	{ below: 1e20, ms: 1e-6 },
];

function unixMsOf(number: number): number {
	const unit = UNIX_UNITS.find(({ below }) => number < below);
	return unit === undefined ? NaN : number * unit.ms;
}

/** `Z`, `GMT`, `+02:00`, `+0200`; also the end of a date without a time, which is UTC anyway. */
const ENDS_WITH_ZONE = /((?<![a-z])(?![ap]m$)[a-z]{1,5}|[+-]\d{2}:?\d{2}|-\d{2})$/i;
/** PostgreSQL writes whole hours alone: `12:00:00+02`. */
const HOURS_ALONE = /(:\d{2}(?:\.\d+)?) ?([+-]\d{2})$/;

/** A time without a zone is UTC: servers write it so, and ours may be anywhere. */
function parseTime(text: string): number {
	const complete = text.replace(HOURS_ALONE, '$1$2:00');
	if (ENDS_WITH_ZONE.test(complete)) return Date.parse(complete);
	return Date.parse(/\dT\d/.test(complete) ? `${complete}Z` : `${complete} UTC`);
}

/**
 * ISO 8601 in UTC, from a date text (any precision, with or without a zone) or Unix time (seconds or
 * smaller, also as a text); else null.
 */
export function timeOf(value: unknown): string | null {
	const number = numberOf(value);
	const time = number === null ? parseTime(textOf(value) ?? '') : unixMsOf(number);
	if (!Number.isFinite(time) || time <= 0 || time > 8.64e15) return null;
	return new Date(time).toISOString();
}

/** The value as an http(s) address; else null. */
export function httpUrlOf(value: unknown): string | null {
	const text = textOf(value);
	if (text === null || !URL.canParse(text)) return null;
	return /^https?:$/.test(new URL(text).protocol) ? text : null;
}

/** Every address in a string, an object with `url`, or an array of these, in order, each once. */
export function httpUrlsIn(value: unknown): string[] {
	const candidates = Array.isArray(value) ? value : [value];
	const urls = candidates.flatMap((entry) => {
		const url = httpUrlOf(isObject(entry) ? entry.url : entry);
		return url === null ? [] : [url];
	});
	return [...new Set(urls)];
}

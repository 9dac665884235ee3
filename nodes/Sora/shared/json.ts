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
	return Number(value);
}

/** An ID or code, also where it comes as a number. */
export function codeOf(value: unknown): string | null {
	return typeof value === 'number' && Number.isFinite(value) ? String(value) : textOf(value);
}

/** ISO 8601 in UTC, from an ISO string (any precision) or Unix seconds; else null. */
export function timeOf(value: unknown): string | null {
	const time = typeof value === 'number' ? value * 1000 : Date.parse(textOf(value) ?? '');
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

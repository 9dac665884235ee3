/** One input of a live schema, whatever JSON Schema has wrapped it in. */

import { arrayOf, isObject, numberOf, objectOf, textOf } from '../../shared/json';
import type { JsonObject } from '../../shared/json';
import type { OwnValue } from '../model';

export interface Property {
	name: string;
	/** `string`, `integer`, `number`, `boolean` …, without `null`; empty where nothing is said. */
	types: readonly string[];
	/** The values that it is limited to, the default first, in the type that it asks for; empty where it is not limited. */
	values: readonly OwnValue[];
	/** Values that it is not limited to, but that show how they are written. */
	samples: readonly string[];
	pattern: string | null;
	minimum: number | null;
	maximum: number | null;
	multipleOf: number | null;
}

const DEPTH_LIMIT = 6;

/** What a `$ref` within the document leads to (RFC 6901). */
function referredTo(reference: unknown, document: unknown): unknown {
	const path = textOf(reference);
	if (path === null || !path.startsWith('#/')) return undefined;
	return path
		.slice(2)
		.split('/')
		.map((key) => key.replaceAll('~1', '/').replaceAll('~0', '~'))
		.reduce<unknown>((value, key) => objectOf(value)[key], document);
}

/** The schema and all that it is put together from or chosen among. */
export function partsOf(schema: unknown, document: unknown, depth = 0): JsonObject[] {
	if (depth > DEPTH_LIMIT || !isObject(schema)) return [];
	const inside = [
		...arrayOf(schema.allOf),
		...arrayOf(schema.anyOf),
		...arrayOf(schema.oneOf),
		referredTo(schema.$ref, document),
	];
	return [schema, ...inside.flatMap((part) => partsOf(part, document, depth + 1))];
}

function isValue(value: unknown): value is OwnValue {
	return ['string', 'number', 'boolean'].includes(typeof value);
}

/** Lists are written by hand: `"5"` for an integer, 5 for a text. */
function inType(value: OwnValue, types: readonly string[]): OwnValue {
	const isOnly = (...names: string[]) =>
		types.length > 0 && types.every((type) => names.includes(type));
	if (typeof value === 'number') return isOnly('string') ? String(value) : value;
	const number = typeof value === 'string' ? numberOf(value) : null;
	return number !== null && isOnly('integer', 'number') ? number : value;
}

function defaultFirst(values: readonly OwnValue[], usual: unknown): OwnValue[] {
	const isUsual = (value: OwnValue) => isValue(usual) && String(value) === String(usual);
	return [...values.filter(isUsual), ...values.filter((value) => !isUsual(value))];
}

/**
 * @param schema of this input.
 * @param document where its references lead.
 */
export function readProperty(name: string, schema: unknown, document: unknown): Property {
	const parts = partsOf(schema, document);
	const types = parts
		.flatMap(({ type }) => (Array.isArray(type) ? arrayOf(type) : [type]))
		.flatMap((type) => textOf(type) ?? [])
		.filter((type) => type !== 'null');
	const listed = parts.flatMap((part) => [...arrayOf(part.enum), part.const]).filter(isValue);
	const usual = parts.find((part) => isValue(part.default))?.default;
	const first = (key: string) =>
		parts.map((part) => numberOf(part[key])).find((value) => value !== null) ?? null;
	const isWhole = types.includes('integer') && !types.includes('number');
	const step = isWhole ? 1 : 0;
	return {
		name,
		types: [...new Set(types)],
		values: [...new Set(defaultFirst(listed, usual).map((value) => inType(value, types)))],
		samples: [usual, ...parts.flatMap(({ examples }) => arrayOf(examples))].flatMap(
			(sample) => textOf(sample) ?? [],
		),
		pattern: parts.map(({ pattern }) => textOf(pattern)).find((text) => text !== null) ?? null,
		minimum: first('minimum') ?? plus(first('exclusiveMinimum'), step),
		maximum: first('maximum') ?? plus(first('exclusiveMaximum'), -step),
		multipleOf: first('multipleOf'),
	};
}

function plus(value: number | null, step: number): number | null {
	return value === null ? null : value + step;
}

/** How a value of this input is written; `integer` where either will do. */
export function writtenAs({ types, values }: Property): 'integer' | 'string' {
	if (types.includes('integer') || types.includes('number')) return 'integer';
	const isText = types.includes('string') || typeof values[0] === 'string';
	return isText ? 'string' : 'integer';
}

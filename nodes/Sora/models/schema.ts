/** Describing a model from its provider's live schema of inputs. */

import { isObject, numberOf, objectOf, textOf } from '../shared/json';
import type { JsonObject } from '../shared/json';
import type {
	AspectRatio,
	Durations,
	FrameSize,
	InputNames,
	Model,
	ModelKind,
	ProviderName,
} from './model';

/** The names that providers use for a neutral word, the usual one first. */
const NAMES = {
	duration: ['duration', 'seconds', 'duration_seconds'],
	aspectRatio: ['aspect_ratio', 'ratio'],
	resolution: ['resolution'],
	size: ['size'],
	generateAudio: ['generate_audio', 'sound', 'enable_audio', 'generate_audio_switch'],
	negativePrompt: ['negative_prompt'],
	seed: ['seed'],
	image: ['image', 'image_url', 'start_image', 'start_image_url', 'first_frame_image'],
} as const;

interface Property {
	name: string;
	schema: JsonObject;
}

function find(properties: JsonObject, word: keyof typeof NAMES): Property | null {
	const name = NAMES[word].find((candidate) => isObject(properties[candidate]));
	return name === undefined ? null : { name, schema: objectOf(properties[name]) };
}

/** JSON Schema allows a list of types; `null` in it does not matter. */
function isText(schema: JsonObject): boolean {
	const types = Array.isArray(schema.type) ? schema.type : [schema.type];
	return types.includes('string');
}

/** The values of an `enum`, the default first; empty where there is none. */
function valuesOf(schema: JsonObject): unknown[] {
	const values = Array.isArray(schema.enum) ? schema.enum : [];
	return values.includes(schema.default)
		? [schema.default, ...values.filter((value) => value !== schema.default)]
		: values;
}

function durationsOf(property: Property | null): Durations {
	if (!property) return null;
	const { schema } = property;
	const oneOf = valuesOf(schema)
		.map(numberOf)
		.filter((seconds) => seconds !== null && seconds > 0)
		.sort((one, other) => Number(one) - Number(other)) as number[];
	if (oneOf.length > 0) return { oneOf };
	const from = numberOf(schema.minimum);
	const to = numberOf(schema.maximum);
	return from !== null && to !== null && from <= to ? { from: Math.max(1, from), to } : null;
}

/** @returns `[]` where the model has no such input, `null` where it takes anything. */
function textsOf(property: Property | null): readonly string[] | null {
	if (!property) return [];
	const texts = valuesOf(property.schema).flatMap((value) => textOf(value) ?? []);
	const named = texts.filter((text) => !/^(auto|adaptive|default)$/i.test(text));
	return named.length > 0 ? named : null;
}

function isRatio(text: string): text is AspectRatio {
	return /^\d+(\.\d+)?:\d+(\.\d+)?$/.test(text);
}

function ratiosOf(property: Property | null): readonly AspectRatio[] | null {
	return textsOf(property)?.filter(isRatio) ?? null;
}

function sizeOf(property: Property | null): InputNames['size'] {
	if (!property) return undefined;
	const texts = textsOf(property) ?? [];
	const separator = texts.some((text) => text.includes('*')) ? '*' : 'x';
	const sizes = texts
		.map((text) => /^(\d+)[*x](\d+)$/i.exec(text))
		.flatMap((match): FrameSize[] => (match ? [`${Number(match[1])}x${Number(match[2])}`] : []));
	return sizes.length > 0 || texts.length === 0
		? { name: property.name, separator, sizes }
		: undefined;
}

function named(property: Property | null): { name: string } | undefined {
	return property ? { name: property.name } : undefined;
}

function typed(property: Property | null): { name: string; as: 'integer' | 'string' } | undefined {
	return property
		? { name: property.name, as: isText(property.schema) ? 'string' : 'integer' }
		: undefined;
}

/** The properties of a JSON Schema, also where it is wrapped once (`input`, `schema`). */
export function propertiesOf(schema: unknown): JsonObject {
	const outer = objectOf(schema);
	if (isObject(outer.properties)) {
		const inner = objectOf(outer.properties.input);
		return isObject(inner.properties) ? inner.properties : outer.properties;
	}
	return {};
}

/**
 * A model as its live schema describes it. What the schema has no input for cannot be asked for;
 * what it does not limit is not limited.
 * @param schema a JSON Schema of the inputs.
 * @param name what people read; the ID where the provider has no name.
 */
export function modelFromSchema(
	provider: ProviderName,
	id: string,
	kind: ModelKind,
	schema: unknown,
	name = id,
): Model {
	const properties = propertiesOf(schema);
	const isSilent = Object.keys(properties).length === 0;
	const duration = find(properties, 'duration');
	const ratio = find(properties, 'aspectRatio');
	const resolution = find(properties, 'resolution');
	const size = sizeOf(find(properties, 'size'));
	return {
		id,
		name,
		provider,
		kind,
		knowledge: 'schema',
		durations: durationsOf(duration),
		aspectRatios: size || isSilent ? null : ratiosOf(ratio),
		resolutions: size || isSilent ? null : textsOf(resolution),
		inputs: {
			duration: typed(duration),
			aspectRatio: named(ratio),
			resolution: named(resolution),
			size,
			generateAudio: named(find(properties, 'generateAudio')),
			negativePrompt: named(find(properties, 'negativePrompt')),
			seed: typed(find(properties, 'seed')),
			image: named(find(properties, 'image')),
		},
		exactFrame: false,
		price: {},
		usualRenderSeconds: null,
		state: { kind: 'live' },
		source: 'the live schema of the provider',
	};
}

/** Describing a model from its provider's live schema of inputs. */

import { arrayOf, isObject, objectOf } from '../../shared/json';
import type { JsonObject } from '../../shared/json';
import { readBoolean } from '../../shared/readValue';
import type { InputNames, Model, ModelKind, OwnValue, ProviderName } from '../model';
import { durationField, durationsOf } from './schemaDuration';
import { FRAME_NAMES, frameFacts } from './schemaFrame';
import { imageInputs, kindByImages } from './schemaImages';
import { readProperty, writtenAs, type Property } from './schemaProperty';
import { spellingOf } from '../spelling';

/** The names that providers use for a neutral word, the usual one first. */
const NAMES = {
	duration: [
		...['duration', 'seconds', 'duration_seconds', 'durationSeconds', 'duration_in_seconds'],
		...['video_duration', 'video_length', 'length_seconds'],
	],
	generateAudio: [
		...['generate_audio', 'sound', 'enable_audio', 'generate_audio_switch', 'generateAudio'],
		...['with_audio', 'audio_enabled'],
	],
	negativePrompt: ['negative_prompt', 'negativePrompt'],
	seed: ['seed'],
	video: [
		...['video', 'video_url', 'source_video', 'source_video_url', 'input_video', 'base_video'],
		...['video_urls', 'videos'],
	],
} as const;

function named(property: Property | null): { name: string } | undefined {
	return property ? { name: property.name } : undefined;
}

function typed(property: Property | null): InputNames['seed'] {
	return property ? { name: property.name, as: writtenAs(property) } : undefined;
}

function yesOrNo(value: OwnValue): boolean | null {
	const word = String(value)
		.replace(/^enabled?$/i, 'on')
		.replace(/^disabled?$/i, 'off');
	const read = readBoolean(word);
	return 'value' in read ? (read.value ?? null) : null;
}

function clipField(property: Property | null): InputNames['video'] {
	if (property === null) return undefined;
	return { name: property.name, ...(property.types.includes('array') ? { as: 'list' } : {}) };
}

const AS_TEXT = { true: 'true', false: 'false' };
const AS_NUMBER = { true: 1, false: 0 };

/** @returns `undefined` where it is no switch. */
function switchField(property: Property | null): InputNames['generateAudio'] {
	if (property === null) return undefined;
	const { name, types, values } = property;
	if (values.length > 0) {
		const isSwitch = values.some((value) => yesOrNo(value) !== null);
		return isSwitch ? { name, ...spellingOf(values, yesOrNo, (value) => value) } : undefined;
	}
	if (types.length === 0 || types.includes('boolean')) return { name };
	return { name, spelling: types.includes('string') ? AS_TEXT : AS_NUMBER };
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

/** The names that the schema requires, also where it is wrapped once. */
function requiredOf(schema: unknown): readonly unknown[] {
	const outer = objectOf(schema);
	const inner = objectOf(objectOf(outer.properties).input);
	return arrayOf(isObject(inner.properties) ? inner.required : outer.required);
}

/**
 * A model as its live schema describes it. What the schema has no input for cannot be asked for;
 * what it does not limit is not limited.
 * @param kind what it is said to be; what it has fields for decides where these contradict it.
 * @param schema a JSON Schema of the inputs.
 * @param name what people read; the ID where the provider has no name.
 * @param document where the references of the schema lead; the schema itself if left out.
 */
export function modelFromSchema(
	provider: ProviderName,
	id: string,
	kind: ModelKind,
	schema: unknown,
	name = id,
	document: unknown = schema,
): Model {
	const properties = propertiesOf(schema);
	const isSilent = Object.keys(properties).length === 0;
	const namedAmong = (names: readonly string[]): Property[] =>
		names
			.filter((candidate) => isObject(properties[candidate]))
			.map((candidate) => readProperty(candidate, properties[candidate], document));
	const find = (word: keyof typeof NAMES): Property | null => namedAmong(NAMES[word])[0] ?? null;
	const duration = find('duration');
	const images = imageInputs(properties, requiredOf(schema), document);
	const frame = frameFacts(namedAmong(Object.keys(FRAME_NAMES)));
	return {
		id,
		name,
		provider,
		kind: kindByImages(images, kind),
		knowledge: 'schema',
		durations: durationsOf(duration),
		aspectRatios: isSilent ? null : frame.aspectRatios,
		resolutions: isSilent ? null : frame.resolutions,
		inputs: {
			...frame.inputs,
			duration: durationField(duration),
			generateAudio: switchField(find('generateAudio')),
			negativePrompt: named(find('negativePrompt')),
			seed: typed(find('seed')),
			...images,
			video: clipField(find('video')),
		},
		exactFrame: false,
		...(kind === 'video' && !isSilent && !isObject(properties.prompt)
			? { isPromptless: true }
			: {}),
		price: {},
		usualRenderSeconds: null,
		state: { kind: 'live' },
		source: 'the live schema of the provider',
	};
}

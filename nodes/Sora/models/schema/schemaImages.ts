/** The images that a live schema offers, told by their names: no schema says what an image is for. */

import { arrayOf, isObject, numberOf, objectOf, type JsonObject } from '../../shared/json';
import type { InputNames, ModelKind, ReferenceField } from '../model';
import { partsOf } from './schemaProperty';

/** The names in use, the usual ones first. */
const FIRST_FRAME = [
	...['image', 'image_url', 'start_image', 'start_image_url', 'first_frame_image'],
	...['first_frame_url', 'first_frame', 'first_image_url', 'first_image', 'start_frame_url'],
	...['start_frame', 'first_frame_image_url', 'input_image_url', 'input_image'],
];
const LAST_FRAME = [
	...['last_image', 'last_image_url', 'end_image', 'end_image_url', 'tail_image', 'tail_image_url'],
	...['last_frame', 'last_frame_url', 'last_frame_image', 'last_frame_image_url', 'image_tail'],
	...['end_frame', 'end_frame_url', 'end_frame_image', 'lastImage', 'lastFrame', 'endImage'],
];
const REFERENCES = [
	...['reference_images', 'reference_image_urls', 'ref_images', 'ref_image_urls', 'image_urls'],
	...['images', 'input_image_urls', 'input_images', 'reference_image_url', 'reference_image'],
	...['subject_reference_image_url', 'referenceImages', 'reference_urls'],
];

/** A field for addresses. */
interface AddressField {
	name: string;
	isList: boolean;
	most: number | null;
}

/** @returns null for a field of objects, which each model makes up of its own parts, and for one that is no text. */
function addressField(name: string, schema: unknown, document: unknown): AddressField | null {
	const parts = partsOf(schema, document);
	const types = typesOf(parts);
	const isList = types.includes('array');
	const items = parts.flatMap((part) => partsOf(part.items, document));
	const held = isList ? [...typesOf(items), ...propertiesIn(items)] : types;
	const isText = held.length === 0 || held.includes('string');
	if (!isText) return null;
	const limits = parts.map(({ maxItems }) => numberOf(maxItems)).filter((most) => most !== null);
	return { name, isList, most: isList ? (limits[0] ?? null) : 1 };
}

function typesOf(parts: readonly JsonObject[]): unknown[] {
	return parts
		.flatMap(({ type }) => (Array.isArray(type) ? arrayOf(type) : [type]))
		.filter(Boolean);
}

function propertiesIn(parts: readonly JsonObject[]): string[] {
	return parts.flatMap(({ properties }) => Object.keys(objectOf(properties)));
}

/**
 * @param properties of the schema.
 * @param required names that the schema asks for.
 */
export function imageInputs(
	properties: JsonObject,
	required: readonly unknown[],
	document: unknown,
): Pick<InputNames, 'image' | 'lastImage' | 'referenceImages'> {
	const fieldsAmong = (names: readonly string[]): AddressField[] =>
		names
			.filter((name) => isObject(properties[name]))
			.flatMap((name) => addressField(name, properties[name], document) ?? []);
	const [first] = FIRST_FRAME.filter((name) => isObject(properties[name]));
	const last = fieldsAmong(LAST_FRAME).find(({ isList }) => !isList);
	const references = fieldsAmong(REFERENCES)[0];
	const need = ({ name }: AddressField) =>
		required.includes(name) ? ({ isRequired: true } as const) : {};
	return {
		...(first === undefined ? {} : { image: { name: first } }),
		...(last ? { lastImage: { name: last.name, ...need(last) } } : {}),
		...(references
			? { referenceImages: { ...referenceField(references), ...need(references) } }
			: {}),
	};
}

function referenceField({ name, isList, most }: AddressField): ReferenceField {
	return { name, most, ...(isList ? {} : { isSingle: true }) };
}

/** Providers count references among the images that a video is made of; without a first frame the model is one for text. */
export function kindByImages(
	{ image, referenceImages }: Pick<InputNames, 'image' | 'referenceImages'>,
	said: ModelKind,
): ModelKind {
	const isForReferences = image === undefined && referenceImages !== undefined;
	return said === 'image' && isForReferences ? 'text' : said;
}

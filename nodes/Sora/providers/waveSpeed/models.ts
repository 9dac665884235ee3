/** Decoding `GET /api/v3/models`: every model with its live schema. */

import type { ModelKind } from '../../models/model';
import { kindInId } from '../../models/modelId';
import { fromPerVideo } from '../../models/price';
import { modelFromSchema, propertiesOf } from '../../models/schema/schema';
import type { JsonObject } from '../../shared/json';
import { arrayOf, entryOf, numberOf, objectOf, textOf } from '../../shared/json';
import type { ModelListing } from '../provider';

/** What WaveSpeed calls the kinds; other types (images, sounds) are not ours. */
const KINDS: Readonly<Record<string, ModelKind>> = {
	'text-to-video': 'text',
	'image-to-video': 'image',
	'video-to-video': 'video',
	'video-extend': 'video',
	'video-edit': 'video',
	'reference-to-video': 'text',
	'start-end-to-video': 'image',
};

function kindOf(id: string, type: string | null): ModelKind | null {
	return type === null ? kindInId(id) : entryOf(KINDS, type.toLowerCase());
}

/** The schema of the call that runs the model. */
function schemaIn(entry: JsonObject): unknown {
	const schemas = arrayOf(objectOf(entry.api_schema).api_schemas).map(objectOf);
	const run = schemas.find((schema) => schema.type === 'model_run') ?? schemas[0];
	return run?.request_schema;
}

function listingOf(entry: JsonObject): ModelListing | null {
	const id = textOf(entry.model_id);
	const kind = id && kindOf(id, textOf(entry.type));
	if (!id || !kind) return null;
	const name = textOf(entry.name) ?? id;
	const schema = schemaIn(entry);
	const price = numberOf(entry.base_price);
	if (Object.keys(propertiesOf(schema)).length === 0) return { id, name, kind, model: null };
	const model = {
		...modelFromSchema('waveSpeed', id, kind, schema, name),
		price: price === null ? {} : fromPerVideo(price),
	};
	return { id, name, kind: model.kind, model };
}

/** @returns null where the answer holds no list. */
export function listingsFrom(body: unknown): ModelListing[] | null {
	const data = objectOf(body).data;
	if (!Array.isArray(data)) return null;
	return data.flatMap((entry) => listingOf(objectOf(entry)) ?? []);
}

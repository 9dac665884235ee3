/** fal's models, each with its live OpenAPI description. https://fal.ai/docs/platform-apis/v1/models */

import type { ModelKind } from '../../models/model';
import { kindInId } from '../../models/modelId';
import { modelFromSchema } from '../../models/schema/schema';
import { kindByImages } from '../../models/schema/schemaImages';
import type { JsonObject } from '../../shared/json';
import { arrayOf, isObject, objectOf, textOf } from '../../shared/json';
import type { ModelListing, Provider } from '../provider';
import { isSuccess } from '../shared/response';
import { falFailure } from './failure';

/** The most that a page has by default. */
const PAGE_SIZE = 50;
/** Descriptions are long, schemas longer. */
const RESPONSE_LIMIT_BYTES = 16_000_000;

const KIND_BY_CATEGORY: ReadonlyMap<string | null, ModelKind> = new Map([
	['text-to-video', 'text'],
	['image-to-video', 'image'],
	['video-to-video', 'video'],
]);

/** fal counts references among the images that a video is made of; the ID tells them apart from frames. */
function kindOf(id: string | null, category: string | null): ModelKind | null {
	const kind = KIND_BY_CATEGORY.get(category) ?? null;
	return kind === 'image' && id !== null && kindInId(id) === 'text' ? 'text' : kind;
}

function listingOf(entry: JsonObject): ModelListing | null {
	const id = textOf(entry.endpoint_id);
	const metadata = objectOf(entry.metadata);
	const kind = kindOf(id, textOf(metadata.category));
	if (id === null || kind === null) return null;
	return { id, name: textOf(metadata.display_name) ?? id, kind, model: null };
}

/** The component of the inputs: its name ends in `Input`, and is none of the queue's. */
function inputSchemaIn(openApi: unknown): unknown {
	const schemas = objectOf(objectOf(objectOf(openApi).components).schemas);
	const [, schema] =
		Object.entries(schemas).find(([name]) => /Input$/.test(name) && !name.includes('Queue')) ?? [];
	return schema;
}

export const falModels: NonNullable<Provider['models']> = {
	call: (kind, cursor = null) => ({
		to: 'provider',
		host: 'platform',
		method: 'GET',
		path: [
			`/v1/models?status=active&limit=${PAGE_SIZE}`,
			...(kind === undefined ? [] : [`category=${kind}-to-video`]),
			...(cursor === null ? [] : [`cursor=${encodeURIComponent(cursor)}`]),
		].join('&'),
		responseLimitBytes: RESPONSE_LIMIT_BYTES,
	}),
	parse: (response) => {
		const { models } = objectOf(response.body);
		if (!isSuccess(response) || !Array.isArray(models)) {
			return { ok: false, failure: falFailure(response) };
		}
		return { ok: true, value: models.flatMap((entry) => listingOf(objectOf(entry)) ?? []) };
	},
	nextCursor: (response) => {
		const { has_more: hasMore, next_cursor: next } = objectOf(response.body);
		return hasMore === true ? textOf(next) : null;
	},
};

export const falModelSchema: NonNullable<Provider['modelSchema']> = {
	call: (id) => ({
		to: 'provider',
		host: 'platform',
		method: 'GET',
		path: `/v1/models?endpoint_id=${encodeURIComponent(id)}&expand=openapi-3.0`,
		responseLimitBytes: RESPONSE_LIMIT_BYTES,
	}),
	parse: (response, id) => {
		const entries = arrayOf(objectOf(response.body).models).map(objectOf);
		const entry = entries.find(({ endpoint_id: named }) => named === id);
		const schema = inputSchemaIn(entry?.openapi);
		if (!isSuccess(response) || entry === undefined || !isObject(schema)) {
			const failure = falFailure(response);
			const message = isSuccess(response) ? 'The response describes no model' : failure.message;
			return { ok: false, failure: { ...failure, message } };
		}
		const metadata = objectOf(entry.metadata);
		const category = textOf(metadata.category);
		const name = textOf(metadata.display_name) ?? id;
		const model = modelFromSchema('fal', id, 'text', schema, name, entry.openapi);
		const byShape = kindInId(id) ?? (model.inputs.image ? 'image' : 'text');
		const kind = kindByImages(model.inputs, KIND_BY_CATEGORY.get(category) ?? byShape);
		return { ok: true, value: { ...model, kind, ...(category === null ? {} : { category }) } };
	},
};

/** Decoding Eachlabs' models, each with its live schema. https://docs.eachlabs.ai/api/models/list-models */

import type { Model, ModelKind } from '../../models/model';
import { fromPerVideo, type Price } from '../../models/price';
import { kindInId } from '../../models/modelId';
import { modelFromSchema, propertiesOf } from '../../models/schema/schema';
import { kindByImages } from '../../models/schema/schemaImages';
import { isSuccess } from '../shared/response';
import { failureFrom } from '../shared/failure';
import type { JsonObject } from '../../shared/json';
import { isObject, numberOf, objectOf, textOf } from '../../shared/json';
import { pathSegment } from '../shared/path';
import type { ModelListing, Provider } from '../provider';

/** The most that one call brings. */
const MODELS_LIMIT = 500;

/** That many schemas: more than a status answer. */
const MODELS_LIMIT_BYTES = 32_000_000;

/** Slugs of models that make no video. */
const OTHER_TASKS = /(^|-)(text-to-image|image-to-image|text-to-speech|text-to-music)(-|$)/;

/** A slug need not say the kind; then the inputs do: only videos have a length and a shape. */
function kindOf(slug: string, model: Model, properties: JsonObject): ModelKind | null {
	if (OTHER_TASKS.test(slug)) return null;
	const inSlug = kindInId(slug);
	if (inSlug) return kindByImages(model.inputs, inSlug);
	const { duration, aspectRatio, resolution, size, image, video } = model.inputs;
	const isVideo = duration && (aspectRatio ?? resolution ?? size) && isObject(properties.prompt);
	if (!isVideo) return null;
	if (video) return 'video';
	return image ? 'image' : 'text';
}

/** `cost`, which is guidance and no quote. */
function priceOf(cost: JsonObject): Price {
	const usd = numberOf(cost.amount) ?? numberOf(cost.min);
	if (usd === null) return {};
	if (cost.unit === 'second') return { about: [{ amount: usd, per: 'second' }] };
	const isWhole = cost.unit === 'execution' || cost.unit === 'generation';
	return isWhole ? fromPerVideo(usd) : {};
}

/** @returns null where the entry is no model that makes videos. */
function listingOf(entry: JsonObject): ModelListing | null {
	const slug = textOf(entry.slug);
	if (slug === null || !isObject(entry.request_schema)) return null;
	const schema = entry.request_schema;
	const name = textOf(entry.title) ?? slug;
	const model = modelFromSchema('eachlabs', slug, 'text', schema, name);
	const kind = kindOf(slug, model, propertiesOf(schema));
	if (kind === null) return null;
	return {
		id: slug,
		name,
		kind,
		model: { ...model, kind, price: priceOf(objectOf(entry.cost)) },
	};
}

/** @returns null where the answer holds no list. */
function listingsFrom(body: unknown): ModelListing[] | null {
	if (!Array.isArray(body)) return null;
	return body.flatMap((entry: unknown) => listingOf(objectOf(entry)) ?? []);
}

export const eachlabsModels: NonNullable<Provider['models']> = {
	call: () => ({
		to: 'provider',
		method: 'GET',
		path: `/v1/models?limit=${MODELS_LIMIT}`,
		responseLimitBytes: MODELS_LIMIT_BYTES,
	}),
	parse: (response) => {
		const listings = isSuccess(response) ? listingsFrom(response.body) : null;
		return listings ? { ok: true, value: listings } : { ok: false, failure: failureFrom(response) };
	},
};

export const eachlabsModelSchema: NonNullable<Provider['modelSchema']> = {
	call: (id) => ({ to: 'provider', method: 'GET', path: `/v1/model?slug=${pathSegment(id)}` }),
	parse: (response, id) => {
		const model = isSuccess(response) ? listingOf(objectOf(response.body))?.model : null;
		if (model && model.id === id) return { ok: true, value: model };
		const message = isObject(response.body) ? undefined : 'The response describes no model';
		return { ok: false, failure: failureFrom(response, { message }) };
	},
};

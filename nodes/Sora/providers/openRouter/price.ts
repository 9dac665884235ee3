/**
 * What a request costs by the live list of models, where each price has a name (its SKU): `duration_seconds_with_audio_720p`,
 * `cents_per_video_output_second_480p`, `minimum_cents_per_generation`. https://openrouter.ai/docs/api_reference/videos
 */

import { askedOf, costAt, holds, type Asked } from '../../models/estimate';
import { imagesOf } from '../../models/mediaInputs';
import type { ModelKind } from '../../models/model';
import type { Rate } from '../../models/price';
import { arrayOf, numberOf, objectOf, textOf, type JsonObject } from '../../shared/json';
import { moneyOf, sumsOf, type Money } from '../../shared/money';
import type { HttpResponse } from '../http';
import type { Provider } from '../provider';
import { isSuccess } from '../shared/response';
import type { VideoRequest } from '../video';
import { openRouterFailure } from './failure';
import { openRouterModels } from './models';

const USD_PER_CENT = 0.01;

/** What a name may say of the videos that it is the price of, behind and before its unit. */
const KIND = '(?:(text|image)_to_video_)?';
const CONDITIONS = '((?:[_-](?:with(?:out)?_audio|\\d+p|[124]k))*)';

/** Prices of a second, in dollars or in cents. */
const SECOND_NAMES: ReadonlyArray<{ pattern: RegExp; usd: number }> = [
	{
		pattern: new RegExp(`^${KIND}(?:duration_seconds|per-video-second)${CONDITIONS}$`, 'i'),
		usd: 1,
	},
	{
		pattern: new RegExp(
			`^${KIND}cents_per_(?:video_output_second|second_output)${CONDITIONS}$`,
			'i',
		),
		usd: USD_PER_CENT,
	},
];

/** Of what a request has only if it has references, or a video. */
const OF_REFERENCES = /reference|video_input|input_video|continuation/i;
const OF_IMAGES = 'cents_per_image_input';
const LEAST = 'minimum_cents_per_generation';

interface Sku extends Rate {
	/** It holds for requests of this kind; for all if left out. */
	kind?: ModelKind;
}

/** null where the name is none of a second's price. */
function skuOf(name: string, amount: number): Sku | null {
	for (const { pattern, usd } of SECOND_NAMES) {
		const [match, kind, words = ''] = pattern.exec(name) ?? [];
		if (match === undefined) continue;
		const conditions = words.toLowerCase();
		const resolution = /\d+[pk]/.exec(conditions)?.[0];
		return {
			amount: amount * usd,
			per: 'second',
			...(kind === undefined ? {} : { kind: kind.toLowerCase() === 'image' ? 'image' : 'text' }),
			...(resolution === undefined ? {} : { resolution }),
			...(conditions.includes('audio') ? { audio: !conditions.includes('without') } : {}),
		};
	}
	return null;
}

interface Skus {
	seconds: Sku[];
	/** What each input image costs beside, in dollars. */
	perImage: number;
	/** What a video costs at least, in dollars. */
	least: number;
	/** Prices of what is none of these: they may be meant, or not. */
	isClear: boolean;
	hasReferences: boolean;
}

function skusIn(entry: JsonObject): Skus {
	const skus: Skus = { seconds: [], perImage: 0, least: 0, isClear: true, hasReferences: false };
	for (const [name, value] of Object.entries(objectOf(entry.pricing_skus))) {
		const amount = numberOf(value);
		const second = amount === null ? null : skuOf(name, amount);
		if (second) skus.seconds.push(second);
		else if (OF_REFERENCES.test(name)) skus.hasReferences = true;
		else if (amount === null) skus.isClear = false;
		else if (name === OF_IMAGES) skus.perImage = amount * USD_PER_CENT;
		else if (name === LEAST) skus.least = amount * USD_PER_CENT;
		else skus.isClear = false;
	}
	return skus;
}

const CONDITION_KEYS = ['kind', 'resolution', 'audio'] as const;

function conditionsOf(sku: Sku): string[] {
	return CONDITION_KEYS.filter((key) => sku[key] !== undefined);
}

/** The price that says most of the request. None of the others that hold may say anything beside it. */
function secondPriceOf(skus: readonly Sku[], asked: Asked, kind: ModelKind): Sku | null {
	const isLeftOpen = (['resolution', 'audio'] as const).some(
		(key) => asked[key] === null && skus.some((sku) => sku[key] !== undefined),
	);
	if (isLeftOpen) return null;
	const holding = skus
		.filter((sku) => (sku.kind === undefined || sku.kind === kind) && holds(sku, asked))
		.sort((a, b) => conditionsOf(b).length - conditionsOf(a).length);
	const [first] = holding;
	if (first === undefined) return null;
	const said = conditionsOf(first);
	const isClear = holding.every((sku) => conditionsOf(sku).every((key) => said.includes(key)));
	return isClear ? first : null;
}

/** With what the model does by itself: it makes a sound if it can. What it does not say is left open. */
function whole(request: VideoRequest, { generate_audio: flag }: JsonObject): VideoRequest {
	if (request.generateAudio !== undefined || typeof flag !== 'boolean') return request;
	return { ...request, generateAudio: flag };
}

function priceIn(entry: JsonObject, request: VideoRequest): Money | null {
	const { seconds, perImage, least, isClear, hasReferences } = skusIn(entry);
	const { model, referenceImages = [] } = request;
	if (
		!isClear ||
		model.kind === 'video' ||
		(referenceImages.length > 0 && (hasReferences || perImage > 0))
	)
		return null;
	// Which tier a model picks by itself is not said.
	const asked = askedOf({ ...model, resolutions: null }, whole(request, entry));
	const sku = asked && secondPriceOf(seconds, asked, model.kind);
	const cost = asked && sku && costAt(sku, asked);
	if (!cost) return null;
	const video = cost.amount < least ? moneyOf(least) : cost;
	const images = moneyOf(perImage * imagesOf(request).length);
	return video && images && sumsOf([video, images])[0];
}

function parse(
	response: HttpResponse,
	request: VideoRequest,
): ReturnType<NonNullable<Provider['price']>['parse']> {
	const { data } = objectOf(response.body);
	if (!isSuccess(response) || !Array.isArray(data)) {
		return { ok: false, failure: openRouterFailure(response) };
	}
	const entry = arrayOf(data)
		.map(objectOf)
		.find(({ id }) => textOf(id) === request.model.id);
	return { ok: true, value: entry ? priceIn(entry, request) : null };
}

/** One call for all requests of a run: the list has the prices of all models. */
export const openRouterPrice: NonNullable<Provider['price']> = {
	call: () => openRouterModels.call(),
	parse,
};

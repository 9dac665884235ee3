/**
 * What fal says about money: the price of a model's unit, and how many units a request was. There is one price
 * for all tiers: where one costs twice as much, each second is two units.
 * https://fal.ai/docs/platform-apis/v1/models/pricing, https://fal.ai/docs/documentation/model-apis/pricing
 */

import { askedOf, estimateOf } from '../../models/estimate';
import type { Model } from '../../models/model';
import type { Price, Rate } from '../../models/price';
import { arrayOf, isObject, numberOf, objectOf, textOf } from '../../shared/json';
import { moneyOf, times, type Money } from '../../shared/money';
import type { HttpResponse, ProviderCall } from '../http';
import type { Decoded, Provider } from '../provider';
import { isSuccess } from '../shared/response';
import type { VideoRequest, VideoTask } from '../video';
import { falFailure } from './failure';
import { requestOf } from './request';

/** The most that one call may name. */
const MODELS_PRICED = 50;
/** As many tasks as have no more models, in all likelihood. */
const TASKS_BILLED = 1_000;

interface UnitPrice {
	/** What one unit costs. */
	price: Money;
	/** fal's word for it. */
	unit: string;
}

/** The units that can be counted before the video is there. Others are tokens, seconds of a computer, or `units`. */
const UNITS: ReadonlyArray<{ pattern: RegExp; per: Rate['per'] }> = [
	{ pattern: /^((output|video)[ _])?seconds?$/i, per: 'second' },
	{ pattern: /^(videos?|clips?|generations?|requests?)$/i, per: 'video' },
];

function pricingCall(models: readonly string[]): ProviderCall {
	const named = models.slice(0, MODELS_PRICED).map((id) => `endpoint_id=${encodeURIComponent(id)}`);
	return {
		to: 'provider',
		host: 'platform',
		method: 'GET',
		path: `/v1/models/pricing?${named.join('&')}`,
	};
}

/** By model. */
function unitPricesIn(response: HttpResponse): Decoded<ReadonlyMap<string, UnitPrice>> {
	const { prices } = objectOf(response.body);
	if (!isSuccess(response) || !Array.isArray(prices)) {
		const failure = falFailure(response);
		const message = isSuccess(response) ? 'The response names no prices' : failure.message;
		return { ok: false, failure: { ...failure, message } };
	}
	const found = arrayOf(prices)
		.filter(isObject)
		.flatMap((entry): Array<[string, UnitPrice]> => {
			const [id, unit] = [textOf(entry.endpoint_id), textOf(entry.unit)];
			const price = moneyOf(numberOf(entry.unit_price), textOf(entry.currency));
			return id === null || unit === null || price === null ? [] : [[id, { price, unit }]];
		});
	return { ok: true, value: new Map(found) };
}

/** Whether a request of this model may cost another multiple of its unit than its length says. */
function hasTiers({ knowledge, kind, resolutions, inputs }: Model): boolean {
	// What a clip of another video is billed for, its length alone may not say.
	if (knowledge === 'passThrough' || kind === 'video') return true;
	const isSized = (inputs.size?.sizes.length ?? 0) > 1;
	return isSized || (resolutions?.length ?? 0) > 1 || inputs.generateAudio !== undefined;
}

/** A published price that is rounded is as near as this to the one that it stands for. */
const ROUNDING = 0.1;

function isAbout(amount: number, rounded: number): boolean {
	return Math.abs(amount - rounded) <= rounded * ROUNDING;
}

/**
 * The model's price by what fal says of a unit; null where that does not tell which tier it is the price of.
 * Our own table knows the tiers, and holds where fal's price is one of its.
 */
function priceBy({ price, unit }: UnitPrice, model: Model): Price | null {
	const per = UNITS.find(({ pattern }) => pattern.test(unit))?.per;
	const { amount, currency } = price;
	if (per === undefined || (currency !== 'USD' && currency !== 'CNY')) return null;
	const { rates, about = [], currency: ours = 'USD' } = model.price;
	if (rates && ours === currency) {
		return rates.some((rate) => rate.per === per && rate.amount === amount) ? model.price : null;
	}
	if (!hasTiers(model)) return { currency, rates: [{ amount, per }] };
	const tier = about.find((one) => one.per === per && isAbout(amount, one.amount));
	return tier?.resolution === undefined
		? null
		: { currency, rates: [{ amount, per, resolution: tier.resolution }] };
}

/** Thousands of tokens in a frame of a 720p video: its pixels / 1024. Others have no size that is known to the pixel. */
const UNITS_PER_FRAME: ReadonlyMap<unknown, number> = new Map([
	...['16:9', '9:16', '1:1'].map((ratio) => [ratio, 0.9] as const),
	// 1112 × 834
	...['4:3', '3:4'].map((ratio) => [ratio, 0.905671875] as const),
]);
const TOKENS = /^(units|1000 tokens)$/i;
const FRAMES_PER_SECOND = 24;

/**
 * What Seedance costs, whose unit is a thousand tokens. A video has one frame more than its seconds: bills of 4, 5
 * and 6 seconds are of 87.3, 108.9 and 130.5 units. null for another tier, and where a unit is something else.
 * https://fal.ai/models/bytedance/seedance-2.0/fast/text-to-video/llms.txt
 */
function byTokens({ price, unit }: UnitPrice, request: VideoRequest): Money | null {
	const { model, inputs, additionalInputs } = request;
	const tier = model.price.about?.find(({ resolution }) => resolution === '720p');
	const secondAt720p = price.amount * 0.9 * FRAMES_PER_SECOND;
	if (!TOKENS.test(unit) || !tier || !isAbout(secondAt720p, tier.amount)) return null;
	const asked = askedOf(model, request);
	if (!asked?.seconds || asked.resolution !== tier.resolution) return null;
	const ratio = { ...inputs, ...additionalInputs }[model.inputs.aspectRatio?.name ?? ''];
	const units = UNITS_PER_FRAME.get(ratio);
	return units === undefined ? null : times(price, units * (asked.seconds * FRAMES_PER_SECOND + 1));
}

/** The model's price by what fal says of a unit, for this request. */
function priceFor(unitPrice: UnitPrice, request: VideoRequest): Money | null {
	const { model } = request;
	const price = priceBy(unitPrice, model);
	const estimate = price && estimateOf({ ...model, price }, request);
	return estimate && { amount: estimate.amount, currency: estimate.currency };
}

export const falPrice: NonNullable<Provider['price']> = {
	call: ({ model }) => pricingCall([model.id]),
	parse: (response, request) => {
		const decoded = unitPricesIn(response);
		if (!decoded.ok) return decoded;
		const unitPrice = decoded.value.get(request.model.id);
		const value = unitPrice ? (priceFor(unitPrice, request) ?? byTokens(unitPrice, request)) : null;
		return { ok: true, value };
	},
};

function modelOf({ id }: VideoTask): string {
	return requestOf(id).model;
}

/** A task's result says its units, its model the price of each. */
export const falBill: NonNullable<Provider['bill']> = {
	maxTasks: TASKS_BILLED,
	knows: (task) => task.billableUnits !== undefined && modelOf(task) !== '',
	call: (tasks) => pricingCall([...new Set(tasks.map(modelOf))]),
	parse: (response, tasks) => {
		const decoded = unitPricesIn(response);
		if (!decoded.ok) return decoded;
		const charges = tasks.flatMap((task): Array<[string, Money]> => {
			const { billableUnits } = task;
			const unitPrice = decoded.value.get(modelOf(task));
			if (unitPrice === undefined || billableUnits === undefined) return [];
			const charge = times(unitPrice.price, billableUnits);
			return charge === null ? [] : [[task.id, charge]];
		});
		return { ok: true, value: new Map(charges) };
	},
};

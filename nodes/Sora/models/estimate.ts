/** What a request costs by our own table of prices. */

import { numberOf } from '../shared/json';
import { moneyOf, times, type Money } from '../shared/money';
import type { Model, Resolution, VideoOptions } from './model';
import type { Rate } from './price';

/** Where an estimate comes from: the provider was asked for exactly these inputs, or our own table. */
export interface Estimate extends Money {
	basis: 'provider' | 'catalogue';
}

/** What the price of a request depends on; null where it is left to the model. */
export interface Asked {
	seconds: number | null;
	resolution: Resolution | null;
	audio: boolean | null;
}

export interface PricedRequest extends VideoOptions {
	additionalInputs: Record<string, unknown>;
}

type Read = (asked: Asked, value: unknown) => Asked | null;

/** `-1` leaves the length to some models. */
const READ_DURATION: Read = (asked, value) => {
	const seconds = numberOf(value);
	return seconds === null ? null : { ...asked, seconds: seconds > 0 ? seconds : null };
};
const READ_RESOLUTION: Read = (asked, value) =>
	typeof value === 'string' ? { ...asked, resolution: value } : null;
const READ_AUDIO: Read = (asked, value) =>
	typeof value === 'boolean' ? { ...asked, audio: value } : null;
const KEEP: Read = (asked) => asked;

/** How each input of a model changes what it costs. */
function readersOf({ inputs }: Model): ReadonlyMap<string, Read> {
	const { duration, resolution, generateAudio, aspectRatio, negativePrompt, seed } = inputs;
	const { image, video } = inputs;
	const readers: ReadonlyArray<[{ name: string } | undefined, Read]> = [
		[duration, READ_DURATION],
		[resolution, READ_RESOLUTION],
		[generateAudio, READ_AUDIO],
		[aspectRatio, KEEP],
		[negativePrompt, KEEP],
		[seed, KEEP],
		[image, KEEP],
		[video, KEEP],
	];
	return new Map(readers.flatMap(([field, read]) => (field ? [[field.name, read]] : [])));
}

/** Its length is sent, or it renders no other one. What is not sent, the model does not hear of. */
function isLengthSure({ inputs, durations }: Model): boolean {
	const hasOneLength = durations !== null && 'oneOf' in durations && durations.oneOf.length === 1;
	return inputs.duration !== undefined || hasOneLength;
}

/** With the additional inputs merged in; null where one of them may cost what we do not know. */
export function askedOf(model: Model, request: PricedRequest): Asked | null {
	const { durationSeconds, resolution, generateAudio, additionalInputs } = request;
	const readers = readersOf(model);
	const asked: Asked = {
		seconds: (isLengthSure(model) && durationSeconds) || null,
		resolution: resolution ?? model.resolutions?.[0] ?? null,
		audio: generateAudio ?? null,
	};
	return Object.entries(additionalInputs).reduce<Asked | null>(
		(known, [name, value]) => known && (readers.get(name)?.(known, value) ?? null),
		asked,
	);
}

/** Whether it is the price of such a request. */
export function holds(rate: Rate, { seconds, resolution, audio }: Asked): boolean {
	return (
		(rate.resolution === undefined ||
			rate.resolution.toLowerCase() === resolution?.toLowerCase()) &&
		(rate.audio === undefined || rate.audio === audio) &&
		(rate.seconds === undefined || rate.seconds === seconds)
	);
}

/** What a request costs at a rate that holds for it; null where it leaves its length to the model. */
export function costAt({ amount, per }: Rate, { seconds }: Asked, currency?: string): Money | null {
	const unit = moneyOf(amount, currency);
	if (per === 'video' || unit === null) return unit;
	return seconds === null ? null : times(unit, seconds);
}

/**
 * What the catalogue says that a request costs: the right amount or null, never a floor and never an
 * average. Null where the model's price is not computable, and where the request leaves what it depends
 * on to the model or has inputs that may cost more.
 */
export function estimateOf(model: Model, request: PricedRequest): Estimate | null {
	const asked = askedOf(model, request);
	const rate = asked && model.price.rates?.find((candidate) => holds(candidate, asked));
	const cost = asked && rate ? costAt(rate, asked, model.price.currency) : null;
	return cost && { ...cost, basis: 'catalogue' };
}

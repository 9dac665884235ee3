/** Decoding `GET /videos/models`: every model with what it takes. Any of its lists may be null, which says nothing. */

import type { AspectRatio, FrameSize, InputNames, Model, ModelKind } from '../../models/model';
import type { Price } from '../../models/price';
import { passThroughModel } from '../../models/passThrough';
import type { JsonObject } from '../../shared/json';
import { arrayOf, numberOf, objectOf, textOf } from '../../shared/json';
import type { HttpResponse } from '../http';
import type { Decoded, ModelListing, Provider } from '../provider';
import { failureFrom } from '../shared/failure';
import { isSuccess } from '../shared/response';
import { openRouterFailure } from './failure';
import { inputsFor } from './inputs';

const LIST_PATH = '/videos/models';
const SOURCE = 'https://openrouter.ai/docs/api_reference/videos';

/** Some hundred models with long descriptions. */
const LIST_LIMIT_BYTES = 8_000_000;

/** The texts of a list; null where the list is null or empty. */
function textsIn(list: unknown): string[] | null {
	const texts = arrayOf(list).flatMap((entry) => textOf(entry) ?? []);
	return texts.length > 0 ? texts : null;
}

const isRatio = (text: string): text is AspectRatio => /^\d+:\d+$/.test(text);
const isSize = (text: string): text is FrameSize => /^\d+x\d+$/.test(text);

function durationsOf(list: unknown): Model['durations'] {
	const seconds = arrayOf(list).flatMap((entry) => numberOf(entry) ?? []);
	const oneOf = seconds.filter((value) => value > 0).sort((one, other) => one - other);
	return oneOf.length > 0 ? { oneOf } : null;
}

function inputsOf(entry: JsonObject, kind: ModelKind): InputNames {
	const { supported_frame_images: frames } = entry;
	const lastImage = Array.isArray(frames) ? frames.includes('last_frame') : null;
	const { generateAudio, seed, ...always } = inputsFor(kind, { lastImage, references: null });
	const sizes = textsIn(entry.supported_sizes)?.filter(isSize) ?? [];
	const isSized =
		sizes.length > 0 &&
		!textsIn(entry.supported_resolutions) &&
		!textsIn(entry.supported_aspect_ratios);
	return {
		...always,
		...(isSized ? { size: { name: 'size', separator: 'x', sizes } } : {}),
		...(entry.generate_audio === false ? {} : { generateAudio }),
		...(entry.seed === false ? {} : { seed }),
	};
}

/** SKUs by the second: `duration_seconds_with_audio_720p` or `per-video-second`, in dollars, or `cents_per_video_output_second_720p`. */
const SECONDS_SKUS: ReadonlyArray<{ pattern: RegExp; usd: number }> = [
	{ pattern: /^(text_to_video_|image_to_video_)?duration_seconds|^per-video-second/, usd: 1 },
	{ pattern: /^cents_per_(video_output_second|second_output)/, usd: 0.01 },
];

/** What the other kind costs, and what a video as input does. */
const OTHER_SKUS: Readonly<Record<ModelKind, RegExp>> = {
	text: /^image_to_video|video_input/,
	image: /^text_to_video|video_input/,
	// What the clip itself costs comes on top: no price of a second is the lowest.
	video: /./,
};

/** The lowest price of a second. */
function priceOf(skus: JsonObject, kind: ModelKind): Price {
	const prices = Object.entries(skus).flatMap(([name, value]) => {
		const unit = SECONDS_SKUS.find(({ pattern }) => pattern.test(name));
		const amount = numberOf(value);
		const counts = unit !== undefined && amount !== null && !OTHER_SKUS[kind].test(name);
		return counts ? [amount * unit.usd] : [];
	});
	const amount = Number(Math.min(...prices).toFixed(6));
	return prices.length === 0 ? {} : { about: [{ amount, per: 'second' }] };
}

/** `first_frame` makes it an image model, too. An empty list says that it takes none, null says nothing. */
function kindsOf({ supported_frame_images: frames, pricing_skus: skus }: JsonObject): ModelKind[] {
	const takesImages = !Array.isArray(frames) || frames.includes('first_frame');
	// Only the price tells that a model takes clips.
	const takesClips = Object.keys(objectOf(skus)).some((name) => name.includes('video_input'));
	return [
		'text',
		...(takesImages ? ['image' as const] : []),
		...(takesClips ? ['video' as const] : []),
	];
}

function listingsOf(entry: JsonObject): ModelListing[] {
	const id = textOf(entry.id);
	if (id === null) return [];
	const name = textOf(entry.name) ?? id;
	return kindsOf(entry).map((kind) => {
		const inputs = inputsOf(entry, kind);
		const model: Model = {
			...passThroughModel({ provider: 'openRouter', id, kind, inputs, source: SOURCE }),
			name,
			// OpenRouter's own catalogue: a model that takes no image there is refused one here.
			knowledge: 'catalogue',
			durations: durationsOf(entry.supported_durations),
			aspectRatios: textsIn(entry.supported_aspect_ratios)?.filter(isRatio) ?? null,
			resolutions: textsIn(entry.supported_resolutions),
			price: priceOf(objectOf(entry.pricing_skus), kind),
		};
		return { id, name, kind, model };
	});
}

function parse(response: HttpResponse): Decoded<ModelListing[]> {
	if (!isSuccess(response)) return { ok: false, failure: openRouterFailure(response) };
	const { data } = objectOf(response.body);
	if (Array.isArray(data)) {
		return { ok: true, value: data.flatMap((entry) => listingsOf(objectOf(entry))) };
	}
	const message = 'The response is not a list';
	return { ok: false, failure: failureFrom(response, { category: 'provider', message }) };
}

export const openRouterModels: NonNullable<Provider['models']> = {
	call: () => ({
		to: 'provider',
		method: 'GET',
		path: LIST_PATH,
		responseLimitBytes: LIST_LIMIT_BYTES,
	}),
	parse,
};

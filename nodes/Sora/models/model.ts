/**
 * What a video model takes, costs and is called. Models are data: a model that
 * is not in the catalogue is described by its provider's live schema, or passed
 * through with the provider's usual names.
 */

import type { ClipRules } from './clip/rules';
import type { Price } from './price';

export const PROVIDER_NAMES = [
	'waveSpeed',
	'apiyi',
	'eachlabs',
	'fal',
	'openRouter',
	'openAiCompatible',
] as const;
export type ProviderName = (typeof PROVIDER_NAMES)[number];

/** Width to height. */
export type AspectRatio = `${number}:${number}`;

/** The ratios that the nodes offer; a model's others can be given by an expression. */
export const ASPECT_RATIOS: readonly AspectRatio[] = ['16:9', '9:16', '1:1', '4:3', '3:4', '21:9'];

/** Tier names as users know them: the short side of the frame, or `4k`. */
export type Resolution = string;

/** The tiers that the nodes offer; a model's others can be given by an expression. */
export const RESOLUTIONS: readonly Resolution[] = ['480p', '720p', '1024p', '1080p', '4k'];

/** What a video is made of beside the prompt: nothing, an image, or another video. */
export const MODEL_KINDS = ['text', 'image', 'video'] as const;
export type ModelKind = (typeof MODEL_KINDS)[number];
/** The kinds that begin without a video. */
export type StillKind = Exclude<ModelKind, 'video'>;

/** Seconds that a model takes: a list, a range of whole seconds or with `fractions`, or whatever is asked (`null`). */
export type Durations =
	{ oneOf: readonly number[] } | { from: number; to: number; fractions?: true } | null;

/** A value among a model's own inputs. */
export type OwnValue = string | number | boolean;

/** A model's own values by the neutral ones, where they are not written as usual. */
export type Spelling = Readonly<Record<string, OwnValue>>;

/**
 * How the neutral words are written in a model's own inputs. A word without an
 * entry is not sent; what the catalogue allows for it is then a fixed property
 * of the model (e.g. a model that always renders 720p).
 */
export interface InputNames {
	/** `unit`: it is written behind the number. `words`: the model's lengths have names instead of numbers. */
	duration?: {
		name: string;
		as: 'integer' | 'string';
		unit?: 's';
		words?: readonly string[];
		spelling?: Spelling;
	};
	aspectRatio?: { name: string; spelling?: Spelling };
	/**
	 * `unlessDefault`: the published inputs do not name the field, so it is written only when it
	 * matters. `as`: the lines as a number.
	 */
	resolution?: { name: string; unlessDefault?: true; as?: 'integer'; spelling?: Spelling };
	/** One field for the frame in pixels, `720*1280` or `720x1280`. No `sizes`: any frame. */
	size?: {
		name: string;
		separator: '*' | 'x';
		sizes: readonly FrameSize[];
		spelling?: Spelling;
	};
	/** With a `spelling`, only what is in it can be asked for. */
	generateAudio?: { name: string; spelling?: Spelling };
	negativePrompt?: { name: string };
	seed?: { name: string; as: 'integer' | 'string' };
	/** The first frame, where it is a field of its own among the inputs. */
	image?: { name: string };
	/** The frame that the video ends on; left out where the model takes none. */
	lastImage?: LastImageField;
	/** Images of what the video shows; left out where the model takes none. */
	referenceImages?: ReferenceField;
	/** The clip that the video is made of, where it is a field of its own. `list`: a list of clips. */
	video?: { name: string; as?: 'list' };
}

export interface LastImageField {
	name: string;
	/** The model makes no video without it. */
	isRequired?: true;
	/** The provider does not say whether this model takes it. */
	isUncertain?: true;
}

export interface ReferenceField extends LastImageField {
	/** How many it takes; `null` where that is not published. */
	most: number | null;
	/** They exclude a first and a last frame in the same request. */
	withoutFrames?: true;
	/** The field is a single address instead of a list. */
	isSingle?: true;
}

/** Pixels, `WIDTHxHEIGHT`. */
export type FrameSize = `${number}x${number}`;

export type ModelState =
	| { kind: 'live' }
	/** `on`: the day (ISO 8601) it was switched off. `replacement`: a model ID at the same provider. */
	| { kind: 'retired'; on: string; replacement: string };

export interface Model {
	/** The provider's own ID. */
	id: string;
	/** What people read in the list. */
	name: string;
	provider: ProviderName;
	kind: ModelKind;
	/** What the provider says that it is for (`text-to-video`, `text-to-image`), where it says so. */
	category?: string;
	/** Where this description comes from: `catalogue`, the provider's `schema`, or nowhere (`passThrough`: nothing is refused). */
	knowledge: 'catalogue' | 'schema' | 'passThrough';
	durations: Durations;
	/** The allowed ratios, the model's default first. Empty where it has none to choose (an image model follows its image). `null`: whatever is asked. */
	aspectRatios: readonly AspectRatio[] | null;
	/** The allowed tiers, the model's default first. `null`: whatever is asked. */
	resolutions: readonly Resolution[] | null;
	inputs: InputNames;
	/** The image's pixels must equal the frame asked for. */
	exactFrame: boolean;
	/** Of one image file, where the model takes less than its provider. */
	maxImageBytes?: number;
	/** What the model takes as its clip; left out where it takes none, or any. */
	clip?: ClipRules;
	/** The model takes no prompt, and is sent none. */
	isPromptless?: true;
	price: Price;
	/** Seconds from submit to video on an ordinary day; `null` where nobody has said. */
	usualRenderSeconds: number | null;
	state: ModelState;
	/** The document that this entry is taken from. */
	source: string;
}

/** What may be chosen for a video, in neutral terms. An option that is left out is not sent. */
export interface VideoOptions {
	durationSeconds?: number;
	aspectRatio?: AspectRatio;
	resolution?: Resolution;
	generateAudio?: boolean;
	negativePrompt?: string;
	seed?: number;
}

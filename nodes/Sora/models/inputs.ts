/** From the neutral options to a model's own inputs, and to what it does not take. */

import { orList } from '../shared/readValue';
import { tierIn } from './askedFrame';
import { followsItsImage, frameFor, isSameRatio, linesIn } from './frames';
import { ASPECT_RATIOS, RESOLUTIONS } from './model';
import type { AspectRatio, Durations, InputNames, Model, Spelling, VideoOptions } from './model';
import { spelled } from './spelling';

export interface WrittenInputs {
	/** The model's own names and values. Prompt and image are not among them. */
	inputs: Record<string, unknown>;
	/** Why the model does not take the request, each a sentence that says what it takes. Empty: it takes it. */
	problems: string[];
	/** What is taken but not as it was asked. */
	warnings: string[];
}

/** What one word adds. */
type Written = Partial<WrittenInputs>;

const NOTHING: Written = {};

function secondsTaken(durations: NonNullable<Durations>): string {
	if ('oneOf' in durations) return `${orList(durations.oneOf)} seconds`;
	const { from, to } = durations;
	return to === Infinity ? `${from} seconds or more` : `${from} to ${to} seconds`;
}

function takesSeconds(durations: NonNullable<Durations>, seconds: number): boolean {
	if ('oneOf' in durations) return durations.oneOf.includes(seconds);
	const isWhole = durations.fractions === true || Number.isInteger(seconds);
	return isWhole && seconds >= durations.from && seconds <= durations.to;
}

function writeDuration(model: Model, seconds: number | undefined): Written {
	if (seconds === undefined) return NOTHING;
	if (!Number.isFinite(seconds) || seconds <= 0) {
		return { problems: [`Duration must be a number of seconds above 0, not ${seconds}`] };
	}
	if (model.durations && !takesSeconds(model.durations, seconds)) {
		const taken = secondsTaken(model.durations);
		return { problems: [`${model.name} supports ${taken}, not ${seconds}`] };
	}
	const field = model.inputs.duration;
	if (field?.words) return { problems: [wordsProblem(model, field.name, field.words, seconds)] };
	if (field) {
		const usual = field.as === 'string' ? `${seconds}${field.unit ?? ''}` : seconds;
		return { inputs: { [field.name]: spelled(field, seconds, usual) } };
	}
	if (model.durations) return NOTHING;
	return {
		warnings: [
			`The duration of ${seconds} seconds was not sent, because ${model.name} has no input for it`,
		],
	};
}

function wordsProblem(
	{ name }: Model,
	field: string,
	words: readonly string[],
	seconds: number,
): string {
	return `${name} takes no number of seconds: set Duration to 0 instead of ${seconds}, or set its own input "${field}" in Additional Inputs (${orList(words)})`;
}

/** A word with a list of values: how people call it, and what is said where there is nothing to choose. */
const CHOICES = {
	aspectRatio: {
		word: 'aspect ratio',
		nothingToChoose: 'has no choice of aspect ratio: set Aspect Ratio to Auto instead of',
	},
	resolution: {
		word: 'resolution',
		nothingToChoose: 'has no choice of resolution: set Resolution to Auto instead of',
	},
} as const;

type Choice = keyof typeof CHOICES;

function allowedFor(model: Model, choice: Choice): readonly string[] | null {
	return choice === 'aspectRatio' ? model.aspectRatios : model.resolutions;
}

/** Whether two spellings mean one value. */
const IS_SAME: Readonly<Record<Choice, (one: string, other: string) => boolean>> = {
	aspectRatio: (one, other) => isSameRatio(one as AspectRatio, other as AspectRatio),
	resolution: (one, other) =>
		one.toLowerCase() === other.toLowerCase() || tierIn(one) === tierIn(other),
};

/** The model's own spelling of a value; null where it does not take it. */
function spelling(model: Model, choice: Choice, asked: string): string | null {
	const allowed = allowedFor(model, choice);
	if (allowed === null) return asked;
	return allowed.find((value) => IS_SAME[choice](value, asked)) ?? null;
}

function problemOf(model: Model, choice: Choice, asked: string | undefined): string | null {
	const allowed = allowedFor(model, choice);
	if (asked === undefined || spelling(model, choice, asked) !== null) return null;
	const { word, nothingToChoose } = CHOICES[choice];
	if (allowed?.length === 0) return `${model.name} ${nothingToChoose} ${asked}`;
	return `${model.name} supports ${word} ${orList(allowed ?? [])}, not ${asked}${wayTo(allowed, choice)}`;
}

/** Some models have values that the node's own list does not offer. */
function wayTo(allowed: readonly string[] | null, choice: Choice): string {
	const offered: readonly string[] = choice === 'aspectRatio' ? ASPECT_RATIOS : RESOLUTIONS;
	const others = (allowed ?? []).filter((value) => !offered.includes(value.toLowerCase()));
	if (allowed === null || others.length === 0) return '';
	return `. Auto is ${allowed[0]}; use an expression for ${orList(others)}`;
}

/** A value without a field of its own is fine where the model always renders it. */
function writeChoice(model: Model, choice: Choice, asked: string | undefined): Written {
	if (asked === undefined) return NOTHING;
	const allowed = allowedFor(model, choice);
	const value = spelling(model, choice, asked) ?? asked;
	const field: InputNames['resolution'] = model.inputs[choice];
	if (field) {
		const isImplied = field.unlessDefault === true && value === allowed?.[0];
		const usual = field.as === 'integer' ? (linesIn(value) ?? value) : value;
		return isImplied ? NOTHING : { inputs: { [field.name]: spelled(field, value, usual) } };
	}
	if (allowed) return NOTHING;
	const { word } = CHOICES[choice];
	return {
		warnings: [`The ${word} ${value} was not sent, because ${model.name} has no input for it`],
	};
}

/** One field for both: the frame in pixels. */
function writeSize(
	model: Model,
	size: NonNullable<InputNames['size']>,
	{ aspectRatio, resolution }: VideoOptions,
): Written {
	if (!aspectRatio && !resolution) return NOTHING;
	const frame = frameFor(model, aspectRatio, resolution);
	if (frame) {
		const { width, height } = frame;
		const usual = `${width}${size.separator}${height}`;
		return { inputs: { [size.name]: spelled(size, `${width}x${height}`, usual) } };
	}
	const asked = [aspectRatio, resolution].filter(Boolean).join(' at ');
	if (size.sizes.length > 0) {
		return { problems: [`${model.name} supports size ${orList(size.sizes)}, not ${asked}`] };
	}
	return {
		warnings: [
			`${asked} was not sent, because a size in pixels needs an aspect ratio and a resolution`,
		],
	};
}

function writeFrame(model: Model, asked: VideoOptions): Written[] {
	const options = followsItsImage(model) ? shapedByImage(model, asked) : asked;
	const problems = [
		problemOf(model, 'aspectRatio', options.aspectRatio),
		problemOf(model, 'resolution', options.resolution),
	].filter((problem) => problem !== null);
	if (problems.length > 0) return [{ problems }];
	const { size } = model.inputs;
	if (size) return [writeSize(model, size, options)];
	return [
		writeChoice(model, 'aspectRatio', options.aspectRatio),
		writeChoice(model, 'resolution', options.resolution),
	];
}

/** The image gets the ratio that is asked for, so that none is left to ask of the model, unless it has limits. */
function shapedByImage({ aspectRatios }: Model, options: VideoOptions): VideoOptions {
	return aspectRatios?.length === 0 ? { ...options, aspectRatio: undefined } : options;
}

function writeOption(
	model: Model,
	option: string,
	field: { name: string; as?: 'integer' | 'string'; spelling?: Spelling } | undefined,
	value: boolean | string | number | undefined,
): Written {
	if (value === undefined || value === '') return NOTHING;
	if (field?.spelling && !Object.hasOwn(field.spelling, String(value))) {
		const taken = orList(Object.keys(field.spelling));
		return { problems: [`${model.name} supports ${option} ${taken}, not ${value}`] };
	}
	if (field) {
		const usual = field.as === 'string' ? String(value) : value;
		return { inputs: { [field.name]: spelled(field, value, usual) } };
	}
	return {
		problems: [
			`${model.name} has no known input for ${option}: remove the option, or set the model's own input in Additional Inputs`,
		],
	};
}

/**
 * The neutral options in the model's own inputs.
 * Rules: the catalogue's entry or the live schema; where neither says anything (`null`), anything goes.
 */
export function writeInputs(model: Model, options: VideoOptions): WrittenInputs {
	const { inputs } = model;
	const written = [
		writeDuration(model, options.durationSeconds),
		...writeFrame(model, options),
		writeOption(model, 'Generate Audio', inputs.generateAudio, options.generateAudio),
		writeOption(model, 'Negative Prompt', inputs.negativePrompt, options.negativePrompt),
		writeOption(model, 'Seed', inputs.seed, options.seed),
	];
	return {
		inputs: Object.fromEntries(written.flatMap((part) => Object.entries(part.inputs ?? {}))),
		problems: written.flatMap((part) => part.problems ?? []),
		warnings: written.flatMap((part) => part.warnings ?? []),
	};
}

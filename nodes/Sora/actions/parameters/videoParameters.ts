/** What the user asks of a video, read for one item and checked for what no model could take. */

import type { IExecuteFunctions } from 'n8n-workflow';
import { readAspectRatio, readResolution, tierIn } from '../../models/askedFrame';
import { tierOf } from '../../models/frames';
import type { ModelKind, Resolution, VideoOptions } from '../../models/model';
import type { JsonObject } from '../../shared/json';
import {
	DEFAULT_ASPECT_RATIO,
	DEFAULT_DURATION_SECONDS,
	DEFAULT_RESOLUTION,
} from '../../shared/parameterDefaults';
import {
	readBoolean,
	readHttpUrl,
	readJsonObject,
	readSeconds,
	readText,
	readWholeNumber,
} from '../../shared/readValue';
import type { JobTerms } from '../../engine/job';
import { readOutputOptions, type OutputOptions } from '../../output/options';
import { readClipParameters, type ClipLocation } from './clipParameters';
import { readItemCap } from './cost';
import type { ImageLocation } from './imageLocation';
import { readImageParameters, type ImageParameters } from './imageParameters';
import { itemParameters, type ItemParameters } from './itemParameters';
import { readReferenceImages } from './referenceImages';
import { readCancelOnStop, readGenerateTerms, readMaxConcurrent } from './waiting';

export interface VideoParameters {
	/** Empty: the provider's default. */
	modelId: string;
	prompt: string;
	options: VideoOptions;
	/** The frames; null where the node takes none. */
	image: ImageParameters | null;
	/** null where the node takes no clip. */
	clip: ClipLocation | null;
	references: readonly ImageLocation[];
	additionalInputs: JsonObject;
	callbackUrl: string | undefined;
	terms: JobTerms;
	output: OutputOptions;
}

export interface ReadItem {
	parameters: VideoParameters;
	/** Sentences without their full stop; an empty list means that all is well. */
	problems: string[];
	/** What was read otherwise than it may be meant. */
	warnings: string[];
}

export function readVideoParameters(
	context: IExecuteFunctions,
	itemIndex: number,
	kind: ModelKind,
): ReadItem {
	const item = itemParameters(context, itemIndex);
	const { read, option, problems } = item;
	const frame = readFrame(item, kind);
	readMaxConcurrent(item);
	readItemCap(item);
	readCancelOnStop(item);
	const parameters: VideoParameters = {
		modelId: read('model', 'Model', readText) ?? '',
		prompt: readPrompt(item, kind),
		options: { ...readDuration(item), ...frame.options, ...readVideoOptions(item) },
		image: kind === 'image' ? readImageParameters(item) : null,
		clip: kind === 'video' ? readClipParameters(item) : null,
		references: readReferenceImages(item),
		additionalInputs: option('additionalInputs', 'Additional Inputs', readJsonObject) ?? {},
		callbackUrl: option('callbackUrl', 'Callback URL', readHttpUrl),
		terms: readGenerateTerms(item),
		output: readOutputOptions(option),
	};
	return { parameters, problems, warnings: frame.warnings };
}

/** Whether a clip needs a prompt is up to its model. */
function readPrompt({ read, problems }: ItemParameters, kind: ModelKind): string {
	const known = problems.length;
	const prompt = read('prompt', 'Prompt', readText);
	if (kind !== 'video' && prompt === undefined && problems.length === known)
		problems.push('The prompt is empty');
	return prompt ?? '';
}

/** 0 leaves the length to the model. */
function readDuration({ read }: ItemParameters): VideoOptions {
	const seconds = read('duration', 'Duration', readSeconds) ?? DEFAULT_DURATION_SECONDS;
	return seconds === 0 ? {} : { durationSeconds: seconds };
}

/** A size in pixels as Aspect Ratio also says the tier, which is then taken where Resolution is Auto. */
function readFrame(
	{ read }: ItemParameters,
	kind: ModelKind,
): { options: VideoOptions; warnings: string[] } {
	const asked = read('aspectRatio', 'Aspect Ratio', readAspectRatio);
	const ratio = asked?.ratio ?? DEFAULT_ASPECT_RATIO[kind];
	const chosen = read('resolution', 'Resolution', readResolution) ?? DEFAULT_RESOLUTION;
	const tier: Resolution | null = asked?.frame ? tierOf(asked.frame) : null;
	const resolution = chosen === 'auto' && tier !== null ? tier : chosen;
	const isOther = tier !== null && tierIn(resolution) !== tier;
	return {
		options: {
			...(ratio === 'auto' ? {} : { aspectRatio: ratio }),
			...(resolution === 'auto' ? {} : { resolution }),
		},
		warnings: isOther
			? [
					`Aspect Ratio was set to a size in pixels and used as ${ratio}. The size is set by Resolution, which is ${resolution}.`,
				]
			: [],
	};
}

/** The options that are left out unless they are set. */
function readVideoOptions({ option }: ItemParameters): VideoOptions {
	const options = {
		generateAudio: option('generateAudio', 'Generate Audio', readBoolean),
		negativePrompt: option('negativePrompt', 'Negative Prompt', readText),
		seed: option('seed', 'Seed', readWholeNumber),
	};
	return Object.fromEntries(
		Object.entries(options).filter(([, value]) => value !== undefined),
	) as VideoOptions;
}

/** What the user filled in, read for one item and checked for what no model could take. */

import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';
import { ASPECT_RATIOS, type AspectRatio, type VideoOptions } from '../models/model';
import { isObject, type JsonObject } from '../shared/json';
import type { JobTerms } from '../engine/job';
import { readOutputOptions, textOption, type OutputOptions } from '../output/options';

export interface VideoParameters {
	/** Empty: the provider's default. */
	modelId: string;
	prompt: string;
	words: VideoOptions;
	additionalInputs: JsonObject;
	callbackUrl: string | undefined;
	terms: JobTerms;
	output: OutputOptions;
}

/** Reads one item's parameters. Problems are sentences; an empty list means that all is well. */
export function readVideoParameters(
	context: IExecuteFunctions,
	itemIndex: number,
): { parameters: VideoParameters; problems: string[] } {
	const read = (name: string): unknown => context.getNodeParameter(name, itemIndex);
	const options = context.getNodeParameter('options', itemIndex, {});
	const modelId = String(
		context.getNodeParameter('model', itemIndex, '', { extractValue: true }) ?? '',
	).trim();
	const prompt = String(read('prompt') ?? '').trim();
	const additional = additionalInputsIn(options.additionalInputs);
	const problems = [
		...(prompt === '' ? ['The prompt is empty'] : []),
		...additional.problems,
		...optionProblems(options),
		...callbackProblems(options.callbackUrl),
	];
	return {
		parameters: {
			modelId,
			prompt,
			words: wordsIn(read, options),
			additionalInputs: additional.value,
			callbackUrl: textOption(options.callbackUrl),
			terms: readTerms(context, itemIndex, options),
			output: readOutputOptions(options),
		},
		problems,
	};
}

function wordsIn(read: (name: string) => unknown, options: IDataObject): VideoOptions {
	const ratio = read('aspectRatio');
	const resolution = read('resolution');
	const audio = options.generateAudio;
	return {
		durationSeconds: Number(read('duration')),
		...(isAspectRatio(ratio) ? { aspectRatio: ratio } : {}),
		...(typeof resolution === 'string' && resolution !== 'auto' ? { resolution } : {}),
		...(typeof audio === 'boolean' ? { generateAudio: audio } : {}),
		...(textOption(options.negativePrompt)
			? { negativePrompt: textOption(options.negativePrompt) }
			: {}),
		...(options.seed === undefined ? {} : { seed: Number(options.seed) }),
	};
}

function isAspectRatio(value: unknown): value is AspectRatio {
	return ASPECT_RATIOS.some((ratio) => ratio === value);
}

/** Waiting as it was asked for; Submit Only returns at once, and Suspend waits without us. */
function readTerms(context: IExecuteFunctions, itemIndex: number, options: IDataObject): JobTerms {
	const until =
		context.getNodeParameter('waitMode', itemIndex) === 'submit' ? 'submitted' : 'ended';
	return {
		until,
		waitTimeoutMs: Number(options.waitTimeout ?? 900) * 1000,
		onTimeout: options.onTimeout === 'return' ? 'return' : 'error',
		cancelOnTimeout: options.cancelOnTimeout === true,
		fetchVideo:
			until === 'ended' && context.getNodeParameter('downloadVideo', itemIndex, true) === true,
	};
}

/** A JSON editor gives a string, an expression may give the object itself. */
function additionalInputsIn(value: unknown): { value: JsonObject; problems: string[] } {
	if (isObject(value)) return { value, problems: [] };
	const text = textOption(value);
	if (value === undefined || value === null || text === undefined)
		return { value: {}, problems: [] };
	try {
		const parsed: unknown = JSON.parse(text);
		if (isObject(parsed)) return { value: parsed, problems: [] };
		return { value: {}, problems: ['Additional Inputs must be a JSON object: {"name": value}'] };
	} catch (error) {
		const words = error instanceof Error ? error.message : '';
		return { value: {}, problems: [`Additional Inputs is not valid JSON: ${words}`] };
	}
}

const NUMBERS_ABOVE_ZERO: ReadonlyArray<readonly [string, string]> = [
	['waitTimeout', 'Wait Timeout'],
	['maxConcurrent', 'Max Concurrent'],
];

export function optionProblems(options: IDataObject): string[] {
	const small = NUMBERS_ABOVE_ZERO.filter(
		([name]) => options[name] !== undefined && !(Number(options[name]) > 0),
	).map(([name, label]) => `${label} must be a number above 0, not ${String(options[name])}`);
	const { seed } = options;
	const isWhole = seed === undefined || Number.isInteger(Number(seed));
	return isWhole ? small : [...small, `Seed must be a whole number, not ${String(seed)}`];
}

function callbackProblems(value: unknown): string[] {
	const url = textOption(value);
	if (url === undefined) return [];
	const isHttp = URL.canParse(url) && /^https?:$/.test(new URL(url).protocol);
	return isHttp ? [] : [`Callback URL must be an http or https address, not ${url}`];
}

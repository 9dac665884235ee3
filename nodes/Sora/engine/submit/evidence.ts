/** Whether a task in a list was made from a request: by what the list shows of what was sent. */

import { imagesOf } from '../../models/mediaInputs';
import { isObject } from '../../shared/json';
import type { JobClip, JobImage, JobRequest } from '../job';

/** `none`: it shows nothing that only one of several requests with this prompt was sent with. */
export type Evidence = 'ours' | 'anothers' | 'none';

/** @param response what the provider shows of the task. */
export function evidenceOf(request: JobRequest, response: unknown): Evidence {
	const callback = evidenceOfCallback(request, response);
	if (callback !== 'none') return callback;
	if (contradicts(request, response)) return 'anothers';
	// Others may have been sent the same seed with other images or clips.
	if (mediaOf(request).length > 0) return showsMedia(request, response) ? 'ours' : 'none';
	return showsSeed(request, response) ? 'ours' : 'none';
}

/** Each execution has its own. */
function evidenceOfCallback({ callbackUrl }: JobRequest, response: unknown): Evidence {
	if (callbackUrl !== undefined && shows(response, callbackUrl)) return 'ours';
	const isOther = [...entriesIn(response)].some(
		([name, value]) => CALLBACK_NAMES.has(name) && typeof value === 'string' && value !== '',
	);
	return isOther ? 'anothers' : 'none';
}

const CALLBACK_NAMES: ReadonlySet<string> = new Set(['webhook_url', 'callback_url', 'webhook']);
/** Where providers repeat what they were sent. */
const INPUT_NAMES: ReadonlySet<string> = new Set(['input', 'inputs']);

/** What a request is made of besides words. */
export function mediaOf(request: JobRequest): Array<JobImage | JobClip> {
	return [...imagesOf(request), ...(request.clips ?? [])];
}

/** All of them: another request may share the first frame, and differ in the last one. */
function showsMedia(request: JobRequest, response: unknown): boolean {
	return mediaOf(request).every((one) => {
		if (one.kind === 'file') return false;
		return shows(response, one.kind === 'url' ? one.url : one.id);
	});
}

/** A negative seed asks for one by chance. */
function showsSeed(request: JobRequest, response: unknown): boolean {
	const seed = numberIn(sentWith(request).seed);
	if (seed === null || seed < 0) return false;
	return inputsIn(response).some((inputs) => numberIn(inputs.seed) === seed);
}

/** A number among the inputs, such as the seed or the length, was another one. Providers rewrite texts. */
function contradicts(request: JobRequest, response: unknown): boolean {
	const sent = Object.entries(sentWith(request));
	return inputsIn(response).some((inputs) =>
		sent.some(([name, value]) => {
			const [a, b] = [numberIn(inputs[name]), numberIn(value)];
			const isByChance = name === 'seed' && b !== null && b < 0;
			return a !== null && b !== null && !isByChance && a !== b;
		}),
	);
}

function sentWith({ inputs, additionalInputs }: JobRequest): Record<string, unknown> {
	return { ...inputs, ...additionalInputs };
}

function inputsIn(response: unknown): Array<Record<string, unknown>> {
	return [...entriesIn(response)].flatMap(([name, value]) =>
		INPUT_NAMES.has(name) && isObject(value) ? [value] : [],
	);
}

/** Providers write the same number as text, as a number or with its unit. */
function numberIn(value: unknown): number | null {
	if (typeof value !== 'string' && typeof value !== 'number') return null;
	const [number] = /^-?\d+(\.\d+)?(?=s?$)/.exec(String(value).trim()) ?? [];
	return number === undefined ? null : Number(number);
}

const shows = (value: unknown, text: string): boolean =>
	[...entriesIn(value)].some(([, entry]) => entry === text);

function* entriesIn(value: unknown): Generator<[string, unknown]> {
	if (typeof value !== 'object' || value === null) return;
	for (const [name, entry] of Object.entries(value)) {
		yield [name, entry];
		yield* entriesIn(entry);
	}
}

/** Decoding WaveSpeed's predictions, which are our tasks. https://wavespeed.ai/docs/predictions-api */

import { categoryOf } from '../shared/failure';
import type { JsonObject } from '../../shared/json';
import { arrayOf, codeOf, entryOf, numberOf, objectOf, textOf, timeOf } from '../../shared/json';
import type { Outputs } from '../shared/outputs';
import { noVideo, outputsIn, sizeIn } from '../shared/outputs';
import { reasonsIn } from '../shared/reason';
import { statusIn, statusWordIn } from '../shared/statusWords';
import { taskIdsIn } from '../shared/decode/taskIds';
import { completedAtIn } from '../shared/taskObject';
import {
	toFailure,
	toVideoTask,
	type Failure,
	type FailureCategory,
	type TaskStatus,
	type VideoTask,
} from '../video';

/** https://wavespeed.ai/docs/error-codes; a code that is not here is judged by its words. */
const CATEGORY_BY_CODE: Readonly<Record<string, FailureCategory>> = {
	1200: 'moderation',
	1400: 'invalid_input',
	1401: 'invalid_input',
	1402: 'invalid_input',
	5000: 'provider',
	5003: 'provider',
	5004: 'timeout',
};

/** What the codes mean, for answers that carry no words. */
const WORDS_BY_CODE: Readonly<Record<string, string>> = {
	1200: 'Content moderation rejected the request',
	1400: 'A parameter is missing',
	1401: 'A parameter is invalid',
	1402: 'The image could not be fetched',
	1403: 'The execution of the task failed',
	1405: 'The task failed',
	5000: 'Internal error',
	5003: 'Service unavailable',
	5004: 'Timed out',
};

/** The prediction goes on although a call that was held open timed out. https://wavespeed.ai/docs/sync-mode */
const STILL_GOING = { code: '5004', words: /still processing/i };

/** How long outputs and predictions are kept: 7 days. https://wavespeed.ai/docs/predictions-api */
const KEPT_MS = 7 * 24 * 60 * 60 * 1000;

const MESSAGE_LENGTH_LIMIT = 1000;

const READ_PATH = /^\/api\/v3\/predictions\/([A-Za-z0-9_-]+)(\/result)?$/;

/** A path to read a task again, if it is one of WaveSpeed's own for this very task; else null. */
export function safeReadPath(path: string | null | undefined, id: string): string | null {
	return path && READ_PATH.exec(path)?.[1] === id ? path : null;
}

/** The host of the address does not matter: only the path is used, below our own base URL. */
function readPathOf(prediction: JsonObject, id: string): string | null {
	const url = textOf(objectOf(prediction.urls).get);
	return url !== null && URL.canParse(url) ? safeReadPath(new URL(url).pathname, id) : null;
}

function errorCodeOf(prediction: JsonObject, words: string | null): string | null {
	const code = codeOf(prediction.code);
	if (code !== null && code !== '0') return code;
	const inWords = /^\W*(\d{4})\b/.exec(words ?? '')?.[1];
	return inWords !== undefined && entryOf(WORDS_BY_CODE, inWords) ? inWords : null;
}

/** The status in WaveSpeed's own word. */
function saidOf(prediction: JsonObject): string {
	return statusWordIn(prediction)?.toLowerCase() ?? '';
}

function statusOf(
	prediction: JsonObject,
	code: string | null,
	words: string | null,
	hasVideo: boolean,
): TaskStatus {
	const status = statusIn(prediction, hasVideo) ?? 'running';
	const isStillGoing =
		status === 'failed' && code === STILL_GOING.code && STILL_GOING.words.test(words ?? '');
	return isStillGoing ? 'running' : status;
}

function failure(category: FailureCategory, code: string | null, message: string): Failure {
	return toFailure(category, message.slice(0, MESSAGE_LENGTH_LIMIT), { code });
}

function failureOf(
	prediction: JsonObject,
	status: TaskStatus,
	code: string | null,
	words: string | null,
): Failure | null {
	const said = saidOf(prediction);
	if (status === 'cancelled') {
		return failure('cancelled', code, words ?? `WaveSpeedAI reports the task as ${said}`);
	}
	if (status !== 'failed' && status !== 'expired') return null;
	const message =
		words ??
		entryOf(WORDS_BY_CODE, code) ??
		(said === 'timeout' ? 'The video took too long' : 'The video failed without a message');
	const category =
		entryOf(CATEGORY_BY_CODE, code) ??
		(said === 'timeout' ? 'timeout' : categoryOf(null, code, message));
	return failure(category, code, message);
}

/** Videos that were made and then held back are a matter of moderation. */
function emptyFailure(prediction: JsonObject, outputs: Outputs): Failure {
	return arrayOf(prediction.has_nsfw_contents).includes(true)
		? failure('moderation', 'no_video', 'The task ended without a video: marked as NSFW')
		: noVideo(outputs);
}

function expiryOf(createdAt: string | null): string | null {
	return createdAt && timeOf(Date.parse(createdAt) + KEPT_MS);
}

/**
 * @param prediction an object of the envelope's `data`, or of a list's `items`.
 * @param response the whole answer.
 * @param askedId the ID that was asked for, where the answer may leave it out.
 * @returns null where it has no ID or no status, so that it is no task.
 */
export function taskFromPrediction(
	prediction: JsonObject,
	response: unknown,
	askedId?: string,
): VideoTask | null {
	const id = taskIdsIn(prediction)[0] ?? askedId;
	if (id === undefined || statusWordIn(prediction) === null) return null;
	const words = reasonsIn(prediction).slice(0, 2).join(': ') || null;
	const code = errorCodeOf(prediction, words);
	const outputs = outputsIn(prediction.outputs);
	const said = statusOf(prediction, code, words, outputs.videoUrls.length > 0);
	const isEmpty = said === 'completed' && outputs.videoUrls.length === 0;
	// Neither an ID nor outputs: `completed` may be said of the call.
	if (isEmpty && taskIdsIn(prediction).length === 0 && !('outputs' in prediction)) return null;
	const status = isEmpty ? 'failed' : said;
	const input = { ...objectOf(prediction.inputs), ...objectOf(prediction.input) };
	const createdAt = timeOf(prediction.created_at);
	return toVideoTask({
		id,
		status,
		videoUrls: status === 'completed' ? outputs.videoUrls : [],
		deliveredModel: textOf(prediction.model),
		durationSeconds: numberOf(input.duration),
		size: sizeIn(input),
		createdAt,
		completedAt: completedAtIn(prediction),
		expiresAt: status === 'completed' ? expiryOf(createdAt) : null,
		failure: isEmpty
			? emptyFailure(prediction, outputs)
			: failureOf(prediction, status, code, words),
		prompt: textOf(input.prompt),
		readPath: readPathOf(prediction, id),
		response,
	});
}

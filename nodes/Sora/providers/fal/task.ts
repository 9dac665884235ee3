/**
 * Decoding what fal says of a request: its status, its result and its row in the list.
 * https://fal.ai/docs/inference-api/queue/status
 */

import type { JsonObject } from '../../shared/json';
import { isObject, numberOf, objectOf, textOf, timeOf } from '../../shared/json';
import type { Money } from '../../shared/money';
import type { HttpResponse } from '../http';
import type { StatusResponse, StatusResult } from '../provider';
import { noVideo, outputsIn } from '../shared/outputs';
import { isSuccess, withoutTask } from '../shared/response';
import { statusFrom } from '../shared/statusResult';
import { statusOfWord, statusWordIn } from '../shared/statusWords';
import { isSameTaskId } from '../shared/taskId';
import { hasEnded, toFailure, toVideoTask, type Failure, type VideoTask } from '../video';
import { falFailure, isCancellation, isVerdict } from './failure';
import { listedTaskId, requestOf, requestPath } from './request';

/** A model's result may be long: seeds, prompts, timings. */
const RESULT_LIMIT_BYTES = 4_000_000;

/** Nothing but the task ID says which model it was. */
function modelOf(taskId: string): string | null {
	return requestOf(taskId).model || null;
}

function failedTask(taskId: string, failure: Failure, response: unknown): VideoTask {
	const isCancelled = isCancellation(failure);
	return toVideoTask({
		id: taskId,
		status: isCancelled ? 'cancelled' : 'failed',
		failure: isCancelled ? { ...failure, category: 'cancelled' } : failure,
		requestedModel: modelOf(taskId),
		response,
	});
}

/** The width, height and length that a model says of its video. */
function factsOf(video: JsonObject): Pick<VideoTask, 'size' | 'durationSeconds'> {
	const [width, height] = [numberOf(video.width), numberOf(video.height)];
	const size = width !== null && height !== null ? `${width}x${height}` : null;
	return { size, durationSeconds: numberOf(video.duration) };
}

/** Where models put what is surely no video. */
const OTHER_KEYS = ['image', 'images', 'audio', 'audio_file', 'audio_url', 'model_mesh'] as const;

function otherUrlsIn(output: JsonObject): string[] {
	const { videoUrls, otherUrls } = outputsIn(OTHER_KEYS.map((key) => output[key]));
	return [...videoUrls, ...otherUrls];
}

/** A request that has ended well, if there is a video. */
function endedTask(taskId: string, output: unknown, response: unknown): VideoTask {
	const outputs = outputsIn(output);
	const [videoUrl] = outputs.videoUrls;
	if (videoUrl === undefined) {
		const otherUrls = [...outputs.otherUrls, ...otherUrlsIn(objectOf(output))];
		return failedTask(taskId, noVideo({ videoUrls: [], otherUrls }), response);
	}
	return toVideoTask({
		id: taskId,
		status: 'completed',
		videoUrls: outputs.videoUrls,
		requestedModel: modelOf(taskId),
		...factsOf(objectOf(objectOf(output).video)),
		response,
	});
}

/** A body that says how the request stands is none of a model's, as while the request runs (HTTP 202). */
function isOutput(body: unknown): body is JsonObject {
	if (!isObject(body)) return false;
	const word = statusOfWord(statusWordIn(body));
	return word === null || word === 'completed';
}

const FREE: Money = { amount: 0, currency: 'USD' };

/**
 * What a result says of its bill: how many units it was. Server errors are never charged.
 * https://fal.ai/docs/documentation/model-apis/faq
 */
function billIn({ status, headers }: HttpResponse): Pick<VideoTask, 'billableUnits' | 'cost'> {
	const units = numberOf(headers['x-fal-billable-units']);
	if (units === 0 || (units === null && status >= 500)) return { cost: FREE };
	return { cost: null, ...(units !== null && units > 0 ? { billableUnits: units } : {}) };
}

/** What the result says of the key or the request itself. */
const SAYS_MORE: readonly number[] = [401, 402, 403, 404, 410];

/** The result of a request that has ended: the model's output, or its error with the model's own status. */
function parseResult(response: HttpResponse, taskId: string): StatusResult {
	if (isVerdict(response)) {
		const task = failedTask(taskId, falFailure(response), response.body);
		return { kind: 'task', task: { ...task, ...billIn(response) } };
	}
	if (isSuccess(response) && isOutput(response.body)) {
		const task = endedTask(taskId, response.body, response.body);
		return { kind: 'task', task: { ...task, ...billIn(response) } };
	}
	const failure = falFailure(response);
	return SAYS_MORE.includes(response.status)
		? statusFrom(response, failure)
		: { kind: 'unclear', failure };
}

/** The error of a request that has ended, as its status shows it; null where it shows none. */
function errorIn(body: JsonObject): Failure | null {
	const word = statusOfWord(statusWordIn(body));
	const hasError = textOf(body.error) !== null || textOf(body.error_type) !== null;
	if (!hasError && word !== 'failed' && word !== 'cancelled') return null;
	// It has no HTTP status of its own.
	const failure = { ...falFailure({ status: 200, headers: {}, body }), httpStatus: null };
	if (word === 'cancelled') return { ...failure, message: 'The request was cancelled' };
	return hasError ? failure : { ...failure, message: 'The video failed without a message' };
}

const RESULT_MISSING = toFailure('provider', 'The request has ended, but its result did not come');

/** @param taskId the task that was asked for. */
export function parseFalStatus(response: HttpResponse, taskId: string): StatusResponse {
	if (!isSuccess(response)) return statusFrom(response, falFailure(response));
	const body = objectOf(response.body);
	const status = statusOfWord(statusWordIn(body));
	if (status === null) return { kind: 'unclear', failure: withoutTask(response) };
	const { id } = requestOf(taskId);
	const named = textOf(body.request_id);
	if (named !== null && !isSameTaskId(named, id)) {
		const message = `The response is about another task: ${named}`;
		return {
			kind: 'unclear',
			failure: toFailure('provider', message, { httpStatus: response.status }),
		};
	}
	if (!hasEnded(status)) {
		const requestedModel = modelOf(taskId);
		const task = toVideoTask({ id: taskId, status, requestedModel, response: response.body });
		return { kind: 'task', task };
	}
	const further: StatusResponse['further'] = {
		call: {
			to: 'provider',
			method: 'GET',
			path: requestPath(taskId),
			responseLimitBytes: RESULT_LIMIT_BYTES,
		},
		parse: (result) => parseResult(result, taskId),
	};
	const failure = errorIn(body);
	if (failure === null) return { kind: 'unclear', failure: RESULT_MISSING, further };
	return { kind: 'task', task: failedTask(taskId, failure, response.body), further };
}

/** When a row came into the list, and with it, how far back the list is read: requests are listed when they have ended. */
export function listedAtOf(row: JsonObject): string | null {
	return timeOf(row.ended_at) ?? timeOf(row.sent_at) ?? timeOf(row.started_at);
}

/** @returns null where the row names no request. */
export function taskFromRow(row: unknown): VideoTask | null {
	const request = objectOf(row);
	const id = listedTaskId(request);
	if (id === null) return null;
	const task = toVideoTask({ ...endOf(id, request), response: row });
	const input = objectOf(request.json_input);
	const listedAt = listedAtOf(request);
	return {
		...task,
		deliveredModel: textOf(request.endpoint_id),
		requestedModel: textOf(request.endpoint_id),
		durationSeconds: task.durationSeconds ?? numberOf(input.duration),
		createdAt: timeOf(request.sent_at) ?? timeOf(request.started_at),
		completedAt: timeOf(request.ended_at),
		...(listedAt === null ? {} : { listedAt }),
		prompt: textOf(input.prompt),
	};
}

function endOf(id: string, request: JsonObject): VideoTask {
	const status = numberOf(request.status_code);
	const output = request.json_output;
	if (status === null || timeOf(request.ended_at) === null) {
		return toVideoTask({ id, status: 'running', response: null });
	}
	const response = { status, headers: {}, body: output };
	return isSuccess(response) && !isVerdict(response)
		? endedTask(id, output, null)
		: failedTask(id, falFailure(response), null);
}

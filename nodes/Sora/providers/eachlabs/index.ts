/**
 * Eachlabs' prediction API: `POST /v1/prediction`, then `GET /v1/prediction/{id}`.
 * https://docs.eachlabs.ai/api/overview
 */

import { passThroughModel } from '../../models/passThrough';
import { bodyNamingTask, isSuccess, unmasked, withoutTask } from '../shared/response';
import { eachlabsCallback } from './callback';
import { refusedSubmit } from './failure';
import { eachlabsLastFrame } from './lastFrame';
import { eachlabsModelSchema, eachlabsModels } from './models';
import { taskFromPrediction } from './task';
import { eachlabsUpload } from './upload';
import { failureFrom } from '../shared/failure';
import type { HttpResponse, ProviderCall } from '../http';
import { objectOf, textOf } from '../../shared/json';
import { statusFrom, statusOfMaskedError, statusOfTask } from '../shared/statusResult';
import { clipInputs, promptInput } from '../shared/inputs/clip';
import { imageFields } from '../shared/inputs/imageFields';
import { newTaskIdIn, sureTaskIdIn } from '../shared/taskObject';
import { pathSegment } from '../shared/path';
import { openVideo, usualInputs } from '../shared/prediction';
import { taskPageFrom } from '../shared/taskPage';
import type { Decoded, StatusResult, Provider, Submission, TaskPage } from '../provider';
import { toVideoTask, type TaskRef, type VideoRequest, type VideoTask } from '../video';
import { eachlabsInfo } from './info';
import { EACHLABS_MODELS } from './catalogue';
import { taskRefIn } from '../shared/taskRef';

/** The most that a page of the executions may have. */
const PAGE_SIZE = 100;

/** A page of tasks with long prompts: more than a status answer. */
const LIST_LIMIT_BYTES = 32_000_000;

/** Ignored by the API, required by its documentation; the model list says the same for every model. */
const MODEL_VERSION = '0.0.1';

function create(request: VideoRequest): ProviderCall {
	const { model, callbackUrl, callbackSecret } = request;
	const callback = callbackUrl
		? { webhook_url: callbackUrl, ...(callbackSecret ? { webhook_secret: callbackSecret } : {}) }
		: {};
	return {
		to: 'provider',
		method: 'POST',
		path: '/v1/prediction',
		body: {
			kind: 'json',
			value: {
				model: model.id,
				version: MODEL_VERSION,
				input: {
					...request.inputs,
					...promptInput(request),
					...clipInputs(request, 'video_url'),
					...imageFields(request, 'image_url'),
				},
				...callback,
			},
		},
	};
}

/** `status: "success"` means no more than that the task was taken. */
function submitted(id: string, request: VideoRequest, response: unknown): VideoTask {
	const durationSeconds = request.durationSeconds ?? null;
	return toVideoTask({ id, status: 'queued', durationSeconds, response });
}

function parseCreate(response: HttpResponse, request: VideoRequest): Submission {
	const body = objectOf(response.body);
	const said = unmasked(response);
	const id = isSuccess(said) ? newTaskIdIn(body) : sureTaskIdIn(bodyNamingTask(response));
	if (id !== null) return { kind: 'accepted', task: submitted(id, request, response.body) };
	if (isSuccess(said)) return { kind: 'unknown', failure: withoutTask(response) };
	return refusedSubmit(said);
}

function parseStatus(response: HttpResponse, { id }: TaskRef): StatusResult {
	if (!isSuccess(response)) return statusFrom(response);
	const task = taskFromPrediction(objectOf(response.body), response.body, id);
	if (task) return statusOfTask(task, id, response);
	const said = unmasked(response);
	if (said !== response) return statusOfMaskedError(failureFrom(said));
	return { kind: 'unclear', failure: withoutTask(response) };
}

function offsetOf(cursor: string | null): number {
	const offset = Number(cursor ?? '0');
	return Number.isInteger(offset) && offset >= 0 ? offset : 0;
}

function parseList(response: HttpResponse, cursor: string | null): Decoded<TaskPage> {
	const rows = objectOf(response.body).executions;
	if (!isSuccess(response) || !Array.isArray(rows)) {
		return { ok: false, failure: failureFrom(response) };
	}
	// `total_count` is capped: the last page is the one that is not full.
	const nextCursor = rows.length < PAGE_SIZE ? null : String(offsetOf(cursor) + PAGE_SIZE);
	const taskOf = (row: unknown) => taskFromPrediction(objectOf(row), row);
	return { ok: true, value: taskPageFrom(rows, taskOf, nextCursor) };
}

function cancelled(response: HttpResponse): Decoded<true> {
	const status = textOf(objectOf(response.body).status)?.toLowerCase();
	const isDone = isSuccess(response) && (status === 'cancelled' || status === 'canceled');
	return isDone ? { ok: true, value: true } : { ok: false, failure: failureFrom(response) };
}

export const eachlabs: Provider = {
	...eachlabsInfo,
	catalogue: EACHLABS_MODELS,
	// What Eachlabs' own examples wait between two looks.
	pace: { firstPollMs: 2_000, minIntervalMs: 2_000 },
	passThrough: (id, kind) =>
		passThroughModel({
			provider: 'eachlabs',
			id,
			kind,
			inputs: usualInputs('image_url', 'video_url'),
			source: 'the usual names of the provider',
		}),
	imageBy: () => 'url',

	create,
	parseCreate,

	parseTaskRef: (text) => taskRefIn(text),
	retrieve: (task) => ({
		to: 'provider',
		method: 'GET',
		path: `/v1/prediction/${pathSegment(task.id)}`,
	}),
	parseStatus,

	video: openVideo,

	upload: eachlabsUpload,

	list: {
		call: (cursor) => ({
			to: 'provider',
			method: 'GET',
			path: `/v1/executions?limit=${PAGE_SIZE}&offset=${offsetOf(cursor)}`,
			responseLimitBytes: LIST_LIMIT_BYTES,
		}),
		parse: parseList,
	},

	cancel: {
		call: (task) => ({
			to: 'provider',
			method: 'POST',
			path: `/v1/prediction/${pathSegment(task.id)}/cancel`,
		}),
		parse: cancelled,
	},

	models: eachlabsModels,
	modelSchema: eachlabsModelSchema,

	lastFrame: eachlabsLastFrame,

	takesCallback: () => true,
	callback: eachlabsCallback,
};

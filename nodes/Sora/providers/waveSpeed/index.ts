/**
 * WaveSpeedAI's task API: `POST /api/v3/{model}`, then `GET /api/v3/predictions/{id}/result`.
 * https://wavespeed.ai/docs/predictions-api, https://wavespeed.ai/docs/get-result
 */

import { passThroughModel } from '../../models/passThrough';
import { isSuccess, isWebPage, unmasked, withoutTask } from '../shared/response';
import { failureFrom, submissionFrom } from '../shared/failure';
import type { HttpResponse, ProviderCall } from '../http';
import { isObject, objectOf, type JsonObject } from '../../shared/json';
import { statusFrom, statusOfMaskedError, statusOfTask } from '../shared/statusResult';
import { clipInputs, promptInput } from '../shared/inputs/clip';
import { imageFields } from '../shared/inputs/imageFields';
import { newTaskIdIn } from '../shared/taskObject';
import { pathSegment, pathSegments } from '../shared/path';
import { taskRefIn } from '../shared/taskRef';
import { openVideo, usualInputs } from '../shared/prediction';
import { taskPageFrom } from '../shared/taskPage';
import type { Decoded, StatusResult, Provider, Submission, TaskPage } from '../provider';
import { toVideoTask } from '../video';
import type { TaskRef, VideoRequest, VideoTask } from '../video';
import { waveSpeedBalance, waveSpeedBill, waveSpeedPrice } from './account';
import { waveSpeedCallback } from './callback';
import { unwrapped } from './envelope';
import { listingsFrom } from './models';
import { safeReadPath, taskFromPrediction } from './task';
import { waveSpeedInfo } from './info';
import { waveSpeedUpload } from './upload';
import { WAVESPEED_MODELS } from './catalogue';

/** The most that a page of the history may have. */
const PAGE_SIZE = 100;

/** A page of tasks with long prompts, or the schemas of some thousand models: more than a status answer. */
const LIST_LIMIT_BYTES = 32_000_000;

function inputsOf(request: VideoRequest): JsonObject {
	return {
		...request.inputs,
		...promptInput(request),
		...clipInputs(request, 'video'),
		...imageFields(request, 'image'),
	};
}

function create(request: VideoRequest): ProviderCall {
	const { model, callbackUrl } = request;
	const query = callbackUrl ? `?webhook=${encodeURIComponent(callbackUrl)}` : '';
	return {
		to: 'provider',
		method: 'POST',
		path: `/api/v3/${pathSegments(model.id)}${query}`,
		body: { kind: 'json', value: inputsOf(request) },
	};
}

/** The prediction in an envelope, or without one as callbacks bring it. */
function taskIn(response: HttpResponse, askedId?: string): VideoTask | null {
	const body = objectOf(response.body);
	return taskFromPrediction(isObject(body.data) ? body.data : body, response.body, askedId);
}

/** A success that names a task in another way than usual: the task has been accepted. */
function submittedTask(response: HttpResponse): VideoTask | null {
	const id = isSuccess(unmasked(response)) ? newTaskIdIn(objectOf(response.body)) : null;
	return id === null ? null : toVideoTask({ id, status: 'queued', response: response.body });
}

function parseCreate(response: HttpResponse): Submission {
	const inner = unwrapped(response);
	// A server error that names a task has one: it must not be lost.
	const mayHaveTask = isSuccess(inner) || inner.status >= 500;
	const named = isSuccess(inner) ? submittedTask(inner) : null;
	const task = (mayHaveTask ? taskIn(inner) : null) ?? named;
	if (task) {
		return {
			kind: 'accepted',
			task: { ...task, status: 'queued', videoUrls: [], failure: null, expiresAt: null },
		};
	}
	const said = unmasked(inner);
	if (isSuccess(said)) return { kind: 'unknown', failure: withoutTask(inner) };
	if (said !== inner) return submissionFrom(said, failureFrom(said));
	// The path is the model: where it is not found, there is no such model.
	const isNoModel = inner.status === 404 && !isWebPage(inner);
	const failure = failureFrom(inner, isNoModel ? { category: 'model_retired' } : {});
	return submissionFrom(inner, failure);
}

function parseStatus(response: HttpResponse, { id }: TaskRef): StatusResult {
	const inner = unwrapped(response);
	if (!isSuccess(inner)) return statusFrom(inner);
	const task = taskIn(inner, id);
	if (task) return statusOfTask(task, id, inner);
	const said = unmasked(inner);
	if (said !== inner) return statusOfMaskedError(failureFrom(said));
	return { kind: 'unclear', failure: withoutTask(inner) };
}

function parseList(response: HttpResponse, cursor: string | null): Decoded<TaskPage> {
	const inner = unwrapped(response);
	const items = objectOf(objectOf(inner.body).data).items;
	if (!isSuccess(inner) || !Array.isArray(items)) {
		return { ok: false, failure: failureFrom(inner) };
	}
	// There is no total: the last page is the one that is not full.
	const nextCursor = items.length < PAGE_SIZE ? null : String(pageOf(cursor) + 1);
	const taskOf = (item: unknown) => taskFromPrediction(objectOf(item), item);
	return { ok: true, value: taskPageFrom(items, taskOf, nextCursor) };
}

function pageOf(cursor: string | null): number {
	const page = Number(cursor ?? '1');
	return Number.isInteger(page) && page >= 1 ? page : 1;
}

export const waveSpeed: Provider = {
	...waveSpeedInfo,
	catalogue: WAVESPEED_MODELS,
	// What WaveSpeed's own n8n node waits between two looks.
	pace: { firstPollMs: 2_000, minIntervalMs: 2_000 },
	passThrough: (id, kind) =>
		passThroughModel({
			provider: 'waveSpeed',
			id,
			kind,
			inputs: usualInputs('image', 'video'),
			source: 'the usual names of the provider',
		}),
	reservedModelIds:
		/^(predictions|media|models?|billings|balance|user|webhook|account|upload|api)(\/|$)/i,
	imageBy: () => 'url',

	create,
	parseCreate,

	parseTaskRef: (text) => taskRefIn(text, safeReadPath),
	retrieve: (task) => ({
		to: 'provider',
		method: 'GET',
		path:
			safeReadPath(task.readPath, task.id) ?? `/api/v3/predictions/${pathSegment(task.id)}/result`,
	}),
	parseStatus,

	video: openVideo,

	upload: waveSpeedUpload,

	list: {
		call: (cursor) => ({
			to: 'provider',
			method: 'POST',
			path: '/api/v3/predictions',
			responseLimitBytes: LIST_LIMIT_BYTES,
			body: { kind: 'json', value: { page: pageOf(cursor), page_size: PAGE_SIZE } },
		}),
		parse: parseList,
	},

	models: {
		call: () => ({
			to: 'provider',
			method: 'GET',
			path: '/api/v3/models',
			responseLimitBytes: LIST_LIMIT_BYTES,
		}),
		parse: (response) => {
			const inner = unwrapped(response);
			const listings = isSuccess(inner) ? listingsFrom(inner.body) : null;
			return listings ? { ok: true, value: listings } : { ok: false, failure: failureFrom(inner) };
		},
	},

	price: waveSpeedPrice(inputsOf),
	bill: waveSpeedBill,
	balance: waveSpeedBalance,

	takesCallback: () => true,
	callback: waveSpeedCallback,
};

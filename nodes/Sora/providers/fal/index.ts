/**
 * fal's queue: `POST /{model}`, then `GET /{owner}/{app}/requests/{id}/status` and, once it has ended,
 * `GET /{owner}/{app}/requests/{id}`. https://fal.ai/docs/documentation/model-apis/inference/queue
 */

import { passThroughModel } from '../../models/passThrough';
import { objectOf, textOf } from '../../shared/json';
import type { HttpResponse, ProviderCall } from '../http';
import type { Decoded, Provider, Submission, TaskPage } from '../provider';
import { clipInputs, promptInput } from '../shared/inputs/clip';
import { imageFields } from '../shared/inputs/imageFields';
import { pathSegments } from '../shared/path';
import { openVideo, usualInputs } from '../shared/prediction';
import { isSuccess, unmasked, withoutTask } from '../shared/response';
import { taskPageFrom } from '../shared/taskPage';
import { toVideoTask, type VideoRequest } from '../video';
import { falBalance } from './account';
import { falCallback } from './callback';
import { FAL_MODELS } from './catalogue';
import { falFailure, refusedSubmit } from './failure';
import { falInfo } from './info';
import { falLastFrame } from './lastFrame';
import { falModels, falModelSchema } from './models';
import { falBill, falPrice } from './price';
import { falTaskRef, newTaskId, requestOf, requestPath, RESERVED_MODEL_IDS } from './request';
import { listedAtOf, parseFalStatus, taskFromRow } from './task';
import { falUpload } from './upload';

/** The most that a page of requests may have. */
const PAGE_SIZE = 100;
/** With the inputs and outputs of each. */
const LIST_LIMIT_BYTES = 32_000_000;
/** The most that one call may name. */
const MODELS_LISTED = 50;

function create(request: VideoRequest): ProviderCall {
	const { model, callbackUrl, inputs } = request;
	const query = callbackUrl === undefined ? '' : `?fal_webhook=${encodeURIComponent(callbackUrl)}`;
	return {
		to: 'provider',
		method: 'POST',
		path: `/${pathSegments(model.id)}${query}`,
		body: {
			kind: 'json',
			value: {
				...inputs,
				...promptInput(request),
				...clipInputs(request, 'video_url'),
				...imageFields(request, 'image_url'),
			},
		},
	};
}

function parseCreate(response: HttpResponse, { model, durationSeconds }: VideoRequest): Submission {
	const said = unmasked(response);
	// A server error that names a request has one: it must not be lost.
	const mayHaveTask = isSuccess(said) || (isSuccess(response) ? false : response.status >= 500);
	const id = mayHaveTask ? newTaskId(model.id, objectOf(response.body)) : null;
	if (id === null) {
		return isSuccess(said)
			? { kind: 'unknown', failure: withoutTask(response) }
			: refusedSubmit(said);
	}
	const task = toVideoTask({
		id,
		status: 'queued',
		requestedModel: model.id,
		durationSeconds: durationSeconds ?? null,
		response: response.body,
	});
	return { kind: 'accepted', task };
}

const KNOWN_MODELS = FAL_MODELS.map(({ id }) => id);

function modelsMatching(wanted: readonly string[]): string[] {
	return wanted.flatMap((model) =>
		model.endsWith('*') ? KNOWN_MODELS.filter((id) => id.startsWith(model.slice(0, -1))) : [model],
	);
}

/** The list is by model: those that are wanted, else those that we know. */
function listedModels(wanted: readonly string[]): string[] {
	const matching = modelsMatching(wanted);
	const models = matching.length > 0 ? matching : KNOWN_MODELS;
	return [...new Set(models)].slice(0, MODELS_LISTED);
}

function parseList(response: HttpResponse): Decoded<TaskPage> {
	const { items, has_more: hasMore, next_cursor: next } = objectOf(response.body);
	if (!isSuccess(response) || !Array.isArray(items)) {
		return { ok: false, failure: falFailure(response) };
	}
	const page = taskPageFrom(items, taskFromRow, hasMore === true ? textOf(next) : null);
	const createdAt = items.flatMap((row) => listedAtOf(objectOf(row)) ?? []);
	return { ok: true, value: { ...page, createdAt } };
}

/** `CANCELLATION_REQUESTED` may come too late, which the status then shows. */
const CANCEL_WORDS: readonly (string | null)[] = ['OK', 'CANCELLATION_REQUESTED'];

function parseCancel(response: HttpResponse): Decoded<true> {
	const word = textOf(objectOf(response.body).status);
	if (isSuccess(response) && CANCEL_WORDS.includes(word)) return { ok: true, value: true };
	const failure = falFailure(response);
	return {
		ok: false,
		failure: word === null ? failure : { ...failure, code: word, message: word },
	};
}

export const fal: Provider = {
	...falInfo,
	catalogue: FAL_MODELS,
	pace: { firstPollMs: 2_000, minIntervalMs: 1_000 },
	passThrough: (id, kind) =>
		passThroughModel({
			provider: 'fal',
			id,
			kind,
			inputs: usualInputs('image_url', 'video_url'),
			source: 'https://fal.ai/models',
		}),
	reservedModelIds: RESERVED_MODEL_IDS,
	imageBy: () => 'url',
	create,
	parseCreate,
	parseTaskRef: falTaskRef,
	// A model may have several names, of which the list may show another one.
	taskKey: (taskId) => requestOf(taskId).id,
	retrieve: ({ id }) => ({ to: 'provider', method: 'GET', path: `${requestPath(id)}/status` }),
	parseStatus: (response, { id }) => parseFalStatus(response, id),
	video: openVideo,
	upload: falUpload,
	list: {
		call: (cursor, models = []) => ({
			to: 'provider',
			host: 'platform',
			method: 'GET',
			path: [
				`/v1/models/requests/by-endpoint?limit=${PAGE_SIZE}&expand=payloads`,
				...listedModels(models).map((id) => `endpoint_id=${encodeURIComponent(id)}`),
				...(cursor === null ? [] : [`cursor=${encodeURIComponent(cursor)}`]),
			].join('&'),
			responseLimitBytes: LIST_LIMIT_BYTES,
		}),
		parse: parseList,
		showsOnlyEnded: true,
		holdsOnly: (models) => modelsMatching(models).length > 0,
	},
	cancel: {
		call: ({ id }) => ({ to: 'provider', method: 'PUT', path: `${requestPath(id)}/cancel` }),
		parse: parseCancel,
	},
	models: falModels,
	modelSchema: falModelSchema,
	price: falPrice,
	bill: falBill,
	balance: falBalance,
	lastFrame: falLastFrame,
	takesCallback: () => true,
	callback: falCallback,
};

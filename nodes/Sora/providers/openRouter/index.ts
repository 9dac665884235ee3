/**
 * OpenRouter's video API: `POST /videos`, then `GET /videos/{id}`. It lists no tasks, and cancels none.
 * https://openrouter.ai/docs/api_reference/videos
 */

import { passThroughModel } from '../../models/passThrough';
import { objectOf } from '../../shared/json';
import type { HttpCall, HttpResponse, ProviderCall } from '../http';
import type { ParsedTaskRef, Provider, StatusResult, Submission } from '../provider';
import { pathSegment } from '../shared/path';
import { openVideo } from '../shared/prediction';
import { bodyNamingTask, isSuccess, unmasked, withoutTask } from '../shared/response';
import { statusFrom, statusOfMaskedError, statusOfTask } from '../shared/statusResult';
import { newTaskIdIn } from '../shared/taskObject';
import { taskRefIn } from '../shared/taskRef';
import { toVideoTask, type TaskRef, type VideoRequest, type VideoTask } from '../video';
import { openRouterBalance } from './account';
import { openRouterCallback } from './callback';
import { OPENROUTER_MODELS } from './catalogue';
import { openRouterFailure, refusedSubmit } from './failure';
import { openRouterInfo } from './info';
import { inputsFor, mediaIn } from './inputs';
import { openRouterModels } from './models';
import { openRouterPrice } from './price';
import { jobIdIn, taskFromJob } from './task';

/** Below `/videos`, besides the jobs: the list of models would never answer as a task. */
function parseTaskRef(text: string): ParsedTaskRef {
	const parsed = taskRefIn(text);
	const isList = 'ref' in parsed && parsed.ref.id === 'models';
	return isList ? { problem: '"models" is a path of OpenRouter, not a task ID.' } : parsed;
}

const taskPath = ({ id }: TaskRef): string => `/videos/${pathSegment(id)}`;

function create(request: VideoRequest): ProviderCall {
	const { model, prompt, inputs, callbackUrl } = request;
	return {
		to: 'provider',
		method: 'POST',
		path: '/videos',
		body: {
			kind: 'json',
			value: {
				model: model.id,
				...inputs,
				prompt,
				...(callbackUrl ? { callback_url: callbackUrl } : {}),
				...mediaIn(request),
			},
		},
	};
}

/** Whatever the answer to a submit says of the status, a status call has the word. */
function submitted(id: string, request: VideoRequest, response: unknown): VideoTask {
	const durationSeconds = request.durationSeconds ?? null;
	return toVideoTask({ id, status: 'queued', durationSeconds, response });
}

function parseCreate(response: HttpResponse, request: VideoRequest): Submission {
	const body = objectOf(response.body);
	const said = unmasked(response);
	const named = jobIdIn(bodyNamingTask(response));
	const id = named ?? (isSuccess(said) ? newTaskIdIn(body) : null);
	if (id !== null) return { kind: 'accepted', task: submitted(id, request, response.body) };
	if (isSuccess(said)) return { kind: 'unknown', failure: withoutTask(response) };
	return refusedSubmit(said);
}

function parseStatus(response: HttpResponse, { id }: TaskRef): StatusResult {
	if (!isSuccess(response)) return statusFrom(response, openRouterFailure(response));
	const task = taskFromJob(objectOf(response.body), response, id);
	if (task) return statusOfTask(task, id, response);
	const said = unmasked(response);
	if (said !== response) return statusOfMaskedError(openRouterFailure(said));
	return { kind: 'unclear', failure: withoutTask(response) };
}

/** The signed address first, which is the file's own; then the same bytes through the API. */
function video(task: VideoTask): readonly HttpCall[] {
	if (task.status !== 'completed') return [];
	const path = `${taskPath(task)}/content?index=0`;
	return [...openVideo(task), { to: 'provider', method: 'GET', path }];
}

export const openRouter: Provider = {
	...openRouterInfo,
	catalogue: OPENROUTER_MODELS,
	// What OpenRouter recommends at the least.
	pace: { firstPollMs: 10_000, minIntervalMs: 10_000 },
	passThrough: (id, kind) =>
		passThroughModel({
			provider: 'openRouter',
			id,
			kind,
			inputs: inputsFor(kind),
			source: 'the usual names of the provider',
		}),
	imageBy: () => 'urlOrData',

	create,
	parseCreate,

	parseTaskRef,
	retrieve: (task) => ({ to: 'provider', method: 'GET', path: taskPath(task) }),
	parseStatus,

	video,

	models: openRouterModels,

	price: openRouterPrice,
	balance: openRouterBalance,

	takesCallback: () => true,
	callback: openRouterCallback,
};

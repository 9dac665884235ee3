/**
 * The video object of the OpenAI Videos API, as OpenAI describes it and as others send it:
 * new-api (`task_id`, `metadata.url`, `{code, data}` around it), SGLang Diffusion (`url`, `urls`),
 * vLLM-Omni (numeric error codes), LiteLLM (an ID that changes between two answers), NVIDIA
 * Dynamo (the video in the answer to the create), xAI and its relays (`done`, `video.url`, no ID).
 */

import { isSuccess, unmasked } from '../../shared/response';
import type { HttpResponse } from '../../http';
import { arrayOf, isObject, numberOf, objectOf, textOf, timeOf } from '../../../shared/json';
import type { JsonObject } from '../../../shared/json';
import { taskFailure } from './failure';
import { hasVideo, openUrlsIn } from './places';
import { costIn } from '../../shared/decode/cost';
import { statusIn, statusNumberIn, statusWordIn } from '../../shared/statusWords';
import {
	completedAtIn,
	createdAtIn,
	isTask,
	listsOthers,
	newTaskIdIn,
	progressIn,
	sureTaskIdIn,
	taskObjectIn,
	withJsonTexts,
} from '../../shared/taskObject';
import { looksLikeId, newIdInAddress, taskIdsIn } from '../../shared/decode/taskIds';
import { hasEnded, toVideoTask } from '../../video';
import type { TaskStatus, VideoTask } from '../../video';

/** The object of a body, or of a list: the one that was asked for, or its first. */
function bodyOf({ body }: HttpResponse, askedId?: string): JsonObject | null {
	const objects = arrayOf(body).filter(isObject);
	const [first] = objects;
	const asked = objects.find((object) => askedId !== undefined && isTask(object, askedId));
	const isOne = askedId === undefined || objects.length < 2;
	const object = isObject(body) ? body : (asked ?? (isOne ? first : undefined));
	return object === undefined || object.object === 'list' ? null : withJsonTexts(object);
}

/** RFC 9110, section 10.2.2: where what was created is. */
function idInLocation({ headers }: HttpResponse): string | null {
	return newIdInAddress(headers.location ?? '');
}

/** The object that a task was read from, without its envelope. */
export function taskBodyOf({ id, response }: VideoTask): JsonObject {
	const body = bodyOf({ status: 200, headers: {}, body: response }, id);
	return body === null ? {} : taskObjectIn(body, id);
}

/**
 * The task in the answer to a create; null where the body names none. A host that renders while the
 * call is open answers with the video or with the failure; any other end is left to a status call.
 */
export function submittedTask(response: HttpResponse): VideoTask | null {
	const body = bodyOf(response);
	const located = idInLocation(response);
	if (body === null) {
		const text = textOf(response.body) ?? '';
		const id = looksLikeId(text) ? text : located;
		return id === null
			? null
			: toVideoTask({ id, status: 'queued', videoBy: 'api', response: text });
	}
	const task = taskObjectIn(body);
	// An ID without a status, but with an error, is that of the request.
	const isError = unmasked(response) !== response;
	const id = isError ? sureTaskIdIn(body) : (newTaskIdIn(body) ?? located);
	if (id === null || (isError && statusWordIn(task) === null)) return null;
	const withVideo = hasVideo(task);
	const status = statusIn(task, withVideo);
	const isEnd = (status === 'completed' && withVideo) || status === 'failed';
	return taskWith(
		{ id, body: task, status: isEnd ? status : 'queued', raw: response.body },
		response,
	);
}

/** The task that a server error names, because it was there before the error: it must not be lost. */
export function taskInServerError(response: HttpResponse): VideoTask | null {
	const body = response.status >= 500 ? bodyOf(response) : null;
	if (body === null) return null;
	const task = taskObjectIn(body);
	const id = sureTaskIdIn(body);
	const status = statusIn(task, false);
	if (id === null || (status !== 'queued' && status !== 'running')) return null;
	return taskWith({ id, body: task, status: 'queued', raw: response.body }, response);
}

/** Words about the call and not about the task, where nothing else says which of them is meant. */
const ABOUT_THE_CALL: ReadonlySet<string> = new Set(['auth', 'quota', 'rate_limit']);

/**
 * The task in the answer to a status call; null where the body is not about it. The ID is kept as
 * it was asked for: LiteLLM writes it anew in each answer, and the workflow knows the first one.
 */
export function retrievedTask(response: HttpResponse, askedId: string): VideoTask | null {
	const said = bodyOf(response, askedId);
	if (said === null || listsOthers(said, askedId)) return null;
	const raw = response.body;
	const body = taskObjectIn(said, askedId);
	const isIt = isTask(body, askedId);
	const status = statusIn(body, hasVideo(body), isIt ? statusNumberIn(body) : null);
	if (status === null) return null;
	const task = taskWith({ id: askedId, body, status, raw }, response);
	const ids = taskIdsIn(body);
	if (isSuccess(response)) {
		if (ids.length === 0) return ABOUT_THE_CALL.has(task.failure?.category ?? '') ? null : task;
		return isIt || body.object === 'video' ? task : null;
	}
	// vLLM-Omni answers for a failed task with the failure's own HTTP status. Else an error body
	// with an ID and a status of its own is about the request, not about the task.
	const isAboutIt =
		(isIt || (ids.length === 0 && body.object === 'video')) && task.failure !== null;
	return isAboutIt ? task : null;
}

/** A task in a list; null where the entry has no ID or no status. */
export function listedTask(entry: unknown, response: HttpResponse): VideoTask | null {
	const body = taskObjectIn(objectOf(entry));
	const [id] = taskIdsIn(body);
	const number = statusNumberIn(body);
	if (id === undefined || (statusWordIn(body) ?? number) === null) return null;
	const status = statusIn(body, hasVideo(body), number);
	if (status === null) return null;
	return taskWith({ id, body, status, raw: entry }, response);
}

interface Read {
	id: string;
	/** The task without its envelope. */
	body: JsonObject;
	status: TaskStatus;
	/** As it came. */
	raw: unknown;
}

function taskWith({ id, body, status, raw }: Read, response: HttpResponse): VideoTask {
	const videoUrls = status === 'completed' ? openUrlsIn(body) : [];
	return toVideoTask({
		id,
		status,
		progress: progressIn(body),
		videoUrls,
		videoBy: videoUrls.length > 0 ? 'url' : 'api',
		deliveredModel: textOf(body.model),
		durationSeconds:
			positive(body.seconds) ?? positive(body.duration) ?? positive(objectOf(body.video).duration),
		size: /^\d+x\d+$/.exec(textOf(body.size) ?? '')?.[0] ?? null,
		createdAt: createdAtIn(body),
		completedAt: hasEnded(status) ? completedAtIn(body) : null,
		expiresAt: timeOf(body.expires_at),
		cost: hasEnded(status) ? costIn(body) : null,
		failure: taskFailure(body, status, response),
		prompt: textOf(body.prompt),
		response: raw,
	});
}

function positive(value: unknown): number | null {
	const number = numberOf(value);
	return number !== null && number > 0 ? number : null;
}

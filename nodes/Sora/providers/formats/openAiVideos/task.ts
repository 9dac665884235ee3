/**
 * The video object of the OpenAI Videos API, as OpenAI describes it and as others send it:
 * new-api (`task_id`, `metadata.url`), SGLang Diffusion (`url`, `urls`), vLLM-Omni (numeric
 * error codes), LiteLLM (an ID that changes between two answers).
 */

import { isSuccess } from '../../shared/response';
import type { HttpResponse } from '../../http';
import { codeOf, isObject, numberOf, objectOf, textOf, timeOf } from '../../../shared/json';
import type { JsonObject } from '../../../shared/json';
import { taskFailure } from './failure';
import { outputsIn } from '../../shared/outputs';
import { toVideoTask, hasEnded } from '../../video';
import type { TaskStatus, VideoTask } from '../../video';

/** OpenAI's four statuses, and the words that compatible hosts use instead. */
const STATUSES: ReadonlyMap<string, TaskStatus> = new Map([
	['queued', 'queued'],
	['submitted', 'queued'],
	['unknown', 'queued'],
	['pending', 'queued'],
	['created', 'queued'],
	['scheduled', 'queued'],
	['preparing', 'queued'],
	['not_start', 'queued'],
	['in_progress', 'running'],
	['processing', 'running'],
	['running', 'running'],
	['generating', 'running'],
	['starting', 'running'],
	['completed', 'completed'],
	['succeeded', 'completed'],
	['success', 'completed'],
	['finished', 'completed'],
	['failed', 'failed'],
	['failure', 'failed'],
	['error', 'failed'],
	['cancelled', 'cancelled'],
	['canceled', 'cancelled'],
	['expired', 'expired'],
]);

/** A status that nobody has described is no end: the task is asked for again. */
function statusOf(word: string): TaskStatus {
	return STATUSES.get(word.toLowerCase()) ?? 'running';
}

/** The task in the answer to a create, which never ends it; null where the body names none. */
export function submittedTask(response: HttpResponse): VideoTask | null {
	const { body } = response;
	if (!isObject(body)) return null;
	// An ID without a status, but with an error, is that of the request.
	const isError = textOf(body.status) === null && Boolean(body.error);
	return isError ? null : taskIn(body, 'queued', response);
}

/**
 * The task in the answer to a status call; null where the body is not about it. The ID is kept as
 * it was asked for: LiteLLM writes it anew in each answer, and the workflow knows the first one.
 */
export function retrievedTask(response: HttpResponse, askedId: string): VideoTask | null {
	const { body } = response;
	if (!isObject(body)) return null;
	const status = textOf(body.status);
	if (status === null) return null;
	const task = taskIn(body, statusOf(status), response);
	if (task === null) return null;
	const isIt = [codeOf(body.id), codeOf(body.task_id)].includes(askedId);
	// vLLM-Omni answers for a failed task with the failure's own HTTP status. Else an error body
	// with an ID and a status of its own is about the request, not about the task.
	const isAboutIt = isSuccess(response)
		? isIt || body.object === 'video'
		: isIt && task.failure !== null;
	return isAboutIt ? { ...task, id: askedId } : null;
}

/** A task in a list; null where the entry has no ID or no status. */
export function listedTask(entry: unknown, response: HttpResponse): VideoTask | null {
	const status = textOf(objectOf(entry).status);
	return status === null ? null : taskIn(objectOf(entry), statusOf(status), response);
}

function taskIn(body: JsonObject, status: TaskStatus, response: HttpResponse): VideoTask | null {
	const id = codeOf(body.id) ?? codeOf(body.task_id);
	if (id === null) return null;
	const videoUrls = status === 'completed' ? openUrls(body) : [];
	return toVideoTask({
		id,
		status,
		progress: progressOf(body.progress),
		videoUrls,
		videoBy: videoUrls.length > 0 ? 'url' : 'api',
		deliveredModel: textOf(body.model),
		durationSeconds: positive(body.seconds) ?? positive(body.duration),
		size: /^\d+x\d+$/.exec(textOf(body.size) ?? '')?.[0] ?? null,
		createdAt: timeOf(body.created_at),
		completedAt: hasEnded(status) ? timeOf(body.completed_at) : null,
		expiresAt: timeOf(body.expires_at),
		failure: taskFailure(body, status, response),
		prompt: textOf(body.prompt),
		response: body,
	});
}

function progressOf(value: unknown): number | null {
	const percent = numberOf(typeof value === 'string' ? value.replace(/%$/, '') : value);
	return percent === null ? null : Math.min(100, Math.max(0, percent));
}

function positive(value: unknown): number | null {
	const number = numberOf(value);
	return number !== null && number > 0 ? number : null;
}

/**
 * OpenAI's object has no address, its bytes come from `/content` with the key. A host that puts
 * one into the object means it: SGLang Diffusion then answers `/content` with a 400, new-api
 * fetches the same address itself under a 60 s limit. So an address wins over `/content`, unless
 * it is `/content` again (new-api for channels that need its key), which nobody can fetch without
 * the key.
 */
function openUrls(body: JsonObject): string[] {
	const metadata = objectOf(body.metadata);
	const places = [
		body.urls,
		body.url,
		body.video_url,
		body.video,
		metadata.url,
		metadata.video_url,
		body.output,
		body.data,
	];
	const found = places
		.map((place) => outputsIn(place).videoUrls.filter((url) => !needsTheKey(url)))
		.find((urls) => urls.length > 0);
	return found ?? [];
}

function needsTheKey(url: string): boolean {
	return /\/videos\/[^/]+\/content$/.test(new URL(url).pathname);
}

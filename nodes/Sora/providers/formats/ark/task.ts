/** Reading what Ark's task API answers. */

import type { HttpResponse } from '../../http';
import { httpUrlOf, isObject, numberOf, objectOf, textOf, timeOf } from '../../../shared/json';
import type { JsonObject } from '../../../shared/json';
import { taskFailure } from '../openAiVideos/failure';
import { noVideo, outputsIn, type Outputs } from '../../shared/outputs';
import { unmasked } from '../../shared/response';
import { statusIn } from '../../shared/statusWords';
import { completedAtIn, newTaskIdIn, sureTaskIdIn, taskObjectIn } from '../../shared/taskObject';
import { taskIdsIn } from '../../shared/decode/taskIds';
import { toVideoTask, hasEnded } from '../../video';
import type { TaskStatus, VideoTask } from '../../video';

/** How long the signed address of a video is good for. */
const URL_LIFETIME_MS = 24 * 60 * 60 * 1000;

/** What is left of `{"id":"…"` when a false gzip label cost the answer its first bytes. */
const LOST_OPENING = '{"';

/** The body as an object, also where its first two characters are lost; null where it is none. */
function arkObject(body: unknown): JsonObject | null {
	if (isObject(body)) return body;
	if (typeof body !== 'string') return null;
	try {
		const value: unknown = JSON.parse(LOST_OPENING + body);
		return isObject(value) ? value : null;
	} catch {
		return null;
	}
}

/**
 * The task in the answer to a create; null where it names none. The ID is also looked for in an
 * answer that is broken in another way: the task has been accepted, and will be billed.
 */
export function submittedArkTask(response: HttpResponse): VideoTask | null {
	const body = objectOf(arkObject(response.body));
	const isError = unmasked({ ...response, body }).status >= 400;
	const named = isError ? sureTaskIdIn(body) : newTaskIdIn(body);
	const id = named ?? idInText(response.body);
	return id === null ? null : taskWith(id, 'queued', [], body, response);
}

function idInText(body: unknown): string | null {
	const text = textOf(body);
	if (text === null || text.startsWith('<')) return null;
	return /"(cgt-[\w-]+)"/.exec(text)?.[1] ?? null;
}

/**
 * The task in the answer to a status call; null where the body is not about it. One that succeeded
 * without a video has failed.
 */
export function retrievedArkTask(response: HttpResponse, askedId: string): VideoTask | null {
	const body = taskObjectIn(objectOf(arkObject(response.body)));
	const ids = taskIdsIn(body);
	if (ids.length > 0 && !ids.includes(askedId)) return null;
	const outputs = arkOutputsIn(body);
	const status = statusIn(body, outputs.videoUrls.length > 0);
	if (status === null) return null;
	const isBare = ids.length === 0 && outputs.videoUrls.length === 0 && !('content' in body);
	// Neither an ID nor an output: `succeeded` may be said of the call.
	if (isBare && status === 'completed') return null;
	if (status !== 'completed') return taskWith(askedId, status, [], body, response);
	const task = taskWith(askedId, status, outputs.videoUrls, body, response);
	const lastFrameUrl = httpUrlOf(objectOf(body.content).last_frame_url);
	if (outputs.videoUrls.length > 0) return lastFrameUrl ? { ...task, lastFrameUrl } : task;
	return { ...task, status: 'failed', failure: noVideo(outputs) };
}

/** Ark's own place, else where relays put it. */
function arkOutputsIn(body: JsonObject): Outputs {
	const { content, video_url: videoUrl, url, video, output } = body;
	const places = [objectOf(content).video_url, content, videoUrl, url, video, output];
	const found = places.map(outputsIn);
	return found.find(({ videoUrls }) => videoUrls.length > 0) ?? found[0];
}

function taskWith(
	id: string,
	status: TaskStatus,
	videoUrls: string[],
	body: JsonObject,
	response: HttpResponse,
): VideoTask {
	const endedAt = hasEnded(status) ? (timeOf(body.updated_at) ?? completedAtIn(body)) : null;
	const seconds = numberOf(body.duration);
	return toVideoTask({
		id,
		status,
		videoUrls,
		deliveredModel: textOf(body.model),
		durationSeconds: seconds !== null && seconds > 0 ? seconds : null,
		createdAt: timeOf(body.created_at),
		completedAt: endedAt,
		expiresAt: videoUrls.length > 0 ? afterLifetime(endedAt) : null,
		failure: taskFailure(body, status, response),
		response: response.body,
	});
}

function afterLifetime(time: string | null): string | null {
	return time === null ? null : timeOf((Date.parse(time) + URL_LIFETIME_MS) / 1000);
}

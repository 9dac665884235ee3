/** Decoding OpenRouter's video jobs, which are our tasks. https://openrouter.ai/docs/api_reference/videos */

import type { JsonObject } from '../../shared/json';
import { codeOf, textOf } from '../../shared/json';
import { taskFailure } from '../formats/openAiVideos/failure';
import { openUrlsIn } from '../formats/openAiVideos/places';
import type { HttpResponse } from '../http';
import { costIn } from '../shared/decode/cost';
import { statusIn, statusWordIn } from '../shared/statusWords';
import { completedAtIn, createdAtIn, progressIn } from '../shared/taskObject';
import { hasEnded, toVideoTask, type VideoTask } from '../video';

/** `/api/v1/videos/{id}`, with or without a host in front. */
const POLLING_URL = /^(?:https?:\/\/[^/?#]+)?(?:\/[\w-]+)*\/videos\/([A-Za-z0-9][\w.:-]*)$/;

/** All that is used of `polling_url`: tasks are asked for below the credential's own base URL. */
function idInPollingUrl(value: unknown): string | null {
	return POLLING_URL.exec(textOf(value) ?? '')?.[1] ?? null;
}

/** The ID of the job that a body is about; null where it names none. */
export function jobIdIn(body: JsonObject): string | null {
	return codeOf(body.id) ?? idInPollingUrl(body.polling_url);
}

/**
 * `urls` can be fetched by anybody. `unsigned_urls` are addresses of `/content`, which needs the key:
 * a job that has no others is complete all the same.
 * @param askedId the ID that was asked for, where the answer may leave it out.
 * @returns null where it has no ID or no status, so that it is no task.
 */
export function taskFromJob(
	job: JsonObject,
	response: HttpResponse,
	askedId?: string,
): VideoTask | null {
	const id = jobIdIn(job) ?? askedId;
	if (id === undefined || statusWordIn(job) === null) return null;
	const urls = openUrlsIn(job);
	const status = statusIn(job, urls.length > 0) ?? 'running';
	const videoUrls = status === 'completed' ? urls : [];
	return toVideoTask({
		id,
		status,
		progress: progressIn(job),
		videoUrls,
		videoBy: videoUrls.length > 0 ? 'url' : 'api',
		deliveredModel: textOf(job.model),
		createdAt: createdAtIn(job),
		completedAt: completedAtIn(job),
		cost: hasEnded(status) ? costIn(job) : null,
		failure: taskFailure(job, status, response),
		response: response.body,
	});
}

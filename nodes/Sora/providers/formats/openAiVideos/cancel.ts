/** `DELETE /videos/{id}`: ends a task that is under way, and removes one that has ended with its video. */

import type { HttpResponse, ProviderCall } from '../../http';
import { objectOf } from '../../../shared/json';
import type { Decoded, Provider } from '../../provider';
import { failureFrom } from '../../shared/failure';
import { pathSegment } from '../../shared/path';
import { isSuccess } from '../../shared/response';
import { statusIn } from '../../shared/statusWords';
import type { TaskRef, VideoTask } from '../../video';
import { videosFailure } from './failure';
import { taskBodyOf } from './task';

/** Hosts without the route, which answer with a page or with words about paths. */
const WORDS_BY_STATUS: Readonly<Partial<Record<number, string>>> = {
	404: "This host doesn't know the task, or can't cancel tasks",
	405: "This host can't cancel tasks",
	501: "This host can't cancel tasks",
};

/** `{deleted: true}` (OpenAI, vLLM-Omni), the task with `deleted` as its status (SGLang Diffusion), or nothing at all. */
function parse(response: HttpResponse): Decoded<true> {
	const body = objectOf(response.body);
	const isGone = body.deleted === true || statusIn(body, false) === 'cancelled';
	if (isSuccess(response) && (isGone || response.status === 204)) return { ok: true, value: true };
	const message = WORDS_BY_STATUS[response.status];
	if (message !== undefined) return { ok: false, failure: failureFrom(response, { message }) };
	if (!isSuccess(response)) return { ok: false, failure: videosFailure(response) };
	const said = "The host didn't say that the task was cancelled";
	return { ok: false, failure: failureFrom(response, { category: 'provider', message: said }) };
}

/** A task so far may end before the call is there, and its video would be removed. */
const NEARLY_DONE_PERCENT = 90;

/**
 * What has been asked for shall not be lost to a cancel that comes too late, nor to one that stops
 * nothing. SGLang Diffusion and FastVideo, which show the file's path, forget a task and render on.
 */
function reasonAgainst(task: VideoTask): string | null {
	const { progress } = task;
	if ('file_path' in taskBodyOf(task)) {
		return 'this host would render it to its end and only remove the video';
	}
	if (progress === null || progress < NEARLY_DONE_PERCENT) return null;
	return `it is ${Math.floor(progress)}% done, and cancelling could remove its video`;
}

/** @param prefix what stands between the base URL and `/videos`. */
export function openAiVideosCancel(prefix: string): NonNullable<Provider['cancel']> {
	return {
		call: ({ id }: TaskRef): ProviderCall => ({
			to: 'provider',
			method: 'DELETE',
			path: `${prefix}/videos/${pathSegment(id)}`,
		}),
		parse,
		removesEnded: true,
		reasonAgainst,
	};
}

/** What a status call's error answer means, where the provider has no rule of its own. */

import { isWebPage } from './response';
import type { HttpResponse } from '../http';
import { failureFrom } from './failure';
import { pollAfter } from './decode/pace';
import type { StatusResult } from '../provider';
import { isSameTaskId } from './taskId';
import type { Failure, VideoTask } from '../video';

/** What a status says of the task; a status that is not here says nothing. RFC 9110, section 15.5. */
const KIND_BY_STATUS: Readonly<Record<number, 'missing' | 'refused'>> = {
	400: 'missing',
	401: 'refused',
	402: 'refused',
	403: 'refused',
	404: 'missing',
	405: 'missing',
	410: 'missing',
	422: 'missing',
};

/** An answer that brought no task: the provider does not know it, refuses us, or said nothing (ask again). */
export function statusFrom(
	response: HttpResponse,
	failure: Failure = failureFrom(response),
): StatusResult {
	const kind = KIND_BY_STATUS[response.status];
	const saysNothing = kind === undefined || (isWebPage(response) && response.status !== 401);
	return { kind: saysNothing ? 'unclear' : kind, failure };
}

const NO_SUCH_TASK =
	/task_not_exist|not[_ ]?found|(does not|doesn't|not) exist|no such (task|video|prediction)|unknown task/i;

/**
 * What an error inside a success says of the task (`{code: "task_not_exist", data: null}` with HTTP
 * 200): only what is clear is believed, else the task is asked for again.
 */
export function statusOfMaskedError(failure: Failure): StatusResult {
	if (failure.category === 'auth' || failure.category === 'quota')
		return { kind: 'refused', failure };
	const isMissing = NO_SUCH_TASK.test(`${failure.code} ${failure.message}`);
	return { kind: isMissing ? 'missing' : 'unclear', failure };
}

/**
 * The task that an answer brought, under the ID that it was asked for: the ledger and the workflow
 * know no other spelling. An answer about another task (a cache, a mixed-up proxy) says nothing of ours.
 */
export function statusOfTask(
	task: VideoTask,
	askedId: string,
	response: HttpResponse,
): StatusResult {
	if (isSameTaskId(task.id, askedId)) {
		return { kind: 'task', task: { ...task, id: askedId }, ...pollAfter(response) };
	}
	const message = `The response is about another task: ${task.id}`;
	const failure = failureFrom(response, { category: 'provider', message });
	return { kind: 'unclear', failure: { ...failure, code: null } };
}

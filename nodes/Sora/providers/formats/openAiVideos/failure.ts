/**
 * What went wrong, in the shapes of the OpenAI Videos API and of those who speak it:
 * `{error:{message,type,param,code}}` (OpenAI, LiteLLM, vLLM), `{error:"…"}`,
 * `{code,message,data}` with the upstream's JSON as a string inside (new-api and its
 * kin), `{detail}` as a text or a list of places (FastAPI: SGLang, vLLM-Omni).
 */

import { categoryOf, errorWordsIn, failureFrom, submissionFrom } from '../../shared/failure';
import type { HttpResponse } from '../../http';
import { arrayOf, codeOf, isObject, objectOf, textOf } from '../../../shared/json';
import type { JsonObject } from '../../../shared/json';
import { reasonCodeIn, saysWhatWentWrong } from '../../shared/reason';
import { statusFrom } from '../../shared/statusResult';
import { statusWordIn } from '../../shared/statusWords';
import type { StatusResult, Submission } from '../../provider';
import { hasEnded } from '../../video';
import type { Failure, FailureCategory, TaskStatus } from '../../video';

interface ErrorWords {
	code: string | null;
	/** The family of the error; says less than a code (`invalid_request_error` also on a 401). */
	type: string | null;
	message: string | null;
}

/** A gateway wraps at most its own error around that of another gateway around the host's. */
const NESTING_LIMIT = 3;

/** The words in an error body of any of the shapes above. */
export function errorWords(body: unknown, depth = 0): ErrorWords {
	const error = objectOf(objectOf(body).error);
	const type = textOf(error.type) ?? textOf(objectOf(body).type);
	const said = {
		code: reasonCodeIn(objectOf(body)),
		type,
		message: placesIn(body) ?? errorWordsIn(body).message,
	};
	const upstream = depth < NESTING_LIMIT ? objectInside(said.message) : null;
	if (upstream === null) return said;
	const words = errorWords(upstream, depth + 1);
	if (words.message === null) return said;
	return { ...words, code: words.code ?? said.code, type: words.type ?? said.type };
}

/** FastAPI's list of what is wrong where: `body.prompt: Field required`. */
function placesIn(body: unknown): string | null {
	const places = arrayOf(objectOf(body).detail).flatMap((entry) => {
		const message = textOf(objectOf(entry).msg);
		const place = arrayOf(objectOf(entry).loc).map(codeOf).filter(Boolean).join('.');
		return message === null ? [] : [place ? `${place}: ${message}` : message];
	});
	return places.length > 0 ? places.join('; ') : null;
}

/** The JSON object that a message consists of or ends with. */
function objectInside(message: string | null): unknown {
	const start = message?.indexOf('{') ?? -1;
	if (message === null || start < 0) return null;
	try {
		const value: unknown = JSON.parse(message.slice(start));
		return isObject(value) ? value : null;
	} catch {
		return null;
	}
}

/** The gateway's own trouble with the host behind it, whatever HTTP status it gives it. */
const GATEWAY_TROUBLE =
	/^(fail_to_fetch_task|do_request_failed|get_task_failed|read_response_body_failed)$/;

/** A gateway that has no key for the host behind it: OpenAI's words, with nothing in place of the key. */
const KEYLESS = /api key provided: ?["']?(none|null|undefined)\b/i;

/** A key that is refused may be the gateway's own: then ours is all right. */
function ofHostItself(
	category: FailureCategory,
	code: string | null,
	message: string | null,
): FailureCategory {
	const isUpstreams = GATEWAY_TROUBLE.test(code ?? '') || /upstream/i.test(message ?? '');
	return category === 'auth' && (isUpstreams || KEYLESS.test(message ?? ''))
		? 'provider'
		: category;
}

/** The failure that an error answer speaks of. */
export function videosFailure(response: HttpResponse): Failure {
	const { code, type, message } = errorWords(response.body);
	const { status } = response;
	const byCode = ofHostItself(categoryOf(status, code, message ?? ''), code, message);
	return failureFrom(response, {
		category: byCode === 'provider' ? categoryOf(null, type, '') : byCode,
		code: code ?? type,
		...(message === null ? {} : { message }),
	});
}

/** What a task that ended without a video says of itself where its words say nothing. */
const CATEGORY_BY_END: Readonly<Partial<Record<TaskStatus, FailureCategory>>> = {
	cancelled: 'cancelled',
	expired: 'timeout',
};

/** The task's own reason: under `error`, or under any of the names that relays give it. */
function withoutCall(task: JsonObject): JsonObject {
	// The ID, the status and the like of an object are no words of a failure.
	const isTold = typeof task.error === 'object' || typeof task.error === 'string';
	const isAll = isTold && saysWhatWentWrong({ error: task.error });
	return isAll ? { error: task.error } : { ...task, type: null };
}

function endWithoutReason(task: JsonObject, code: string | null): string {
	const end = `the task ended as "${statusWordIn(task)}"`;
	return code === null ? `${end} without a reason` : `${end} (${code})`;
}

/** Why a task brought no video; null while there is still hope, and for one that brought it. */
export function taskFailure(
	task: JsonObject,
	status: TaskStatus,
	response: HttpResponse,
): Failure | null {
	if (!hasEnded(status) || status === 'completed') return null;
	const { code, type, message } = errorWords(withoutCall(task));
	// vLLM-Omni's codes are HTTP statuses, and so say who is to blame.
	const isStatus = /^[45]\d\d$/.test(code ?? '');
	const words = message ?? statusWordIn(task) ?? '';
	const byWords = categoryOf(isStatus ? Number(code) : null, isStatus ? null : code, words);
	return failureFrom(response, {
		// Our key was good enough to submit the task: one that is refused now is the host's.
		category: CATEGORY_BY_END[status] ?? (byWords === 'auth' ? 'provider' : byWords),
		code: code ?? type,
		message: message ?? endWithoutReason(task, code),
	});
}

/**
 * Errors that a gateway answers with a 5xx before it asks anybody else, so that nothing can
 * have been billed. new-api: `middleware/distributor.go`, `relay/relay_task.go`.
 */
const DECIDED_BY_THE_GATEWAY =
	/^(model_not_found|insufficient_user_quota|pre_consume_token_quota_failed|build_request_failed|model_price_error|get_channel_failed)$/;

/** A gateway that found nobody to ask. new-api's words, in both of its languages. */
export const NO_CHANNEL = /no available channel|无可用渠道/i;

/**
 * A server of one's own that renders one video at a time (Unsloth Studio: 409), or has nothing to
 * render with (503): it has taken nothing.
 */
const BUSY =
	/\bbusy\b|already (running|in progress|generating)|one (video|job|run|generation) at a time|another (video|job|run|generation)/i;
const NOT_SERVING =
	/no (video )?model (is )?loaded|load a (video )?model|handler (is )?not initialized|api-server-count/i;

/** What the error answer to a create means. */
export function refusalOrUnknown(response: HttpResponse, failure: Failure): Submission {
	if (response.status === 409 && BUSY.test(`${failure.code} ${failure.message}`)) {
		return { kind: 'refused', failure, again: 'whenATaskEnds' };
	}
	if (NOT_SERVING.test(failure.message)) return { kind: 'refused', failure, again: 'never' };
	if (DECIDED_BY_THE_GATEWAY.test(failure.code ?? '') || NO_CHANNEL.test(failure.message)) {
		return { kind: 'refused', failure, again: 'never' };
	}
	return submissionFrom(response, failure);
}

/** Words of trouble that is over soon, whatever HTTP status it comes with. */
const PASSING_TROUBLE =
	/try again|\b(busy|overload|temporar|unavailable|upstream|timed? ?out|timeout|internal error)/i;

/** What the error answer to a status call means. */
export function statusOfError(response: HttpResponse, failure: Failure): StatusResult {
	const isTrouble = GATEWAY_TROUBLE.test(failure.code ?? '') && response.status !== 404;
	const mayPass =
		PASSING_TROUBLE.test(failure.message) && [400, 404, 422].includes(response.status);
	if (isTrouble || mayPass) return { kind: 'unclear', failure };
	// A model that is gone is no word about a task.
	const category = response.status === 410 ? 'invalid_input' : failure.category;
	return statusFrom(response, { ...failure, category });
}

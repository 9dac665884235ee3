/** What can be told of any answer. */

import { categoryOf, errorWordsIn, failureFrom } from './failure';
import type { HttpResponse } from '../http';
import { codeOf, isObject, numberOf, objectOf, textOf } from '../../shared/json';
import type { JsonObject } from '../../shared/json';
import { reasonsIn, saysWhatWentWrong } from './reason';
import { statusOfWord, statusWordIn } from './statusWords';
import type { Failure, FailureCategory } from '../video';

export function isSuccess(response: HttpResponse): boolean {
	return response.status >= 200 && response.status < 300;
}

/** A proxy or a firewall answered in the provider's place. */
export function isWebPage(response: HttpResponse): boolean {
	return textOf(response.body)?.startsWith('<') ?? false;
}

/** An answer that should have named a task; what it says instead is passed on. */
export function withoutTask(response: HttpResponse): Failure {
	const words = errorWordsIn(response.body).message;
	const said = words === null ? '' : `: ${words}`;
	const message = `The response contains no task ID${said}`;
	// The code of a success is none of a failure.
	return { ...failureFrom(response, { category: 'provider', message }), code: null };
}

/** Codes that hosts send with a success. */
const GOOD_CODE = /^(0|1|2\d\d|20000|success|succeeded|ok)$/i;

/** Whether the body of a success speaks of an error instead: `{error}`, or `{code: 422, msg, data: null}`. */
function speaksOfError(body: JsonObject): boolean {
	if (saysWhatWentWrong(body) || body.success === false) return true;
	const hasFailed = statusOfWord(statusWordIn(body)) === 'failed';
	if (hasFailed && reasonsIn(body).length > 0) return true;
	const code = codeOf(body.code) ?? codeOf(body.status_code) ?? codeOf(body.statusCode);
	const isBare = !isObject(body.data) && !Array.isArray(body.data);
	return code !== null && !GOOD_CODE.test(code) && isBare;
}

/** The HTTP status that such an error should have had, by its category. */
const STATUS_BY_CATEGORY: Readonly<Partial<Record<FailureCategory, number>>> = {
	auth: 401,
	quota: 402,
	rate_limit: 429,
	timeout: 504,
};

/** Trouble that may have come after the task was taken. */
const SERVER_TROUBLE =
	/server[_ ]?error|internal|upstream|gateway|unavailable|do_request_failed|fail_to_fetch|read_response|connection|reset/i;

function impliedStatus(body: JsonObject): number {
	const error = objectOf(body.error);
	const numbers = [
		error.code,
		body.code,
		error.status,
		body.status_code,
		body.statusCode,
		body.status,
	];
	const said = numbers.map(numberOf).find((code) => code !== null && code >= 400 && code < 600);
	if (said !== null && said !== undefined) return said;
	const { code, message } = errorWordsIn(body);
	const byCategory = STATUS_BY_CATEGORY[categoryOf(null, code, message ?? '')];
	if (byCategory !== undefined) return byCategory;
	const words = [code, textOf(error.type), message].filter((text) => text !== null);
	return words.some((text) => SERVER_TROUBLE.test(text)) ? 500 : 400;
}

/**
 * A success that speaks of an error and names no task, with the HTTP status that the error should
 * have had; any other response as it is.
 */
export function unmasked(response: HttpResponse): HttpResponse {
	const { body } = response;
	if (!isSuccess(response) || !isObject(body) || !speaksOfError(body)) return response;
	return { ...response, status: impliedStatus(body) };
}

/**
 * The body of an answer to a submit, in which an ID is that of a task: a bare `id` beside an error,
 * and without a status, is that of the request. A server error that names a task has one.
 * @returns an empty object where nothing was accepted.
 */
export function bodyNamingTask(response: HttpResponse): JsonObject {
	const body = objectOf(response.body);
	if (isSuccess(response)) return body;
	if (response.status < 500) return {};
	const { id: _id, ...rest } = body;
	return speaksOfError(body) && body.status === undefined ? rest : body;
}

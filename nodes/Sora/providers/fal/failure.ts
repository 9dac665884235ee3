/**
 * What went wrong, in fal's two forms: `{detail: "…", error_type}` of its queue, and `{detail: [{loc, msg, type}]}`
 * of a model. https://fal.ai/docs/documentation/model-apis/errors
 */

import type { JsonObject } from '../../shared/json';
import { arrayOf, codeOf, entryOf, objectOf, textOf } from '../../shared/json';
import type { HttpResponse } from '../http';
import type { Submission } from '../provider';
import { categoryOf, failureFrom, submissionFrom } from '../shared/failure';
import type { Failure, FailureCategory } from '../video';

/** The types that mean something else than the HTTP status which they come with. */
const CATEGORY_BY_TYPE: Readonly<Record<string, FailureCategory>> = {
	content_policy_violation: 'moderation',
	internal_server_error: 'provider',
	downstream_service_error: 'provider',
	downstream_service_unavailable: 'provider',
	no_media_generated: 'provider',
	generation_timeout: 'timeout',
	request_timeout: 'timeout',
	startup_timeout: 'timeout',
	runner_connection_timeout: 'timeout',
};

/** An account without money is locked. */
const NO_MONEY = /exhausted|balance|billing|top[ -]?up/i;
/** A request that was cancelled ends like any other. */
const CANCELLED = /cancell?ed|cancellation/i;

/** The model's own words for what is wrong with the request; each is a sentence. */
function detailsIn(body: JsonObject): JsonObject[] {
	return arrayOf(body.detail).map(objectOf);
}

/** `body` is where all inputs are. */
function inputIn(detail: JsonObject): string {
	const place = arrayOf(detail.loc).flatMap((part) => codeOf(part) ?? []);
	return place.filter((part, index) => index > 0 || part !== 'body').join('.');
}

function messageIn(body: JsonObject): string | null {
	const sentences = detailsIn(body).flatMap((detail) => {
		const message = textOf(detail.msg);
		if (message === null) return [];
		const input = inputIn(detail);
		return [input === '' ? message : `${input}: ${message}`];
	});
	return (
		[...new Set(sentences)].slice(0, 3).join('; ') || (textOf(body.detail) ?? textOf(body.error))
	);
}

function typeIn({ body, headers }: Pick<HttpResponse, 'body' | 'headers'>): string | null {
	const object = objectOf(body);
	const types = detailsIn(object).map((detail) => textOf(detail.type));
	const own = types.find((type) => type !== null) ?? textOf(object.error_type);
	return own ?? textOf(headers['x-fal-error-type']);
}

/** Whether a model, or the queue for it, says how a request has ended; anything else is said of the call. */
export function isVerdict({ body, headers }: HttpResponse): boolean {
	const object = objectOf(body);
	const hasDetails = detailsIn(object).some(({ msg, type }) => textOf(msg) ?? textOf(type));
	return hasDetails || typeIn({ body, headers }) !== null;
}

/** What an error response says. */
export function falFailure(response: HttpResponse): Failure {
	const code = typeIn(response) ?? undefined;
	const message = messageIn(objectOf(response.body)) ?? undefined;
	const failure = failureFrom(response, { code, message });
	return { ...failure, category: categoryIn(response.status, failure) };
}

function categoryIn(status: number, { code, message }: Failure): FailureCategory {
	const byType = entryOf(CATEGORY_BY_TYPE, code);
	if (byType) return byType;
	if (status === 402 || (status === 403 && NO_MONEY.test(message))) return 'quota';
	if (status === 401 || status === 429) return categoryOf(status, null, '');
	const byWords = categoryOf(status, code, message);
	// What a model says of an input is about the input, whatever the words (`timeout must be …`).
	return status === 422 && byWords !== 'moderation' ? 'invalid_input' : byWords;
}

/** Whether a failed request was cancelled. */
export function isCancellation({ code, message, httpStatus }: Failure): boolean {
	return CANCELLED.test(`${code} ${message}`) || httpStatus === 499;
}

/** A refused submit. Nobody serves a model that is not found. */
export function refusedSubmit(response: HttpResponse): Submission {
	const failure = falFailure(response);
	const isUnknownModel = response.status === 404;
	return submissionFrom(
		response,
		isUnknownModel ? { ...failure, category: 'model_retired' } : failure,
	);
}

/** From any error answer to one `Failure`, and from there to what may be done about a submit. */

import type { HttpResponse } from '../http';
import type { Submission } from '../provider';
import type { Failure, FailureCategory } from '../video';
import { isObject, objectOf, textOf } from '../../shared/json';
import type { JsonObject } from '../../shared/json';
import { reasonCodeIn, reasonsIn } from './reason';
import { deepReasonIn } from './decode/reasonWords';

const MESSAGE_LENGTH_LIMIT = 1000;

/** Read in order; the first row whose pattern is found in `code` or `message` names the category. */
const CATEGORY_BY_WORDS: ReadonlyArray<readonly [RegExp, FailureCategory]> = [
	[
		/moderation|sentinel_block|content[_ ]?filter|(content|usage)[_ ]polic|safety|nsfw|(?<!case[- ])sensitive|guardrail|RiskDetection/i,
		'moderation',
	],
	[
		// A full stop inside a version number (`veo-3.1`) does not end the sentence.
		/model_not_found|model_unavailable|(model|deployment)([^.]|\.\d){0,80}(does not exist|not found|no longer available|not available|retired|deprecated|discontinued)|no available channel|无可用渠道|product not found|no such model|invalid model name|InvalidEndpointOrModel|ModelNotOpen/i,
		'model_retired',
	],
	[
		/insufficient[_ ]?(user[_ ]?)?(quota|credit|balance|fund)|quota[_ ](exceeded|not enough)|payment required|not enough (credit|balance)|exceeds your current balance|billing|overdue|budget[_ ](has been )?exceeded|余额不足|额度不足|额度已用尽/i,
		'quota',
	],
	[
		/rate[_ ]?limit|too many requests|upstream_load_saturated|ServerOverloaded|throttl/i,
		'rate_limit',
	],
	[
		/(invalid|incorrect)[_ ]?(api[_ ]?key|authentication|token)|authentication[_ ]?error|unauthori[sz]ed|missing api key|AccessDenied|无效的令牌|无权/i,
		'auth',
	],
	[/timed? ?out|timeout/i, 'timeout'],
	[
		/invalid[_ ]?(request|parameter|input)|InvalidParameter|INPUT_|missing (required )?parameter|must match/i,
		'invalid_input',
	],
];

/** What an HTTP status says where the words say nothing. RFC 9110, section 15. */
const CATEGORY_BY_STATUS: Readonly<Record<number, FailureCategory>> = {
	400: 'invalid_input',
	401: 'auth',
	402: 'quota',
	403: 'auth',
	404: 'invalid_input',
	408: 'timeout',
	410: 'model_retired',
	413: 'invalid_input',
	415: 'invalid_input',
	422: 'invalid_input',
	429: 'rate_limit',
	504: 'timeout',
};

/** @returns the category that the words name, else the status, else `provider`. */
export function categoryOf(
	httpStatus: number | null,
	code: string | null,
	message: string,
): FailureCategory {
	const byWords = CATEGORY_BY_WORDS.find(
		([pattern]) => pattern.test(code ?? '') || pattern.test(message),
	);
	if (byWords) return byWords[1];
	return CATEGORY_BY_STATUS[httpStatus ?? 0] ?? 'provider';
}

/**
 * Retry-After (RFC 9110, section 10.2.3) in milliseconds from now: seconds, or a date, which is
 * compared with the server's own clock where it sends one. null where there is none, and where it
 * is no hint: zero, or a date that has passed.
 */
export function retryAfterMs(headers: Readonly<Record<string, string>>): number | null {
	const value = headers['retry-after']?.trim();
	if (!value) return null;
	const ms = /^\d+(\.\d+)?$/.test(value) ? Number(value) * 1000 : untilDate(value, headers.date);
	return ms !== null && ms > 0 ? ms : null;
}

function untilDate(value: string, serverDate = ''): number | null {
	const date = Date.parse(value);
	if (Number.isNaN(date)) return null;
	const serverNow = Date.parse(serverDate);
	return date - (Number.isNaN(serverNow) ? Date.now() : serverNow);
}

/** The provider's words in an error body of any of the usual shapes. */
export function errorWordsIn(body: unknown): { code: string | null; message: string | null } {
	if (!isObject(body)) return { code: null, message: pageTitleOrText(body) };
	const code = reasonCodeIn(body) ?? textOf(objectOf(body.error).type);
	const said = reasonsIn(body).slice(0, 2).join(': ') || deepReasonIn(body);
	return { code, message: said ?? titleIn(body) };
}

/** RFC 9457; other objects with a title are no errors. */
function titleIn(body: JsonObject): string | null {
	return 'status' in body && !('id' in body) ? textOf(body.title) : null;
}

/** A proxy's page says what it is in its title. */
function pageTitleOrText(body: unknown): string | null {
	const text = textOf(body);
	if (text === null) return null;
	const title = /<title[^>]*>([^<]{1,200})<\/title>/i.exec(text)?.[1]?.trim();
	if (title) return `a web page titled "${title}" came instead of a response`;
	return text.startsWith('<') ? 'a web page came instead of a response' : text;
}

/** @param words overrides what the body says, where a provider has a shape of its own. */
export function failureFrom(
	response: HttpResponse,
	words: Partial<Pick<Failure, 'category' | 'code' | 'message'>> = {},
): Failure {
	const inBody = errorWordsIn(response.body);
	const code = words.code ?? inBody.code;
	const message = (
		words.message ??
		inBody.message ??
		`HTTP ${response.status} without a message`
	).slice(0, MESSAGE_LENGTH_LIMIT);
	return {
		category: words.category ?? categoryOf(response.status, code, message),
		code,
		message,
		httpStatus: response.status,
		retryAfterMs: retryAfterMs(response.headers),
	};
}

/** 4xx that do not say whether the request was carried out. */
const UNDECIDED_CLIENT_STATUSES: readonly number[] = [408, 409, 425, 499];

/**
 * What a submit's error answer means, where the provider has no rule of its own:
 * 4xx and a 503 that names a time to come back are refusals, everything else may have been accepted.
 */
export function submissionFrom(response: HttpResponse, failure: Failure): Submission {
	const { status } = response;
	if (status === 429 || (status === 503 && failure.retryAfterMs !== null)) {
		const again = failure.category === 'quota' ? 'never' : 'later';
		return { kind: 'refused', failure, again };
	}
	const isClientError = status >= 400 && status < 500;
	if (isClientError && !UNDECIDED_CLIENT_STATUSES.includes(status)) {
		return { kind: 'refused', failure, again: 'never' };
	}
	return { kind: 'unknown', failure };
}

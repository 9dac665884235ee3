/** Why something went wrong, under all the names that hosts have for it. */

import type { JsonObject } from '../../shared/json';
import { arrayOf, codeOf, isObject, objectOf, textOf } from '../../shared/json';
import { SAYS_NOTHING } from './decode/reasonWords';

function wordsOf(value: unknown): string | null {
	const text = textOf(value);
	return text === null || SAYS_NOTHING.test(text) ? null : text;
}

/** Names of reasons that a success has none of. */
const REASON_KEYS = [
	...['fail_reason', 'failure_reason', 'failReason', 'failureReason', 'error_message'],
	...['errorMessage', 'error_msg', 'errorMsg', 'err_msg', 'errmsg', 'failure', 'fail_message'],
	...['failure_message', 'failed_reason', 'err', 'faultstring', 'exception'],
];

/** Names under which hosts also write what is no error. */
const MESSAGE_KEYS = [
	...['details', 'message', 'detail', 'msg', 'reason', 'status_message', 'task_status_msg'],
	...['status_msg', 'description', 'Message'],
];

const NESTED_KEYS = [
	...['message', 'error_message', 'msg', 'detail', 'details', 'reason', 'description'],
	...REASON_KEYS,
];

const CODE_KEYS = ['error_code', 'code', 'errorCode', 'fail_code', 'failure_code', 'failureCode'];

/** Other ways to write `error`: Volcengine's, Amazon's, MiniMax's (`base_resp`, with 0 for a success). */
export function withError(body: JsonObject): JsonObject {
	if (isObject(body.error) || textOf(body.error) !== null) return body;
	const other = isObject(body.Error) ? body.Error : objectOf(objectOf(body.ResponseMetadata).Error);
	const { status_code: status, status_msg: message } = objectOf(body.base_resp);
	if (codeOf(status) !== null && codeOf(status) !== '0') {
		return { ...body, error: { code: status, message } };
	}
	const words = textOf(other.Message) ?? textOf(other.message);
	return words === null ? body : { ...body, error: { code: other.Code, message: words } };
}

/** `error: true`, `error: 1`, with the words elsewhere. */
function isFlagged(error: unknown): boolean {
	return error === true || (Number.isFinite(error) && error !== 0);
}

function allOf(object: JsonObject, keys: readonly string[]): Array<string | null> {
	return keys.map((key) => wordsOf(object[key]));
}

/** The words of one error: a text, an object, or a list of these. */
function wordsOfError(error: unknown): Array<string | null> {
	if (Array.isArray(error)) return arrayOf(error).slice(0, 3).flatMap(wordsOfError);
	const inside = objectOf(error);
	const inner = inside.error === error ? null : wordsOf(inside.error);
	return [...allOf(inside, NESTED_KEYS), inner, wordsOf(error)];
}

/** What went wrong, in the words of the body, most telling first, each once. */
export function reasonsIn(said: JsonObject): string[] {
	const body = withError(said);
	const words = [
		...wordsOfError(body.error),
		...wordsOfError(body.errors),
		...allOf(body, REASON_KEYS),
		...allOf(body, MESSAGE_KEYS),
	];
	return [...new Set(words.filter((text) => text !== null))];
}

/** The code of what went wrong; null where there is none but that of a success. */
export function reasonCodeIn(said: JsonObject): string | null {
	const body = withError(said);
	const error = isObject(body.error) ? body.error : objectOf(arrayOf(body.errors)[0]);
	const codes = [codeOf(error.code), ...CODE_KEYS.map((key) => codeOf(body[key]))];
	return codes.find((code) => code !== null && !SAYS_NOTHING.test(code)) ?? null;
}

/** Whether it speaks of an error, and not only under a name that fits anything. */
export function saysWhatWentWrong(said: JsonObject): boolean {
	const body = withError(said);
	if (isFlagged(body.error)) return true;
	const words = [
		...wordsOfError(body.error),
		...wordsOfError(body.errors),
		...allOf(body, REASON_KEYS),
	];
	return words.some((text) => text !== null) || codeOf(objectOf(body.error).code) !== null;
}

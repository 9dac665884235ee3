/** What Eachlabs' errors mean. https://docs.eachlabs.ai/errors */

import { categoryOf, failureFrom, submissionFrom } from '../shared/failure';
import type { HttpResponse } from '../http';
import type { JsonObject } from '../../shared/json';
import { arrayOf, codeOf, entryOf, isObject, objectOf, textOf } from '../../shared/json';
import type { Submission } from '../provider';
import { reasonsIn } from '../shared/reason';
import { hasEnded, toFailure, type Failure, type FailureCategory, type TaskStatus } from '../video';

const MESSAGE_LENGTH_LIMIT = 1000;

/**
 * `output.error_code` of a prediction that failed. What the vendor behind Eachlabs refuses (its
 * rate, its key, its network) is not the user's, so that it counts as the provider's own trouble.
 */
const CATEGORY_BY_CODE: Readonly<Record<string, FailureCategory>> = {
	INPUT_VALIDATION_ERROR: 'invalid_input',
	INPUT_DOWNLOAD_ERROR: 'invalid_input',
	PROVIDER_BAD_REQUEST: 'invalid_input',
	PROVIDER_FAILED: 'provider',
	PROVIDER_REJECTED: 'provider',
	PROVIDER_RATE_LIMIT: 'rate_limit',
	PROVIDER_AUTH_ERROR: 'provider',
	PROVIDER_SERVER_ERROR: 'provider',
	NETWORK_ERROR: 'provider',
	EXECUTION_TIMEOUT: 'timeout',
};

/** `output.classification.category`, and `error_classification` of the executions. */
const CATEGORY_BY_CLASS: Readonly<Record<string, FailureCategory>> = {
	VALIDATION: 'invalid_input',
	PROVIDER: 'provider',
	AUTH: 'provider',
	RATE_LIMIT: 'rate_limit',
	NETWORK: 'provider',
	TIMEOUT: 'timeout',
	INTERNAL: 'provider',
	UNKNOWN: 'provider',
	CONTENT_MODERATION: 'moderation',
	EXECUTION_TIMEOUT: 'timeout',
	INVALID_USER_INPUT: 'invalid_input',
	INVALID_MODEL_CONFIG: 'provider',
	PROVIDER_AUTH: 'provider',
	PROVIDER_ERROR: 'provider',
	PROVIDER_RATE_LIMIT: 'rate_limit',
	PROVIDER_UNAVAILABLE: 'provider',
	INTERNAL_ERROR: 'provider',
};

/** The words of an error in any of the places where a prediction has been seen to keep them. */
function wordsIn(prediction: JsonObject, output: JsonObject): string | null {
	const first = objectOf(arrayOf(prediction.output)[0]);
	const words = [
		textOf(output.error),
		textOf(objectOf(output.error).message),
		textOf(objectOf(output.error).error_message),
		textOf(output.error_message),
		textOf(output.message),
		textOf(first.error),
		textOf(prediction.output),
		textOf(prediction.error),
		textOf(objectOf(prediction.error).message),
		...reasonsIn(prediction),
		textOf(prediction.logs),
	].filter((text) => text !== null);
	return [...new Set(words)].slice(0, 2).join(': ') || null;
}

function categoryIn(
	output: JsonObject,
	prediction: JsonObject,
	code: string | null,
	words: string,
): FailureCategory {
	const byWords = categoryOf(
		null,
		output.provider_error_code ? codeOf(output.provider_error_code) : null,
		words,
	);
	if (byWords === 'moderation') return byWords;
	const classified =
		textOf(objectOf(output.classification).category) ??
		textOf(output.classification) ??
		textOf(prediction.error_classification);
	return (
		entryOf(CATEGORY_BY_CODE, code) ??
		entryOf(CATEGORY_BY_CLASS, classified?.toUpperCase() ?? null) ??
		byWords
	);
}

/** The failure of a prediction that ended badly; null where it did not. */
export function taskFailureIn(prediction: JsonObject, status: TaskStatus): Failure | null {
	if (!hasEnded(status) || status === 'completed') return null;
	const output = isObject(prediction.output)
		? prediction.output
		: objectOf(arrayOf(prediction.output)[0]);
	const code = codeOf(output.error_code);
	const words = wordsIn(prediction, output);
	const silent =
		status === 'failed'
			? 'The video failed without a message'
			: `Eachlabs reports the task as ${status}`;
	const message = (words ?? silent).slice(0, MESSAGE_LENGTH_LIMIT);
	const category =
		status === 'cancelled' ? 'cancelled' : categoryIn(output, prediction, code, message);
	return toFailure(category, message, { code });
}

/** Each running prediction reserves its estimated cost: the money comes free when one ends. */
const RESERVED_BY_OTHERS = /in-flight|active execution/i;

/**
 * A refused submit. 429 is a cap on concurrent executions, not a rate; nothing is created or billed
 * by it, and nothing helps but the end of a running task.
 */
export function refusedSubmit(response: HttpResponse): Submission {
	const failure = failureFrom(response, response.status === 402 ? { category: 'quota' } : {});
	const isCap = response.status === 429;
	const isReserved = response.status === 402 && RESERVED_BY_OTHERS.test(failure.message);
	if (isCap || isReserved) {
		return {
			kind: 'refused',
			failure: isCap ? { ...failure, category: 'rate_limit' } : failure,
			again: 'whenATaskEnds',
		};
	}
	return submissionFrom(response, failure);
}

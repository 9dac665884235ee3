/** What can be told of any answer. */

import { errorWordsIn, failureFrom } from './failure';
import type { HttpAnswer } from '../http';
import { textOf } from '../../shared/json';
import type { Failure } from '../video';

export function isSuccess(answer: HttpAnswer): boolean {
	return answer.status >= 200 && answer.status < 300;
}

/** A proxy or a firewall answered in the provider's place. */
export function isWebPage(answer: HttpAnswer): boolean {
	return textOf(answer.body)?.startsWith('<') ?? false;
}

/** An answer that should have named a task; what it says instead is passed on. */
export function withoutTask(answer: HttpAnswer): Failure {
	const words = errorWordsIn(answer.body).message;
	const said = words === null || words === 'success' ? '' : `: ${words}`;
	const message = `The answer names no task${said}`;
	// The code of a success is none of a failure.
	return { ...failureFrom(answer, { category: 'provider', message }), code: null };
}

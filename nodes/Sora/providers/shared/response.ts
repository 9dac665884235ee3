/** What can be told of any answer. */

import { errorWordsIn, failureFrom } from './failure';
import type { HttpResponse } from '../http';
import { textOf } from '../../shared/json';
import type { Failure } from '../video';

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
	const said = words === null || words === 'success' ? '' : `: ${words}`;
	const message = `The response contains no task ID${said}`;
	// The code of a success is none of a failure.
	return { ...failureFrom(response, { category: 'provider', message }), code: null };
}

/** How long a server asks to be left alone though all is well. */

import { numberOf } from '../../../shared/json';
import type { HttpResponse } from '../../http';
import { retryAfterMs } from '../failure';

/**
 * OpenAI's `openai-poll-after-ms`, which servers of its API send while a task runs (Unsloth Studio), or
 * Retry-After (RFC 9110, section 10.2.3).
 * @returns milliseconds, to be spread into a result; nothing where the server does not say.
 */
export function pollAfter({ headers }: HttpResponse): { pollAfterMs?: number } {
	const ms = numberOf(headers['openai-poll-after-ms']);
	const pollAfterMs = ms !== null && ms > 0 ? ms : retryAfterMs(headers);
	return pollAfterMs === null ? {} : { pollAfterMs };
}

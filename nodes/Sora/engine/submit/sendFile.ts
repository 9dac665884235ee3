/** Calls that bring a file to the provider's storage. They cost nothing, so they may be sent again. */

import type { ExternalRequest, HttpResponse } from '../../providers/http';
import { toFailure, type Failure } from '../../providers/video';
import { uploadLimits } from '../callLimits';
import { failureOfNetwork, filePauseMs } from '../policy';
import type { Run } from '../run';

export interface Failed {
	failure: Failure;
}

const TRIES = 4;

/**
 * Tries again whatever went wrong, but for a plain refusal. @throws AbortError
 * @param endsAt Unix milliseconds after which nothing is waited for.
 */
export async function tried<T extends object>(
	run: Run,
	endsAt: number,
	once: () => Promise<T | Failed>,
): Promise<T | Failed> {
	const { clock } = run.ports;
	for (let attempt = 1; ; attempt++) {
		run.checkpoint();
		const result = await once();
		if (!('failure' in result)) return result;
		const pauseMs = filePauseMs(attempt, result.failure.retryAfterMs, clock.random());
		const isLast = attempt === TRIES || clock.now() + pauseMs >= endsAt;
		if (isRefusal(result.failure) || isLast) return result;
		await run.pause(pauseMs);
	}
}

function isRefusal({ httpStatus }: Failure): boolean {
	return httpStatus !== null && httpStatus >= 400 && httpStatus < 500 && httpStatus !== 429;
}

export async function sendOnce(
	{ ports: { http, clock } }: Run,
	call: ExternalRequest,
	endsAt: number,
): Promise<{ response: HttpResponse } | Failed> {
	const sent = await http.send({ ...call, ...uploadLimits(endsAt - clock.now()) });
	if (!('response' in sent)) return { failure: failureOfNetwork(sent.networkFailure) };
	const { status } = sent.response;
	if (status >= 200 && status < 300) return sent;
	const message = `The upload storage responded with HTTP ${status}`;
	return { failure: toFailure('provider', message, { httpStatus: status }) };
}

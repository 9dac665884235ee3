/** Images from addresses. */

import { limitsWithin } from '../../engine/callLimits';
import { fetchFollowingRedirects } from '../../engine/download/redirects';
import type { ImageBytes } from '../../engine/job';
import { backOffMs } from '../../engine/policy';
import type { Clock, Http } from '../../engine/ports';
import type { ExternalRequest } from '../../providers/http';
import { isHttpUrl } from '../../shared/readValue';

export interface FetchLimits {
	maxBytes: number;
	/** How long an address is waited for. */
	waitTimeoutMs: number;
}

const FETCH_TRIES = 3;
const FETCH_TIMEOUT_MS = 30_000;

/** Fetches without credentials; a passing trouble is tried again, since nothing is paid for it. */
export async function fetchImage(
	http: Http,
	clock: Clock,
	url: string,
	{ maxBytes, waitTimeoutMs }: FetchLimits,
): Promise<ImageBytes> {
	if (url === '') return { problem: 'The image URL is empty.' };
	if (!isHttpUrl(url)) {
		return { problem: `The image URL must be an http, https or data URL, not ${shownUrl(url)}.` };
	}
	const endsAt = clock.now() + waitTimeoutMs;
	for (let attempt = 1; ; attempt++) {
		const limits = { timeoutMs: FETCH_TIMEOUT_MS, ...limitsWithin(endsAt - clock.now()) };
		const call = { to: 'anywhere', method: 'GET', url, ...limits } as const;
		const tried = await fetchOnce(http, call, maxBytes);
		if (!('again' in tried)) return tried;
		const pauseMs = backOffMs(attempt, null, clock.random());
		const isLast = attempt === FETCH_TRIES || clock.now() + pauseMs >= endsAt;
		if (isLast || clock.stopped) return { problem: tried.again };
		await clock.sleep(pauseMs);
	}
}

async function fetchOnce(
	http: Http,
	call: ExternalRequest,
	maxBytes: number,
): Promise<ImageBytes | { again: string }> {
	const { url } = call;
	const opened = await fetchFollowingRedirects(http, call);
	if (!('response' in opened)) {
		return {
			again: `The image ${shownUrl(url)} could not be downloaded: ${opened.networkFailure.message}.`,
		};
	}
	const { response } = opened;
	if (response.status !== 200) {
		response.discard();
		const problem = `The image ${shownUrl(url)} could not be downloaded: HTTP ${response.status}.`;
		return response.status >= 500 || response.status === 429 ? { again: problem } : { problem };
	}
	const chunks: Uint8Array[] = [];
	let length = 0;
	const body = response.body[Symbol.asyncIterator]();
	for (;;) {
		const step = await body.next().catch(() => null);
		if (step === null)
			return {
				again: `The image ${shownUrl(url)} could not be downloaded: the connection was lost.`,
			};
		if (step.done) return { bytes: Buffer.concat(chunks) };
		chunks.push(step.value);
		length += step.value.length;
		if (length > maxBytes) {
			response.discard();
			return { problem: `The image ${shownUrl(url)} is larger than ${maxBytes / 1e6} MB.` };
		}
	}
}

const USER_AND_PASSWORD = /^(https?:\/\/)[^/]*@/i;

/** Signed addresses hold secrets in their queries, and others a password in front of the host. */
export function shownUrl(url: string): string {
	return url.split(/[?#]/)[0].replace(USER_AND_PASSWORD, '$1').slice(0, 200);
}

/** Every decision of the engine: facts in, a decision out. The loops only carry them out. */

import type { HttpResponse, NetworkFailure } from '../providers/http';
import type { Submission } from '../providers/provider';
import { errorWordsIn, retryAfterMs } from '../providers/shared/failure';
import { toFailure, type Failure, type RequestFormat } from '../providers/video';

const SECOND = 1000;

/** ±`share` of the value, so that many tasks do not ask in step. `random`: 0 ≤ x < 1. */
export function jittered(ms: number, random: number, share = 0.15): number {
	return ms * (1 - share + 2 * share * random);
}

/** 1 s, 2 s, 4 s … up to 30 s, or what the provider asks for, with jitter on top. `attempt` starts at 1. */
export function backOffMs(attempt: number, retryAfterMs: number | null, random: number): number {
	if (retryAfterMs !== null) return retryAfterMs + 250 * random;
	return jittered(Math.min(30 * SECOND, SECOND * 2 ** (attempt - 1)), random);
}

/** A file is asked for again within this time, so that its last try comes while somebody still waits. */
const LONGEST_PAUSE_OF_A_FILE_MS = 60 * SECOND;

/** Before an image or a video is sent for again: no deadline ends these tries. `attempt` starts at 1. */
export function filePauseMs(attempt: number, retryAfterMs: number | null, random: number): number {
	return Math.min(LONGEST_PAUSE_OF_A_FILE_MS, backOffMs(attempt, retryAfterMs, random));
}

/** Redirects that leave undone what was asked for; a 303 follows on something done (RFC 9110, section 15.4). */
const MOVED_STATUSES: readonly number[] = [301, 302, 307, 308];

/**
 * Calls with the key are never redirected: it would go to whoever the answer names.
 * @param address the one that was asked. @returns null where the answer is no redirect.
 */
export function redirectFailure(response: HttpResponse, address: string): Failure | null {
	const { location } = response.headers;
	if (!MOVED_STATUSES.includes(response.status) || !location) return null;
	const target = URL.canParse(location, address) ? new URL(location, address) : null;
	const shown = target === null ? location.slice(0, 200) : target.origin + target.pathname;
	return {
		category: 'invalid_input',
		code: null,
		message: `The server has moved to ${shown}. Enter its new address as the Base URL in the credential`,
		httpStatus: response.status,
		retryAfterMs: null,
	};
}

/** A server that nobody has heard of is not waited for until the deadline. */
const UNREACHED_GRACE_MS = 15 * SECOND;

/**
 * May it be believed that there is no server?
 * @param facts.isKnown the task exists, or the server has answered before: then it is waited for.
 */
export function unreachedIsFinal(facts: { isKnown: boolean; forMs: number }): boolean {
	return !facts.isKnown && facts.forMs >= UNREACHED_GRACE_MS;
}

/** A refused connection is often a restart: worth two more tries, which cost nothing. */
const UNSENT_TRIES = 3;

export interface SubmitFacts {
	submission: Exclude<Submission, { kind: 'accepted' }>;
	/** The request never left: connection refused, no such host. */
	unsent: boolean;
	/** How often this request was sent so far. */
	attempt: number;
	/** Milliseconds since the first time. */
	elapsedMs: number;
	waitTimeoutMs: number;
	/** The host could not read the request, and it may still go out in the other format. */
	hasOtherFormat: boolean;
	/** Other tasks of this run are at the provider, or on their way there. */
	hasOthers: boolean;
	random: number;
}

export type SubmitDecision =
	| { then: 'fail' }
	/** It may have been accepted: look for the task, never send again. */
	| { then: 'find' }
	/** At once: nothing but the format was wrong. */
	| { then: 'sendInOtherFormat'; format: RequestFormat }
	| { then: 'sendAgain'; afterMs: number; orWhenATaskEnds: boolean };

/** May this be submitted again? Only what was surely not billed, and only where waiting helps. */
export function afterSubmit(facts: SubmitFacts): SubmitDecision {
	const { submission, attempt } = facts;
	if (submission.kind === 'unknown') return { then: 'find' };
	if (submission.again === 'never') return { then: 'fail' };
	if (submission.again === 'inOtherFormat') {
		const { format } = submission;
		return facts.hasOtherFormat ? { then: 'sendInOtherFormat', format } : { then: 'fail' };
	}
	if (facts.unsent && attempt >= UNSENT_TRIES) return { then: 'fail' };
	// Money that running tasks hold comes free with their end, but not where none of them is ours.
	const isShortOfMoney = submission.failure.category === 'quota';
	if (isShortOfMoney && !facts.hasOthers) return { then: 'fail' };
	const afterMs = backOffMs(attempt, submission.failure.retryAfterMs, facts.random);
	if (facts.elapsedMs + afterMs > facts.waitTimeoutMs) return { then: 'fail' };
	return { then: 'sendAgain', afterMs, orWhenATaskEnds: submission.again === 'whenATaskEnds' };
}

/** What a submit without an answer means. */
export function submissionWithoutResponse(
	network: NetworkFailure,
): Exclude<Submission, { kind: 'accepted' }> {
	const failure = failureOfNetwork(network);
	if (network.sent) return { kind: 'unknown', failure };
	return { kind: 'refused', failure, again: 'later' };
}

export function failureOfNetwork(network: NetworkFailure): Failure {
	const { code, message } = network;
	const category = /TIMEDOUT|TIMEOUT|ECONNABORTED/.test(code) ? 'timeout' : 'network';
	return toFailure(category, message, { code });
}

/** Nothing has been sent. */
export function unreadable(error: unknown): NetworkFailure {
	const words = error instanceof Error ? error.message : String(error);
	const message = `The file to send can't be read: ${words}`;
	return { sent: false, code: 'UNREADABLE', message };
}

/** Responses in a row that speak against a task or a key. */
export interface Denials {
	kind: 'missing' | 'refused';
	/** Some other response said before that all is well, or the task was submitted by us. */
	isKnown: boolean;
	/** How many, this one included. */
	count: number;
	/** Milliseconds since the first of them. */
	forMs: number;
}

/**
 * What it takes until they are believed. A proxy that is being redeployed answers for a provider that
 * knows better, and a task may be missing in the provider's store for a moment after the submit.
 */
const BELIEVED_AFTER: Readonly<
	Record<Denials['kind'], Record<'known' | 'unknown', { count: number; forMs: number }>>
> = {
	missing: { known: { count: 4, forMs: 60 * SECOND }, unknown: { count: 3, forMs: 2 * SECOND } },
	refused: { known: { count: 3, forMs: 30 * SECOND }, unknown: { count: 1, forMs: 0 } },
};

/** May "no such task", or a refused key, be believed? */
export function areBelieved({ kind, isKnown, count, forMs }: Denials): boolean {
	const needed = BELIEVED_AFTER[kind][isKnown ? 'known' : 'unknown'];
	return count >= needed.count && forMs >= needed.forMs;
}

export interface DownloadDecision {
	then: 'again' | 'renew' | 'fail';
	failure: Failure;
}

/** Answers that may be different a moment later. */
const PASSING_STATUSES: readonly number[] = [202, 204, 205, 206, 408, 425, 429, 500, 502, 503, 504];
/** Answers of a link that has expired, or of content that is not there yet. */
const STALE_STATUSES: readonly number[] = [400, 401, 403, 404, 409, 410];

const WORDS_LENGTH_LIMIT = 300;

/** What a server says instead of a file; pages and object stores' XML say nothing to a reader. */
function wordsOf(said: unknown): string {
	if (typeof said === 'string') return '';
	const { message } = errorWordsIn(said);
	return message === null ? '' : `: ${message.slice(0, WORDS_LENGTH_LIMIT)}`;
}

/** What an answer without the video means. `by`: whether the call carried the key. `said`: its body. */
export function afterDownloadResponse(
	status: number,
	headers: Readonly<Record<string, string>>,
	by: 'provider' | 'anywhere',
	said: unknown = '',
): DownloadDecision {
	const failure: Failure = {
		// The key has just told that the task is complete: what is refused is the host's own key behind it.
		category: by === 'provider' && status === 401 ? 'provider' : 'network',
		code: null,
		message: `the server sent HTTP ${status} instead of the video${wordsOf(said)}`,
		httpStatus: status,
		retryAfterMs: retryAfterMs(headers),
	};
	if (PASSING_STATUSES.includes(status)) return { then: 'again', failure };
	if (STALE_STATUSES.includes(status)) return { then: 'renew', failure };
	return { then: status >= 500 ? 'again' : 'fail', failure };
}

/**
 * What a second answer for the rest of a file is good for: to `append`, to `skip` what is already
 * there, to start over (`changed`), or nothing (`none`).
 */
export function continuationOf(
	first: Readonly<Record<string, string>>,
	second: { status: number; headers: Readonly<Record<string, string>> },
	received: number,
): 'append' | 'skip' | 'changed' | 'none' {
	const differs = (name: string) =>
		first[name] !== undefined &&
		second.headers[name] !== undefined &&
		first[name] !== second.headers[name];
	if (second.status === 206) {
		const range = /^bytes (\d+)-\d+\/(\d+|\*)$/.exec(second.headers['content-range'] ?? '');
		if (range === null || Number(range[1]) !== received || differs('etag')) return 'changed';
		const total = first['content-length'];
		return total !== undefined && range[2] !== '*' && range[2] !== total ? 'changed' : 'append';
	}
	if (second.status === 200) {
		return differs('etag') || differs('content-length') || differs('last-modified')
			? 'changed'
			: 'skip';
	}
	return second.status === 416 ? 'changed' : 'none';
}

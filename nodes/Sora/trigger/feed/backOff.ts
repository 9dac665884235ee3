/** What it means for the trigger that a list cannot be read, and when it tries again. */

import type { Failure } from '../../providers/video';

export interface BackOff {
	/** Unix ms by our clock; the list is not read before. */
	until: number;
	consecutiveFailures: number;
}

/** `refused`: the key is wrong. `noList`: the host has no list. `passing`: worth another try. */
export type ListFailureKind = 'refused' | 'noList' | 'passing';

const KIND_BY_STATUS: Readonly<Record<number, ListFailureKind>> = {
	401: 'refused',
	403: 'refused',
	404: 'noList',
	405: 'noList',
	501: 'noList',
};

export function listFailureKind({ httpStatus, category }: Failure): ListFailureKind {
	const kind = httpStatus === null ? undefined : KIND_BY_STATUS[httpStatus];
	if (kind !== undefined) return kind;
	return category === 'auth' ? 'refused' : 'passing';
}

/** Shorter than the time between two polls, so that a single failure skips none. */
const SHORTEST_MS = 30_000;
const LONGEST_MS = 15 * 60_000;
/** No provider asks for more, so a later time was written by another clock. */
const LONGEST_REQUESTED_MS = 60 * 60_000;

/** 30 s, 1 min, 2 min … up to 15 min, or what the provider asks for. */
export function backOffAfter(
	previous: BackOff | null,
	retryAfterMs: number | null,
	now: number,
): BackOff {
	const consecutiveFailures = (previous?.consecutiveFailures ?? 0) + 1;
	const grown = Math.min(LONGEST_MS, SHORTEST_MS * 2 ** (consecutiveFailures - 1));
	const requested = Math.min(LONGEST_REQUESTED_MS, retryAfterMs ?? 0);
	return { until: now + Math.max(grown, requested), consecutiveFailures };
}

export function isBackingOff(backOff: BackOff | null, now: number): boolean {
	return backOff !== null && now < backOff.until && backOff.until - now <= LONGEST_REQUESTED_MS;
}

/** Reached after about a quarter of an hour. */
const REPORTED_AFTER = 5;

/** True once in a row of failures. */
export function isToBeReported({ consecutiveFailures }: BackOff): boolean {
	return consecutiveFailures === REPORTED_AFTER;
}

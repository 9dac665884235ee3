/** What a list that cannot be read means for the trigger, and when it is read again. */

import type { Failure } from '../../providers/video';
import type { BackOff } from './memory';

/**
 * `refused`: the key is wrong. `noList`: the host has none. `passing`: worth another try.
 */
export type TroubleKind = 'refused' | 'noList' | 'passing';

const KIND_BY_STATUS: Readonly<Record<number, TroubleKind>> = {
	401: 'refused',
	403: 'refused',
	404: 'noList',
	405: 'noList',
	501: 'noList',
};

export function troubleKind({ httpStatus, category }: Failure): TroubleKind {
	const kind = httpStatus === null ? undefined : KIND_BY_STATUS[httpStatus];
	if (kind !== undefined) return kind;
	return category === 'auth' ? 'refused' : 'passing';
}

/** Below the shortest time between two polls, so that the first trouble costs none. */
const SHORTEST_MS = 30_000;
const LONGEST_MS = 15 * 60_000;
/** More than this is asked by nobody, or was written by another clock. */
const LONGEST_ASKED_MS = 60 * 60_000;

/** 30 s, 1 min, 2 min … up to 15 min, or what the provider asks for. */
export function backOffAfter(
	previous: BackOff | null,
	retryAfterMs: number | null,
	now: number,
): BackOff {
	const troubles = (previous?.troubles ?? 0) + 1;
	const grown = Math.min(LONGEST_MS, SHORTEST_MS * 2 ** (troubles - 1));
	const asked = Math.min(LONGEST_ASKED_MS, retryAfterMs ?? 0);
	return { until: now + Math.max(grown, asked), troubles };
}

export function isBackingOff(backOff: BackOff | null, now: number): boolean {
	return backOff !== null && now < backOff.until && backOff.until - now <= LONGEST_ASKED_MS;
}

/** A quarter of an hour of trouble is told once. */
const TOLD_AFTER = 5;

export function isTold({ troubles }: BackOff): boolean {
	return troubles === TOLD_AFTER;
}

/** How long a call may take, so that an item ends soon after its Wait Timeout. */

import type { HttpCall } from '../providers/http';

const SECOND = 1000;

/** The least that a call gets, so that one at the deadline is answered, and all is over soon after. */
const LAST_CALL_MS = 2_500;
/** Without a byte of its body; the transport's own limit. */
const USUAL_SILENCE_MS = 20 * SECOND;

export type CallLimits = Pick<HttpCall, 'timeoutMs' | 'silenceMs' | 'timeLimitMs'>;

/** Limits of a call that nobody waits for longer than `leftMs`. */
export function limitsWithin(leftMs: number): CallLimits {
	return { timeLimitMs: Math.max(LAST_CALL_MS, leftMs) };
}

/** An answer to a submit is worth waiting for, however short the Wait Timeout: it holds the task's ID. */
const SUBMIT_PATIENCE_MS = 30 * SECOND;
const SUBMIT_TIMEOUT_MS = 60 * SECOND;
/** What the search for a task takes whose answer was lost. */
const SEARCH_MS = 35 * SECOND;

/** Limits of a submit where the item's wait ends in `leftMs`. */
export function submitLimits(leftMs: number): CallLimits {
	const timeoutMs = Math.min(SUBMIT_TIMEOUT_MS, Math.max(SUBMIT_PATIENCE_MS, leftMs - SEARCH_MS));
	const silenceMs = Math.min(USUAL_SILENCE_MS, Math.max(LAST_CALL_MS, leftMs));
	return { timeoutMs, silenceMs };
}

/** Limits of an upload that is to end in `leftMs`: half of it is left for another try, if nothing comes. */
export function uploadLimits(leftMs: number): CallLimits {
	const timeoutMs = Math.min(SUBMIT_TIMEOUT_MS, Math.max(LAST_CALL_MS, leftMs / 2));
	return { timeoutMs, ...limitsWithin(leftMs) };
}

/** A video that is done when the wait is nearly over is still given this time, or the whole wait where that is shorter. */
const LATE_DOWNLOAD_MS = 30 * SECOND;

/** How long a finished task's video is tried for. */
export function downloadPatienceMs(facts: { leftMs: number; waitTimeoutMs: number }): number {
	return Math.max(facts.leftMs, Math.min(LATE_DOWNLOAD_MS, facts.waitTimeoutMs));
}

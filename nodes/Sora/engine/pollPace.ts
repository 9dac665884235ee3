/** When a task is asked for again: facts in, milliseconds out. */

import { backOffMs, jittered } from './policy';

const SECOND = 1000;

export interface PollFacts {
	/** Milliseconds since the submit. */
	elapsedMs: number;
	/** How often we have looked. */
	polls: number;
	/** Answers in a row that said nothing about the task. */
	troubles: number;
	retryAfterMs: number | null;
	/** The pace that the server asks for though all is well; null where it does not say. */
	pollAfterMs: number | null;
	/** The model's usual render time; null where nobody knows. */
	usualRenderMs: number | null;
	pace: { firstPollMs: number; minIntervalMs: number };
	random: number;
}

const SHORTEST_INTERVAL_MS = 1 * SECOND;
const LONGEST_INTERVAL_MS = 10 * SECOND;
/** A server that asks for more has made a mistake: nobody shall wait for a video that is there. */
const LONGEST_REQUESTED_PACE_MS = 60 * SECOND;
/** The least time between two polls that a server may ask for, in milliseconds; 0 where it does not. */
export function requestedPaceMs(pollAfterMs: number | null): number {
	return Math.min(LONGEST_REQUESTED_PACE_MS, pollAfterMs ?? 0);
}

/** A delay of a twentieth of the render is not felt, and keeps a render at some dozens of looks. */
const SHARE_OF_RENDER = 0.05;

/**
 * Milliseconds until the next look: what the server asks for, else a share of how long the render
 * takes: the time it has already taken, and at least a quarter of the usual time.
 */
export function nextPollDelayMs(facts: PollFacts): number {
	const { minIntervalMs } = facts.pace;
	if (facts.retryAfterMs !== null) return backOffMs(1, facts.retryAfterMs, facts.random);
	if (facts.troubles > 0)
		return Math.max(minIntervalMs, backOffMs(facts.troubles, null, facts.random));
	const expected = Math.max(facts.elapsedMs, (facts.usualRenderMs ?? 0) / 4);
	const share = Math.min(
		LONGEST_INTERVAL_MS,
		Math.max(SHORTEST_INTERVAL_MS, expected * SHARE_OF_RENDER),
	);
	const floor = facts.polls === 0 ? facts.pace.firstPollMs : minIntervalMs;
	return Math.max(floor, requestedPaceMs(facts.pollAfterMs), jittered(share, facts.random));
}

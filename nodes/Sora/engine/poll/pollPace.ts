/** When a task is polled next. */

import { backOffMs, jittered } from '../policy';

const SECOND = 1000;

export interface PollFacts {
	/** Milliseconds since the submit, or since the task has left the provider's queue. */
	elapsedMs: number;
	/** How often we have polled. */
	polls: number;
	/** Responses in a row that said nothing about the task. */
	troubles: number;
	retryAfterMs: number | null;
	/** The pace that the server asks for though all is well; null where it does not say. */
	pollAfterMs: number | null;
	/** How long the model's render takes; null where nobody knows. */
	expected: ExpectedRender | null;
	pace: { firstPollMs: number; minIntervalMs: number };
	random: number;
}

/** In milliseconds from the submit. */
export interface ExpectedRender {
	/** Hardly a render ends before. */
	earliestMs: number;
	usualMs: number;
}

/** A quick render is one that the provider or this run has known to be faster than usual. */
const EARLIEST_SHARE_OF_USUAL = 0.6;
const EARLIEST_SHARE_OF_SHORTEST = 0.85;

/**
 * What is known of a render before it has ended.
 * @param facts.usualMs of the model, by its provider or by experience; null where nobody knows.
 * @param facts.shortestMs of this model in this run; null where none has ended yet.
 */
export function expectedRender(facts: {
	usualMs: number | null;
	shortestMs: number | null;
}): ExpectedRender | null {
	const { usualMs, shortestMs } = facts;
	if (shortestMs !== null)
		return { earliestMs: shortestMs * EARLIEST_SHARE_OF_SHORTEST, usualMs: shortestMs };
	return usualMs === null ? null : { earliestMs: usualMs * EARLIEST_SHARE_OF_USUAL, usualMs };
}

/** A server that asks for more has made a mistake: nobody shall wait for a video that is there. */
const LONGEST_REQUESTED_PACE_MS = 60 * SECOND;

/** The least time between two polls that a server may ask for, in milliseconds; 0 where it does not. */
export function requestedPaceMs(pollAfterMs: number | null): number {
	return Math.min(LONGEST_REQUESTED_PACE_MS, pollAfterMs ?? 0);
}

const SHORTEST_INTERVAL_MS = 1 * SECOND;
const LONGEST_INTERVAL_MS = 10 * SECOND;
/** A delay of a twentieth of the render is not felt. */
const SHARE_OF_RENDER = 0.05;
/** Around the time at which it usually ends. */
const INTERVAL_WHEN_EXPECTED_MS = 4 * SECOND;
/** Before that, only a failure can be seen. */
const LONGEST_INTERVAL_BEFORE_MS = 30 * SECOND;
/** A render that takes longer than this times the usual is one of which nothing is known. */
const LATE = 1.6;

/**
 * Milliseconds until the next poll: what the server asks for, else rarely before the render can have
 * ended, often when it is expected to, and less and less often when it takes longer. Where nothing is
 * known of it: a share of the time it has taken already.
 */
export function nextPollDelayMs(facts: PollFacts): number {
	const { minIntervalMs, firstPollMs } = facts.pace;
	if (facts.retryAfterMs !== null) return backOffMs(1, facts.retryAfterMs, facts.random);
	if (facts.troubles > 0)
		return Math.max(minIntervalMs, backOffMs(facts.troubles, null, facts.random));
	const floor = facts.polls === 0 ? firstPollMs : minIntervalMs;
	const requestedMs = requestedPaceMs(facts.pollAfterMs);
	return Math.max(floor, requestedMs, jittered(intervalMs(facts), facts.random));
}

function intervalMs({ elapsedMs, expected }: PollFacts): number {
	const share = Math.min(
		LONGEST_INTERVAL_MS,
		Math.max(SHORTEST_INTERVAL_MS, elapsedMs * SHARE_OF_RENDER),
	);
	if (expected === null) return share;
	const often = Math.min(INTERVAL_WHEN_EXPECTED_MS, expected.usualMs * SHARE_OF_RENDER);
	const interval = Math.max(SHORTEST_INTERVAL_MS, often);
	const untilEarliestMs = expected.earliestMs - elapsedMs;
	if (untilEarliestMs > interval) {
		const doubled = Math.min(LONGEST_INTERVAL_BEFORE_MS, Math.max(interval, elapsedMs));
		return Math.min(doubled, untilEarliestMs);
	}
	return elapsedMs > LATE * expected.usualMs ? Math.max(interval, share) : interval;
}

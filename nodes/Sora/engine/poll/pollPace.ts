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
	/** Where it stands in the provider's queue; null where it renders, or where it is not known to wait. */
	queue: QueuePlace | null;
	pace: { firstPollMs: number; minIntervalMs: number };
	random: number;
}

/** In milliseconds from the submit. */
export interface ExpectedRender {
	/** Hardly a render ends before. */
	earliestMs: number;
	usualMs: number;
	/** Renders of this run have told. */
	isLearned: boolean;
}

/** A place in the provider's queue, as far as the tasks of this run tell. */
export interface QueuePlace {
	/** Tasks of this run that came before and are still queued. */
	ahead: number;
	/** The most tasks of this run that were seen to render at the same time. */
	atATime: number;
}

/** Hardly a render takes less than this of its usual time. */
const EARLIEST_SHARE_OF_USUAL = 0.6;
/**
 * Few renders of a run are quicker than its quickest so far, so most are polled for the first time when
 * that one had ended. Some are polled earlier: else a quicker one would never be noticed.
 */
const EARLIEST_SHARE_OF_SHORTEST = 1;
const EARLIEST_SHARE_OF_SCOUTS = 0.85;
const SCOUTS_SHARE = 0.15;

/**
 * What is known of a render before it has ended.
 * @param facts.usualMs of the model, by its provider or by experience; null where nobody knows.
 * @param facts.shortestMs of this model in this run; null where none has ended yet.
 * @param facts.random 0 ≤ x < 1, of this task.
 */
export function expectedRender(facts: {
	usualMs: number | null;
	shortestMs: number | null;
	random: number;
}): ExpectedRender | null {
	const { usualMs, shortestMs, random } = facts;
	if (shortestMs !== null) {
		const isScout = random < SCOUTS_SHARE;
		const share = isScout ? EARLIEST_SHARE_OF_SCOUTS : EARLIEST_SHARE_OF_SHORTEST;
		return { earliestMs: shortestMs * share, usualMs: shortestMs, isLearned: true };
	}
	if (usualMs === null) return null;
	return { earliestMs: usualMs * EARLIEST_SHARE_OF_USUAL, usualMs, isLearned: false };
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
	const ownPaceMs = facts.polls === 0 ? firstPollMs : minIntervalMs;
	const floorMs = Math.max(ownPaceMs, requestedPaceMs(facts.pollAfterMs));
	return Math.max(floorMs, pauseMs(facts, floorMs));
}

function pauseMs(facts: PollFacts, floorMs: number): number {
	const { elapsedMs, polls, expected, queue, random } = facts;
	if (queue !== null) return jittered(pauseInQueueMs(facts, queue), random);
	const share = Math.min(
		LONGEST_INTERVAL_MS,
		Math.max(SHORTEST_INTERVAL_MS, elapsedMs * SHARE_OF_RENDER),
	);
	if (expected === null) return jittered(share, random);
	const often = Math.min(INTERVAL_WHEN_EXPECTED_MS, expected.usualMs * SHARE_OF_RENDER);
	const interval = Math.max(SHORTEST_INTERVAL_MS, often);
	const untilEarliestMs = expected.earliestMs - elapsedMs;
	if (untilEarliestMs > 0) {
		// What fails at once is seen by the first poll; others of this run did not fail.
		const isSure = expected.isLearned && polls > 0;
		const longest = isSure ? LONGEST_INTERVAL_BEFORE_MS : Math.max(interval, elapsedMs);
		const doubled = Math.min(LONGEST_INTERVAL_BEFORE_MS, longest);
		const early = Math.max(floorMs, jittered(doubled, random));
		// A poll just before the first one that can show the end would only put that one off.
		const wouldPutOff = untilEarliestMs - early < Math.max(interval, floorMs);
		return wouldPutOff ? untilEarliestMs : early;
	}
	return jittered(
		elapsedMs > LATE * expected.usualMs ? Math.max(interval, share) : interval,
		random,
	);
}

/**
 * What waits now ends a whole render from now at the earliest. Nobody knows how long that is while
 * nothing has ended: but those that render have taken as long as this one has waited. Once it has
 * waited longer than a render, the queue is a long one, and those before it have their turn first;
 * queues are not always just, so only half of that is counted.
 */
function pauseInQueueMs(
	{ elapsedMs, expected }: PollFacts,
	{ ahead, atATime }: QueuePlace,
): number {
	const wholeMs = expected?.earliestMs ?? elapsedMs;
	const isLong = expected !== null && elapsedMs > expected.usualMs;
	const turns = isLong ? 1 + Math.floor(ahead / atATime) / 2 : 1;
	const pause = Math.min(elapsedMs, wholeMs * turns);
	return Math.min(LONGEST_INTERVAL_BEFORE_MS, Math.max(SHORTEST_INTERVAL_MS, pause));
}

/** When a suspended execution calls itself. A callback that comes makes all of these calls needless. */

import type { Suspension } from './suspension';

type Times = Pick<
	Suspension,
	'tasks' | 'failFast' | 'parkedAt' | 'deadline' | 'usualRenderMs' | 'unreachable'
>;

/** Long enough for n8n to store the execution. */
const STORED_AFTER_MS = 2_000;
/** The providers try a callback again for at least so long; until then it finds the execution parked. */
const RETRIED_FOR_MS = 2_000;
/** A render that takes twice its usual time may as well have ended unheard. */
const LATE = 2;
const SHORTEST_NET_MS = 120_000;
/** Of the wait, where nobody knows how long the renders take. */
const PART_OF_WAIT = 1 / 3;
/** Each look costs one status call for each open task. */
const THEN_TIMES = 4;
/** How often we look ourselves where no callback can come. */
const UNREACHABLE_MS = 30_000;

/** A long run of submits may have missed the first callbacks; @returns Unix milliseconds. */
export function firstCallAt(times: Times): number {
	const { tasks, parkedAt, deadline } = times;
	const firstSubmit = Math.min(...tasks.map(({ submittedAt }) => submittedAt));
	const mayHaveMissedOne = parkedAt - firstSubmit > RETRIED_FOR_MS;
	return mayHaveMissedOne
		? Math.min(parkedAt + STORED_AFTER_MS, deadline)
		: nextCallAt(times, parkedAt);
}

/**
 * Callbacks get lost (n8n was overloaded, or behind a broken proxy): so we look when the renders
 * should long have ended, then at four times that, and at the deadline.
 * @returns Unix milliseconds.
 */
export function nextCallAt(times: Times, now: number): number {
	return Math.min(scheduledCallAt(times, now), firstTimeout(times, now) ?? Infinity);
}

/** Apart, so that items that were submitted one after another do not make a call each. */
const TIMEOUTS_APART_MS = 10_000;

/** When the next item has waited for as long as it may, if that ends the run. */
function firstTimeout({ tasks, failFast }: Times, now: number): number | null {
	if (!failFast) return null;
	const ends = tasks
		.filter(({ terms }) => terms.onTimeout === 'error')
		.map(({ submittedAt, terms }) => submittedAt + terms.waitTimeoutMs)
		.filter((end) => end > now);
	return ends.length === 0 ? null : Math.max(now + TIMEOUTS_APART_MS, Math.min(...ends));
}

function scheduledCallAt(times: Times, now: number): number {
	const { parkedAt, deadline, usualRenderMs, unreachable } = times;
	if (unreachable !== null) return Math.min(deadline, now + UNREACHABLE_MS);
	const lateMs =
		usualRenderMs === null ? (deadline - parkedAt) * PART_OF_WAIT : usualRenderMs * LATE;
	let afterMs = Math.max(SHORTEST_NET_MS, lateMs);
	while (parkedAt + afterMs <= now) afterMs *= THEN_TIMES;
	return Math.min(deadline, parkedAt + afterMs);
}

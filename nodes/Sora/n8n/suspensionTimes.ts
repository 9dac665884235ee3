/** When a suspended execution calls itself. A callback that comes makes all of these calls needless. */

import type { Suspension } from './suspension';

type Times = Pick<Suspension, 'tasks' | 'parkedAt' | 'deadline' | 'usualRenderMs' | 'unreachable'>;

/** Long enough for n8n to store the execution. */
const STORED_AFTER_MS = 2_000;
/** The providers try a callback again for at least so long; until then it finds the execution parked. */
const RETRIED_FOR_MS = 2_000;
/** A render that takes twice its usual time may as well have ended unheard. */
const LATE = 2;
const SHORTEST_NET_MS = 120_000;
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
 * should long have ended, then at double the time each, and at the deadline.
 * @returns Unix milliseconds.
 */
export function nextCallAt(times: Times, now: number): number {
	const { parkedAt, deadline, usualRenderMs, unreachable } = times;
	if (unreachable !== null) return Math.min(deadline, now + UNREACHABLE_MS);
	let afterMs = Math.max(SHORTEST_NET_MS, LATE * (usualRenderMs ?? 0));
	while (parkedAt + afterMs <= now) afterMs *= 2;
	return Math.min(deadline, parkedAt + afterMs);
}

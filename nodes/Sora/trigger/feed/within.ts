import type { Clock } from '../../engine/ports';

/** Short, because a wait that has lost its race goes on to its end. */
const STEP_MS = 1_000;

/**
 * Waits for `work`, but no longer than `ms` milliseconds: then it goes on by itself, and the answer is
 * `late`. What a call promises about its own time is not relied on: a poll must end whatever hangs.
 */
export async function within<T, L>(
	clock: Clock,
	ms: number,
	work: Promise<T>,
	late: L,
): Promise<T | L> {
	const done = work.then((value) => ({ value }));
	for (let left = ms; left > 0 && !clock.stopped; left -= STEP_MS) {
		const step = clock.sleep(Math.min(STEP_MS, left)).then(() => null);
		const first = await Promise.race([done, step]);
		if (first !== null) return first.value;
	}
	return late;
}

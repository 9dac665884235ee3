/** Between two ticks: tasks that are nearly done are looked at every few seconds. */

import { MANY_OPEN } from './accountFeed';
import type { Feed, Finished, Unfinished } from './feed';
import { nextLookMs } from './policy';

const HEARTBEAT_MS = 1_000;
const SHORTEST_INTERVAL_MS = 3_000;
/** A task may come and end between two ticks. */
const TOP_INTERVAL_MS = 20_000;
const TOP_INTERVAL_OF_MANY_MS = 10_000;
/** So long after the last task was created, more are to be expected. */
const LIVELY_MS = 10 * 60_000;
/** A task whose creation nobody tells is taken for one that began so long ago. */
const USUAL_AGE_MS = 60_000;

export interface CloseWatch<V> {
	feed: Feed<V>;
	/** Reads the top of the list once more; null where there is none. */
	readTop: (() => Promise<void>) | null;
	/** Unix ms. */
	until: number;
	/** New tasks are waited for, too, not only those that run. */
	expectsNew: boolean;
	/** Hands over at once what has ended. */
	emit: (finished: Array<Finished<V>>) => void;
}

/** Returns when the time is over, or when nothing is to be expected any more. */
export async function watchClosely<V>(watch: CloseWatch<V>): Promise<void> {
	const { feed, readTop, until, emit, expectsNew } = watch;
	const { clock } = feed.setup;
	let topAt = clock.now();
	while (!feed.isOver && clock.now() < until && isLively(feed, expectsNew)) {
		await clock.sleep(Math.min(HEARTBEAT_MS, until - clock.now()));
		if (feed.isOver) return;
		if (clock.now() >= feed.quietUntil) {
			const isMany = readTop !== null && feed.unfinished.size > MANY_OPEN;
			const interval = isMany ? TOP_INTERVAL_OF_MANY_MS : TOP_INTERVAL_MS;
			if (readTop !== null && clock.now() - topAt >= interval) {
				topAt = clock.now();
				await readTop();
			}
			if (!isMany) await feed.lookAt(dueIn(feed), () => undefined);
		}
		const finished = feed.flush();
		if (finished.length > 0) emit(finished);
	}
}

function isLively<V>(feed: Feed<V>, expectsNew: boolean): boolean {
	if (feed.unfinished.size > 0 || !feed.setup.desk.isEmpty) return true;
	return expectsNew && feed.setup.clock.now() - feed.newestMet < LIVELY_MS;
}

/** Plans the next look at each task, and names those whose time has come. */
function dueIn<V>(feed: Feed<V>): string[] {
	const now = feed.setup.clock.now();
	return [...feed.unfinished].flatMap(([id, task]) => {
		const isDue = task.due > 0 && now >= task.due;
		if (task.due === 0 || isDue) task.due = now + intervalOf(feed, task, now);
		return isDue ? [id] : [];
	});
}

function intervalOf<V>(feed: Feed<V>, task: Unfinished, now: number): number {
	const { provider, clock } = feed.setup;
	const next = nextLookMs({
		elapsedMs: task.createdAt === 0 ? USUAL_AGE_MS : Math.max(0, now - task.createdAt),
		looks: task.looks,
		troubles: task.troubles,
		retryAfterMs: null,
		usualRenderMs: null,
		pace: provider.pace,
		random: clock.random(),
	});
	return Math.max(SHORTEST_INTERVAL_MS, next);
}

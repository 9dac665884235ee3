/** Between two ticks: tasks that are nearly done are looked at every few seconds. */

import { MANY_OPEN } from './accountFeed';
import type { Feed, Finished, Unfinished } from './feed';
import { nextPollDelayMs } from '../../engine/policy';

const HEARTBEAT_MS = 1_000;
const SHORTEST_INTERVAL_MS = 3_000;
/** A task may come and end between two ticks. */
const TOP_INTERVAL_MS = 20_000;
const TOP_INTERVAL_OF_MANY_MS = 10_000;
/** So long after the last new task was met, more are to be expected. */
const LIVELY_MS = 10 * 60_000;
/** A task whose creation nobody tells is taken for one that began so long ago. */
const USUAL_AGE_MS = 60_000;
/** The last answers are waited for so long. */
const LAST_ANSWERS_MS = 2_000;

export interface CloseWatch<V> {
	feed: Feed<V>;
	/** Reads the top of the list once more; null where there is none. */
	readTop: (() => Promise<void>) | null;
	/** Unix ms. */
	until: number;
	/** Downloads are waited for until then, though nothing else is watched any more (Unix ms). */
	deliverUntil: number;
	/** New tasks are waited for, too, not only those that run. */
	expectsNew: boolean;
	/** Hands over at once what has ended. */
	emit: (finished: Array<Finished<V>>) => void;
}

/** Returns when the time is over, or when nothing is to be expected any more. */
export async function watchClosely<V>(watch: CloseWatch<V>): Promise<void> {
	const { feed, until, deliverUntil, emit, expectsNew } = watch;
	const { clock, desk } = feed.setup;
	const asking = new Asking(watch);
	while (!feed.isOver) {
		const finished = feed.flush();
		if (finished.length > 0) emit(finished);
		const ends = [
			...(isLively(feed, expectsNew) ? [until] : []),
			...(desk.isIdle ? [] : [deliverUntil]),
			...(asking.isIdle ? [] : [until + LAST_ANSWERS_MS]),
		];
		const left = Math.max(0, ...ends) - clock.now();
		if (left <= 0) return;
		const pause = Math.min(HEARTBEAT_MS, left);
		await (desk.isIdle ? clock.sleep(pause) : desk.waitForOne(pause));
		if (clock.now() < until) asking.goOn();
	}
}

function isLively<V>(feed: Feed<V>, expectsNew: boolean): boolean {
	if (feed.unfinished.size > 0 || !feed.setup.desk.isEmpty) return true;
	return expectsNew && feed.setup.clock.now() - feed.memory.newsAt < LIVELY_MS;
}

/** The calls of a watch. Nobody waits for them: one that hangs holds up no other task. */
class Asking<V> {
	private topAt: number;
	private isReadingTop = false;
	private underway = 0;
	private broken: Error | null = null;

	constructor(private readonly watch: CloseWatch<V>) {
		this.topAt = watch.feed.setup.clock.now();
	}

	get isIdle(): boolean {
		return this.underway === 0;
	}

	/** Makes the calls whose time has come. @throws what a call before has thrown. */
	goOn(): void {
		const { feed, readTop } = this.watch;
		const now = feed.setup.clock.now();
		if (this.broken !== null) throw this.broken;
		if (feed.isOver || now < feed.pausedUntil) return;
		const isMany = readTop !== null && feed.unfinished.size > MANY_OPEN;
		const interval = isMany ? TOP_INTERVAL_OF_MANY_MS : TOP_INTERVAL_MS;
		if (readTop !== null && !this.isReadingTop && now - this.topAt >= interval) {
			this.topAt = now;
			this.isReadingTop = true;
			this.begin(readTop().finally(() => (this.isReadingTop = false)));
		}
		const due = dueIn(feed, isMany);
		if (due.length > 0) this.begin(feed.pollTasks(due, () => undefined));
	}

	private begin(call: Promise<void>): void {
		this.underway++;
		void call
			.catch((error: unknown) => {
				this.broken = error instanceof Error ? error : new Error(String(error));
			})
			.finally(() => this.underway--);
	}
}

/**
 * Plans the next look at each task, and names those whose time has come.
 * @param isListed the list tells of all but those of which it is not sure.
 */
function dueIn<V>(feed: Feed<V>, isListed: boolean): string[] {
	const now = feed.setup.clock.now();
	return [...feed.unfinished].flatMap(([id, task]) => {
		if (task.isAsked || (isListed && !task.hearsay)) return [];
		const isDue = task.due > 0 && now >= task.due;
		if (task.due === 0 || isDue) task.due = now + intervalOf(feed, task, now);
		return isDue ? [id] : [];
	});
}

function intervalOf<V>(feed: Feed<V>, task: Unfinished, now: number): number {
	const { provider, clock } = feed.setup;
	const next = nextPollDelayMs({
		elapsedMs: task.createdAt === 0 ? USUAL_AGE_MS : Math.max(0, now - task.createdAt),
		polls: task.polls,
		troubles: task.troubles,
		retryAfterMs: null,
		usualRenderMs: null,
		pace: provider.pace,
		random: clock.random(),
	});
	return Math.max(SHORTEST_INTERVAL_MS, next);
}

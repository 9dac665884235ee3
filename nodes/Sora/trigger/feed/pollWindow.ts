/** The rest of a poll, until shortly before n8n's next tick: what has ended is emitted, what runs is watched. */

import type { Provider } from '../../providers/provider';
import { MANY_OPEN, readTop } from './accountFeed';
import type { Feed, Finished } from './feed';

/** n8n ticks every minute; a poll ends well before the next one. */
const WATCH_MS = 52_000;
/**
 * n8n waits for the first poll of an activation, and then up to a minute for the next one. Running
 * tasks are watched in between for as long as a person, or n8n's start, may be held up.
 */
const ACTIVATION_WATCH_MS = 15_000;
/** Downloads at the start of a poll are waited for so long; those that take longer follow by themselves. */
const DELIVERY_MS = 20_000;

const HEARTBEAT_MS = 1_000;
/** A task may come and end between two ticks. */
const TOP_INTERVAL_MS = 20_000;
const TOP_INTERVAL_OF_MANY_MS = 10_000;
/** So long after the last new task was met, more are expected. */
const LIVELY_MS = 10 * 60_000;
/** The last answers are waited for so long. */
const LAST_ANSWERS_MS = 2_000;

export interface PollWindow {
	feed: Feed;
	/** Of the account; null if tasks are watched by their IDs. */
	list: NonNullable<Provider['list']> | null;
	/** Unix ms. */
	startedAt: number;
	/** The poll of an activation. */
	isFirst: boolean;
	/** So long may the poll take. */
	budgetMs: number;
	/** null: this version of n8n takes what the poll returns, and nothing else. */
	emit: ((finished: Array<Finished>) => void) | null;
}

/**
 * Emits at once what has ended, and spends the rest of the minute watching. Nothing is watched after
 * the poll: n8n evaluates the credential's expressions only while it polls.
 * @returns what is still to be emitted.
 */
export async function drainAndWatch(poll: PollWindow): Promise<Array<Finished>> {
	const { feed, list, startedAt, isFirst, budgetMs, emit } = poll;
	if (emit === null) {
		await feed.setup.downloads.waitUntilIdle(DELIVERY_MS);
		return feed.flush();
	}
	await watch({
		feed,
		readTop: list === null ? null : async () => await readTop(feed, list),
		until: startedAt + Math.min(isFirst ? ACTIVATION_WATCH_MS : WATCH_MS, budgetMs),
		deliverUntil: startedAt + DELIVERY_MS,
		expectsNew: list !== null && !isFirst,
		emit,
	});
	feed.remember();
	feed.stop();
	return [];
}

export interface Watch {
	feed: Feed;
	/** Reads the top of the list once more; null if there is none. */
	readTop: (() => Promise<void>) | null;
	/** Unix ms. */
	until: number;
	/** Downloads are waited for until then, even if nothing else is watched any more (Unix ms). */
	deliverUntil: number;
	/** New tasks are waited for as well, not only those that run. */
	expectsNew: boolean;
	emit: (finished: Array<Finished>) => void;
}

/** Returns when the time is over, or when nothing more is expected. */
export async function watch(terms: Watch): Promise<void> {
	const { feed, until, deliverUntil, emit, expectsNew } = terms;
	const { clock, downloads } = feed.setup;
	const calls = new WatchCalls(terms);
	while (!feed.isOver) {
		const finished = feed.flush();
		if (finished.length > 0) emit(finished);
		const ends = [
			...(isLively(feed, expectsNew) ? [until] : []),
			...(downloads.isIdle ? [] : [deliverUntil]),
			...(calls.isIdle ? [] : [until + LAST_ANSWERS_MS]),
		];
		const left = Math.max(0, ...ends) - clock.now();
		if (left <= 0) return;
		const pause = Math.min(HEARTBEAT_MS, left);
		await (downloads.isIdle ? clock.sleep(pause) : downloads.waitUntilIdle(pause));
		if (clock.now() < until) calls.makeDue();
	}
}

function isLively(feed: Feed, expectsNew: boolean): boolean {
	if (feed.unfinished.size > 0 || !feed.setup.downloads.isEmpty) return true;
	return expectsNew && feed.setup.clock.now() - feed.memory.newsAt < LIVELY_MS;
}

/** The calls of a watch. Nobody waits for them: one that hangs holds up no other task. */
class WatchCalls {
	private topReadAt: number;
	private isReadingTop = false;
	private underway = 0;
	private thrown: Error | null = null;

	constructor(private readonly terms: Watch) {
		this.topReadAt = terms.feed.setup.clock.now();
	}

	get isIdle(): boolean {
		return this.underway === 0;
	}

	/** Makes the calls whose time has come. @throws what an earlier call has thrown. */
	makeDue(): void {
		const { feed, readTop: readTopAgain } = this.terms;
		const now = feed.setup.clock.now();
		if (this.thrown !== null) throw this.thrown;
		if (feed.isOver || feed.isPaused) return;
		const isMany = readTopAgain !== null && feed.unfinished.size > MANY_OPEN;
		const interval = isMany ? TOP_INTERVAL_OF_MANY_MS : TOP_INTERVAL_MS;
		if (readTopAgain !== null && !this.isReadingTop && now - this.topReadAt >= interval) {
			this.topReadAt = now;
			this.isReadingTop = true;
			this.begin(readTopAgain().finally(() => (this.isReadingTop = false)));
		}
		const due = feed.unfinished.takeDue(isMany);
		if (due.length > 0) this.begin(feed.pollTasks(due, () => undefined));
	}

	private begin(call: Promise<void>): void {
		this.underway++;
		void call
			.catch((error: unknown) => {
				this.thrown = error instanceof Error ? error : new Error(String(error));
			})
			.finally(() => this.underway--);
	}
}

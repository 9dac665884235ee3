/** Watching every task of an account, by the provider's own list. */

import type { Provider } from '../../providers/provider';
import { hasEnded, type Failure, type VideoTask } from '../../providers/video';
import type { Feed } from './feed';
import { creationOf } from './memory';
import { verdictOn } from './filter';
import { backOffAfter, troubleKind } from './backOff';
import { oldestOf, readListing, type Listing } from './listTasks';

type List = NonNullable<Provider['list']>;

/** A task may be listed some minutes after it was created, and out of order by as much. */
const SLACK_MS = 5 * 60_000;
const BASELINE_MS = 24 * 60 * 60_000;
const BASELINE_PAGES = 20;
/** From this many open tasks on, one page of the list costs less than looking at each. */
export const MANY_OPEN = 20;
const PAGES_BELOW_WATERMARK = 20;
const PAGES_AGAIN = 5;
/** Looks at single tasks at the start of a poll; a random part of more has its turn. */
const STRAYS_LOOKED_AT = 200;
/** Those that take longer are answered while the poll goes on. */
const STRAYS_MS = 10_000;

/**
 * The first poll: nothing is emitted. What has ended is past; what runs will be emitted.
 * @returns why there is no baseline; null where there is one.
 */
export async function setBaseline<V>(feed: Feed<V>, list: List): Promise<Failure | null> {
	const { memory, setup } = feed;
	let newest = 0;
	const listing = await readListing(setup.http, list, {
		isOver: () => feed.isOver,
		goOn: (page, pages) => {
			newest = Math.max(newest, ...page.map(creationOf));
			return pages < BASELINE_PAGES && oldestOf(page) > newest - BASELINE_MS;
		},
	});
	if (listing.end === 'broken') return listing.failure ?? stopped();
	memory.newest = newestButOne(listing.tasks);
	// Nobody knows yet how the provider's clock and ours differ.
	memory.newsAt = Math.min(newest, setup.clock.now());
	feed.mayRise = { to: memory.newest - SLACK_MS };
	for (const task of listing.tasks.reverse()) {
		const isPast = hasEnded(task.status) || verdictOn(task, setup.wishes) === 'ignore';
		if (isPast) memory.deal(task.id, creationOf(task));
		else feed.see(task, 'list');
	}
	feed.remember();
	return null;
}

function stopped(): Failure {
	const message = 'The list was not read to its end';
	return { category: 'timeout', code: null, message, httpStatus: null, retryAfterMs: null };
}

/**
 * Reads the list back to the watermark, then looks at the open tasks that it did not hold.
 * @returns why the list could not be read to its end; null where it was.
 */
export async function readAccount<V>(feed: Feed<V>, list: List): Promise<Failure | null> {
	const { memory, setup } = feed;
	const listing = await readListing(setup.http, list, {
		isOver: () => feed.isOver,
		goOn: (page, pages) =>
			oldestOf(page) >= memory.since || isWorthMore(feed, oldestOf(page), pages),
	});
	if (listing.end === 'complete') {
		// What was listed once is listed once more: lists shift while they are paged.
		feed.mayRise = { to: memory.newest - SLACK_MS };
		memory.newest = Math.max(memory.newest, newestButOne(listing.tasks));
	}
	seeAll(feed, listing);
	const { failure } = listing;
	if (failure !== null) {
		feed.pauseFor(failure.retryAfterMs);
		if (troubleKind(failure) === 'passing') {
			memory.backOff = backOffAfter(memory.backOff, failure.retryAfterMs, setup.clock.now());
		}
		return failure;
	}
	memory.backOff = null;
	await lookAtStrays(feed, listing.tasks);
	return null;
}

/** A single task with a time in the future must not lift the watermark above all that come. */
function newestButOne(tasks: readonly VideoTask[]): number {
	const [, second = 0] = tasks.map(creationOf).sort((a, b) => b - a);
	return second;
}

/** Many old tasks are open: a few pages more tell of most of them. */
function isWorthMore<V>({ memory }: Feed<V>, oldest: number, pages: number): boolean {
	if (memory.open.size <= MANY_OPEN || pages >= PAGES_BELOW_WATERMARK) return false;
	return oldest > Math.min(...memory.open.values());
}

function seeAll<V>(feed: Feed<V>, { tasks }: Listing): void {
	for (const task of [...tasks].reverse()) feed.see(task, 'list');
}

async function lookAtStrays<V>(feed: Feed<V>, listed: readonly VideoTask[]): Promise<void> {
	const { memory, setup } = feed;
	const met = new Set(listed.map(({ id }) => id));
	const strays = [...memory.open.keys()].filter(
		(id) => (!met.has(id) || feed.unfinished.get(id)?.hearsay === true) && !setup.desk.has(id),
	);
	for (const id of strays) feed.waitFor(id, memory.open.get(id) ?? 0);
	const first = Math.floor(setup.clock.random() * strays.length);
	const turn = [...strays.slice(first), ...strays.slice(0, first)];
	const polls = feed.pollTasks(turn.slice(0, STRAYS_LOOKED_AT), (id) => void feed.countMissing(id));
	await (strays.length > 0 ? Promise.race([polls, setup.clock.sleep(STRAYS_MS)]) : polls);
}

/** The top of the list once more, within a poll: new tasks, and the ends of many at once. */
export async function readTop<V>(feed: Feed<V>, list: List): Promise<void> {
	const { memory, unfinished, setup } = feed;
	const isMany = unfinished.size > MANY_OPEN;
	const oldest = Math.min(...[...unfinished.values()].map(({ createdAt }) => createdAt));
	const listing = await readListing(setup.http, list, {
		isOver: () => feed.isOver,
		goOn: (page, pages) =>
			isMany && pages < PAGES_AGAIN && oldestOf(page) >= Math.min(oldest, memory.since),
	});
	if (feed.isOver) return;
	seeAll(feed, listing);
	feed.pauseFor(listing.failure?.retryAfterMs ?? null);
}

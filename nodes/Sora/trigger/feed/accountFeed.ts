/** Watching every task of an account, by the provider's own list. */

import type { Provider } from '../../providers/provider';
import { toFailure, type Failure, type VideoTask } from '../../providers/video';
import type { Feed } from './feed';
import { oldestOf, readListing } from './listTasks';
import { creationOf } from './memory';

type List = NonNullable<Provider['list']>;

/** A task may be listed some minutes after it was created, and out of order by as much. */
const SLACK_MS = 5 * 60_000;
const BASELINE_MS = 24 * 60 * 60_000;
const BASELINE_PAGES = 20;
/** With more open tasks than this, one page of the list costs less than polling each. */
export const MANY_OPEN = 20;
const PAGES_BELOW_WATERMARK = 20;
const TOP_PAGES = 5;
/** Unlisted tasks polled at the start of a poll; if there are more, a random part takes its turn. */
const UNLISTED_POLLED = 200;
/** Those that take longer are answered while the poll goes on. */
const UNLISTED_WAIT_MS = 10_000;

/**
 * The first poll: nothing is emitted. What has ended is past; what runs will be emitted.
 * @returns why there is no baseline; null if there is one.
 */
export async function setBaseline(feed: Feed, list: List): Promise<Failure | null> {
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
	memory.recordNewest(newestButOne(listing.tasks));
	// Nobody knows yet how the provider's clock and ours differ.
	memory.recordNews(Math.min(newest, setup.clock.now()));
	feed.allowWatermark(memory.newest - SLACK_MS);
	for (const task of listing.tasks.reverse()) feed.seeAtBaseline(task);
	feed.remember();
	return null;
}

function stopped(): Failure {
	return toFailure('timeout', 'The list could not be read to its end in time');
}

/**
 * Reads the list back to the watermark, then polls the open tasks that were not on it.
 * @returns why the list could not be read to its end; null if it was.
 */
export async function readAccount(feed: Feed, list: List): Promise<Failure | null> {
	const { memory, setup } = feed;
	const { tasks, end, failure } = await readListing(setup.http, list, {
		isOver: () => feed.isOver,
		goOn: (page, pages) =>
			oldestOf(page) >= memory.watermark || isWorthMore(feed, oldestOf(page), pages),
	});
	if (end === 'complete') {
		// What was listed once is listed once more: lists shift while they are paged.
		feed.allowWatermark(memory.newest - SLACK_MS);
		memory.recordNewest(newestButOne(tasks));
	}
	seeAll(feed, tasks);
	if (failure !== null) {
		feed.listFailed(failure);
		return failure;
	}
	feed.listSucceeded();
	await pollUnlisted(feed, tasks);
	return null;
}

/** A single task with a time in the future must not lift the watermark above all that come. */
function newestButOne(tasks: readonly VideoTask[]): number {
	const [, second = 0] = tasks.map(creationOf).sort((a, b) => b - a);
	return second;
}

/** Many old tasks are open: a few more pages tell of most of them. */
function isWorthMore({ memory }: Feed, oldest: number, pages: number): boolean {
	if (memory.open.size <= MANY_OPEN || pages >= PAGES_BELOW_WATERMARK) return false;
	return oldest > Math.min(...memory.open.values());
}

function seeAll(feed: Feed, tasks: readonly VideoTask[]): void {
	for (const task of [...tasks].reverse()) feed.see(task, 'list');
}

async function pollUnlisted(feed: Feed, listed: readonly VideoTask[]): Promise<void> {
	const { memory, setup, unfinished } = feed;
	const met = new Set(listed.map(({ id }) => id));
	const unlisted = [...memory.open.keys()].filter(
		(id) => (!met.has(id) || unfinished.isUnconfirmed(id)) && !setup.downloads.has(id),
	);
	for (const id of unlisted) feed.waitFor(id, memory.open.get(id) ?? 0);
	const first = Math.floor(setup.clock.random() * unlisted.length);
	const inTurn = [...unlisted.slice(first), ...unlisted.slice(0, first)];
	const polls = feed.pollTasks(
		inTurn.slice(0, UNLISTED_POLLED),
		(id) => void feed.countMissing(id),
	);
	await (unlisted.length > 0 ? Promise.race([polls, setup.clock.sleep(UNLISTED_WAIT_MS)]) : polls);
}

/** The top of the list once more, within a poll: new tasks, and the ends of many at once. */
export async function readTop(feed: Feed, list: List): Promise<void> {
	const { memory, unfinished, setup } = feed;
	const isMany = unfinished.size > MANY_OPEN;
	const { oldestCreation } = unfinished;
	const listing = await readListing(setup.http, list, {
		isOver: () => feed.isOver,
		goOn: (page, pages) =>
			isMany && pages < TOP_PAGES && oldestOf(page) >= Math.min(oldestCreation, memory.watermark),
	});
	if (feed.isOver) return;
	seeAll(feed, listing.tasks);
	feed.pauseFor(listing.failure?.retryAfterMs ?? null);
}

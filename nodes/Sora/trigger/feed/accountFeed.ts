/** Watching every task of an account, by the provider's own list. */

import type { Provider } from '../../providers/provider';
import { toFailure, type Failure } from '../../providers/video';
import type { Feed } from './feed';
import { readListing, type ListedTask } from './listTasks';
import { within } from './within';

type List = NonNullable<Provider['list']>;

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
	const listing = await readListing(setup, list, {
		isOver: () => feed.isOver,
		goOn: (page) => {
			newest = Math.max(newest, page.newest);
			return page.pages < BASELINE_PAGES && page.oldest > newest - BASELINE_MS;
		},
	});
	if (listing.end === 'broken') return listing.failure ?? stopped();
	feed.progress.completeFirst(listing.times);
	feed.seeAll(listing, 'baseline');
	// Nobody knows yet how the provider's clock and ours differ.
	const newestTask = Math.max(0, ...listing.tasks.map(({ createdAt }) => createdAt));
	memory.recordNews(Math.min(newestTask, setup.clock.now()));
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
	const listing = await readListing(setup, list, {
		isOver: () => feed.isOver,
		goOn: ({ oldest, pages }) => oldest >= memory.watermark || isWorthMore(feed, oldest, pages),
	});
	const { failure } = listing;
	if (listing.end === 'complete') feed.progress.complete(listing.times);
	feed.seeAll(listing);
	if (failure !== null) {
		feed.listFailed(failure);
		return failure;
	}
	feed.listSucceeded();
	await pollUnlisted(feed, listing.tasks);
	return null;
}

/** Many old tasks are open: a few more pages tell of most of them. */
function isWorthMore({ memory }: Feed, oldest: number, pages: number): boolean {
	if (memory.open.size <= MANY_OPEN || pages >= PAGES_BELOW_WATERMARK) return false;
	return oldest > Math.min(...memory.open.values());
}

async function pollUnlisted(feed: Feed, listed: readonly ListedTask[]): Promise<void> {
	const { memory, setup, unfinished } = feed;
	const met = new Set(listed.map(({ task }) => task.id));
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
	await within(setup.clock, UNLISTED_WAIT_MS, polls, undefined);
}

/** The top of the list once more, within a poll: new tasks, and the ends of many at once. */
export async function readTop(feed: Feed, list: List): Promise<void> {
	const { memory, unfinished, setup } = feed;
	const isMany = unfinished.size > MANY_OPEN;
	const { oldestCreation } = unfinished;
	const listing = await readListing(setup, list, {
		isOver: () => feed.isOver,
		goOn: ({ oldest, pages }) =>
			isMany && pages < TOP_PAGES && oldest >= Math.min(oldestCreation, memory.watermark),
	});
	if (feed.isOver) return;
	feed.seeAll(listing);
	feed.pauseFor(listing.failure?.retryAfterMs ?? null);
}

/** What a poll does once it has read what there is: it emits what has ended, and watches the rest. */

import type { Provider } from '../../providers/provider';
import { readTop } from './accountFeed';
import { watchClosely } from './closeWatch';
import type { Feed, Finished } from './feed';

/** n8n ticks every minute; a poll ends well before the next one. */
const WATCH_MS = 52_000;
/**
 * n8n waits for the first poll of an activation, and then up to a minute for the next one. Tasks that
 * run are watched in between for as long as a person, or n8n's start, may be held up.
 */
const ACTIVATION_WATCH_MS = 15_000;
/** Downloads at the start of a poll are waited for so long; those that take longer follow by themselves. */
const DELIVERY_MS = 20_000;

export interface HandOver<V> {
	feed: Feed<V>;
	/** Of the account; null where tasks are watched by their IDs. */
	list: NonNullable<Provider['list']> | null;
	/** Unix ms. */
	startedAt: number;
	/** The poll of an activation. */
	isFirst: boolean;
	/** So long may the poll take. */
	budgetMs: number;
	/** null: n8n's version takes what the poll returns, and nothing else. */
	emit: ((finished: Array<Finished<V>>) => void) | null;
}

/**
 * What has ended is emitted at once, and the rest of the minute is spent watching. Nothing is watched
 * after the poll: n8n evaluates the credential's expressions only while it polls.
 * @returns what is to be emitted still.
 */
export async function handOver<V>(poll: HandOver<V>): Promise<Array<Finished<V>>> {
	const { feed, list, startedAt, isFirst, budgetMs, emit } = poll;
	if (emit === null) {
		await feed.setup.desk.waitForOne(DELIVERY_MS);
		return feed.flush();
	}
	await watchClosely({
		feed,
		readTop: list === null ? null : async () => await readTop(feed, list),
		until: startedAt + Math.min(isFirst ? ACTIVATION_WATCH_MS : WATCH_MS, budgetMs),
		deliverUntil: startedAt + DELIVERY_MS,
		expectsNew: list !== null && !isFirst,
		emit,
	});
	feed.stop();
	return [];
}

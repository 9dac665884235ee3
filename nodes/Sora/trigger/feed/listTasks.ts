/** Reading an account's list, page by page, back to where all is known. */

import { exchange } from '../../engine/exchange';
import type { Decoded, Provider, TaskPage } from '../../providers/provider';
import type { Failure, VideoTask } from '../../providers/video';
import { creationOf } from './memory';
import type { Http } from '../../engine/ports';

/** 30,000 tasks: more than an account makes while n8n is down. */
const PAGES_READ = 300;
/** A list without times has no place from which all is known; no more than 1,500 tasks are remembered. */
const PAGES_READ_WITHOUT_TIMES = 15;
const LIST_TIMEOUT_MS = 30_000;

export interface Listing {
	/** Newest first; each task once, as it was first met. */
	tasks: VideoTask[];
	/** `broken`: what comes after the last of the tasks is unknown. */
	end: 'complete' | 'broken';
	/** Why it is broken; null also if it was only cut short. */
	failure: Failure | null;
	pages: number;
}

export interface ListingTerms {
	/** Asked after each page that has times: is the next one wanted? */
	goOn: (page: readonly VideoTask[], pages: number) => boolean;
	/** Asked between two pages. */
	isOver: () => boolean;
}

/** Never throws. A list that ends, or of which no more is wanted, is complete. */
export async function readListing(
	http: Http,
	list: NonNullable<Provider['list']>,
	terms: ListingTerms,
): Promise<Listing> {
	const met = new Map<string, VideoTask>();
	const listing = (end: Listing['end'], failure: Failure | null, pages: number): Listing => ({
		tasks: [...met.values()],
		end,
		failure,
		pages,
	});
	let cursor: string | null = null;
	for (let pages = 1; ; pages++) {
		if (terms.isOver()) return listing('broken', null, pages);
		const decoded = await readPage(http, list, cursor);
		if (!decoded.ok) return listing('broken', decoded.failure, pages);
		const { tasks, nextCursor } = decoded.value;
		for (const task of tasks) if (!met.has(task.id)) met.set(task.id, task);
		const hasTimes = tasks.some((task) => creationOf(task) > 0);
		const limit = hasTimes || tasks.length === 0 ? PAGES_READ : PAGES_READ_WITHOUT_TIMES;
		const isRead = hasTimes && !terms.goOn(tasks, pages);
		if (nextCursor === null || isRead || pages >= limit) return listing('complete', null, pages);
		cursor = nextCursor;
	}
}

async function readPage(
	http: Http,
	list: NonNullable<Provider['list']>,
	cursor: string | null,
): Promise<Decoded<TaskPage>> {
	const call = { ...list.call(cursor), timeoutMs: LIST_TIMEOUT_MS };
	return await exchange(http, call, (response) => list.parse(response, cursor));
}

/** Creation of the last task of a page that tells its time. */
export function oldestOf(page: readonly VideoTask[]): number {
	const times = page.map(creationOf).filter((time) => time > 0);
	return times.at(-1) ?? Infinity;
}

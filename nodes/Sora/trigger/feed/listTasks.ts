/** Reading an account's list, page by page, back to where all is known. */

import { exchange } from '../../engine/exchange';
import type { Clock, Http } from '../../engine/ports';
import type { Decoded, Provider, TaskPage } from '../../providers/provider';
import { toFailure, type Failure, type VideoTask } from '../../providers/video';
import type { FeedFilter } from './filter';
import { creationOf, type FeedMemory } from './memory';
import { within } from './within';

/** 30,000 tasks: more than an account makes while n8n is down. */
const PAGES_READ = 300;
/** A list without times has no place from which all is known; no more than 1,500 tasks are remembered. */
const PAGES_READ_WITHOUT_TIMES = 15;
/** Without a byte. */
const IDLE_TIMEOUT_MS = 30_000;
/** For a page as a whole, also if its bytes trickle. */
const PAGE_LIMIT_MS = 45_000;

type List = NonNullable<Provider['list']>;

export interface ListedTask {
	task: VideoTask;
	/** Unix ms. A task that does not tell it is taken to be as old as the one above it; 0: no row tells its. */
	createdAt: number;
}

export interface Listing {
	/** Newest first; each task once, as it was first met. */
	tasks: ListedTask[];
	/** Tasks that ended with something else than a video. */
	others: VideoTask[];
	/** Creation of all rows, whatever they are (Unix ms). */
	times: number[];
	/** `broken`: what comes after the last of the tasks is unknown. */
	end: 'complete' | 'broken';
	/** Why it is broken; null also if it was only cut short. */
	failure: Failure | null;
}

export interface ListSource {
	http: Http;
	clock: Clock;
	filter: Pick<FeedFilter, 'models'>;
}

/** What decides whether the next page is wanted. */
export interface ListedPage {
	tasks: readonly VideoTask[];
	/** Creation of its last and of its newest row, whatever they are (Unix ms). */
	oldest: number;
	newest: number;
	/** Pages read so far, this one included. */
	pages: number;
}

export interface ListingTerms {
	/** Asked after each page that has times: is the next one wanted? */
	goOn: (page: ListedPage) => boolean;
	/** Asked between two pages. */
	isOver: () => boolean;
}

/** Never throws. A list that ends, or of which no more is wanted, is complete. */
export async function readListing(
	source: ListSource,
	list: List,
	terms: ListingTerms,
): Promise<Listing> {
	const met = new Map<string, VideoTask>();
	const others: VideoTask[] = [];
	const times: number[] = [];
	const listing = (end: Listing['end'], failure: Failure | null): Listing => {
		return { tasks: dated([...met.values()], times), others, times, end, failure };
	};
	let cursor: string | null = null;
	for (let pages = 1; ; pages++) {
		if (terms.isOver()) return listing('broken', null);
		const decoded = await readPage(source, list, cursor);
		if (!decoded.ok) return listing('broken', decoded.failure);
		const { tasks, nextCursor } = decoded.value;
		const told = decoded.value.createdAt
			.map((createdAt) => creationOf({ createdAt }))
			.filter((time) => time > 0);
		for (const task of tasks) if (!met.has(task.id)) met.set(task.id, task);
		others.push(...decoded.value.others);
		times.push(...told);
		const limit = times.length > 0 ? PAGES_READ : PAGES_READ_WITHOUT_TIMES;
		const [oldest] = told.slice(-1);
		const isRead =
			oldest !== undefined && !terms.goOn({ tasks, oldest, newest: Math.max(...told), pages });
		if (nextCursor === null || isRead || pages >= limit) return listing('complete', null);
		cursor = nextCursor;
	}
}

/**
 * Without a time of its own a task would be older than any watermark, and so never be emitted. Above
 * all rows that tell theirs, it is newer than these.
 */
function dated(tasks: readonly VideoTask[], times: readonly number[]): ListedTask[] {
	let createdAt = times.length === 0 ? 0 : Math.max(...times) + 1;
	return tasks.map((task) => {
		createdAt = creationOf(task) || createdAt;
		return { task, createdAt };
	});
}

/** Models of which tasks have ended with something else, and none with a video. */
export function modelsOfOtherKinds({
	tasks,
	others,
}: Pick<Listing, 'tasks' | 'others'>): ReadonlySet<string> {
	const models = new Set(others.flatMap(({ deliveredModel }) => deliveredModel ?? []));
	for (const { task } of tasks) {
		if (task.status === 'completed') models.delete(task.deliveredModel ?? '');
	}
	return models;
}

/** A task that is watched by its ID is rarely older; if it is, it comes without a model. */
const PAGES_OF_NAMES = 5;
const NAMES_WAIT_MS = 10_000;

/** Looks the models of open tasks up that nobody has told yet. Never throws; what is not found stays unknown. */
export async function nameOpenTasks(
	source: ListSource,
	list: List,
	memory: FeedMemory,
): Promise<void> {
	const unnamed = new Set([...memory.open.keys()].filter((id) => !memory.models.has(id)));
	let isOver = false;
	const reading = readListing(source, list, {
		isOver: () => isOver,
		goOn: ({ tasks, pages }) => {
			for (const { id } of tasks) unnamed.delete(id);
			return unnamed.size > 0 && pages < PAGES_OF_NAMES;
		},
	});
	const listing = await within(source.clock, NAMES_WAIT_MS, reading, null);
	isOver = true;
	for (const { task } of listing?.tasks ?? []) memory.recordModels(task);
}

async function readPage(
	{ http, clock, filter }: ListSource,
	list: List,
	cursor: string | null,
): Promise<Decoded<TaskPage>> {
	const call = { ...list.call(cursor, filter.models), timeoutMs: IDLE_TIMEOUT_MS };
	const page = exchange(http, call, (response) => list.parse(response, cursor));
	const message = `The list of tasks did not come within ${PAGE_LIMIT_MS / 1000} seconds`;
	return await within(clock, PAGE_LIMIT_MS, page, {
		ok: false,
		failure: toFailure('timeout', message),
	});
}

/** What the test button shows: the newest task that the trigger would emit. */

import { retrieveTask } from '../../engine/exchange';
import type { Provider } from '../../providers/provider';
import type { Failure, TaskRef, VideoTask } from '../../providers/video';
import { creationOf } from './memory';
import { classify, isConfirmed, type FeedFilter } from './filter';
import { oldestOf, readListing } from './listTasks';
import type { Clock, Http } from '../../engine/ports';

const PAGES_READ = 5;
const IDS_POLLED = 20;

export interface Searched {
	task: VideoTask | null;
	/** Why the search was cut short, or what the provider says of an ID; null if all is well. */
	failure: Failure | null;
}

interface Source {
	provider: Provider;
	http: Http;
	clock: Clock;
	filter: FeedFilter;
}

/** Searches the account's newest pages. Touches no state. */
export async function newestOfAccount(
	source: Source,
	list: NonNullable<Provider['list']>,
): Promise<Searched> {
	const { http, clock, filter } = source;
	const matches = (task: VideoTask): boolean => classify(task, filter) === 'emit';
	const listing = await readListing(http, list, {
		isOver: () => clock.stopped,
		goOn: (page, pages) => pages < PAGES_READ && !page.some(matches) && oldestOf(page) !== Infinity,
	});
	for (const listed of listing.tasks.filter(matches)) {
		const task = isConfirmed(listed) ? listed : await polled(source, listed);
		if ('id' in task && matches(task)) return { task, failure: null };
	}
	return { task: null, failure: listing.failure };
}

/** Polls the tasks and takes the one that was created last. Touches no state. */
export async function newestOfNamed(source: Source, ids: readonly string[]): Promise<Searched> {
	const found = await Promise.all(
		ids.slice(0, IDS_POLLED).map(async (id) => await polled(source, { id })),
	);
	const tasks = found.flatMap((one) =>
		'id' in one && classify(one, source.filter) === 'emit' ? [one] : [],
	);
	const failures = found.flatMap((one) => ('id' in one ? [] : [one]));
	const [task = null] = tasks.sort((a, b) => creationOf(b) - creationOf(a));
	return { task, failure: failures[0] ?? null };
}

async function polled({ provider, http }: Source, ref: TaskRef): Promise<VideoTask | Failure> {
	const result = await retrieveTask(http, provider, ref);
	return result.kind === 'task' ? result.task : result.failure;
}

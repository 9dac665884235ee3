/** What the test button shows: the newest task that the trigger would emit. */

import type { Provider } from '../../providers/provider';
import type { Failure, TaskRef, VideoTask } from '../../providers/video';
import { creationOf } from './memory';
import { isCertain, verdictOn, type FeedWishes } from './filter';
import { oldestOf, readListing } from './listTasks';
import { failureOfNetwork } from '../../engine/policy';
import type { Clock, Http } from '../../engine/ports';

const PAGES_READ = 5;
const IDS_LOOKED_AT = 20;

export interface Searched {
	task: VideoTask | null;
	/** Why the search was cut short, or what the provider says of an ID; null where all is well. */
	failure: Failure | null;
}

interface Source {
	provider: Provider;
	http: Http;
	clock: Clock;
	wishes: FeedWishes;
}

/** Searches the account's newest pages. Touches no state. */
export async function newestOfAccount(
	source: Source,
	list: NonNullable<Provider['list']>,
): Promise<Searched> {
	const { http, clock, wishes } = source;
	const matches = (task: VideoTask): boolean => verdictOn(task, wishes) === 'emit';
	const listing = await readListing(http, list, {
		isOver: () => clock.stopped,
		goOn: (page, pages) => pages < PAGES_READ && !page.some(matches) && oldestOf(page) !== Infinity,
	});
	for (const parseList of listing.tasks.filter(matches)) {
		const task = isCertain(parseList) ? parseList : await look(source, parseList);
		if ('id' in task && matches(task)) return { task, failure: null };
	}
	return { task: null, failure: listing.failure };
}

/** Looks at the tasks and takes the one that was created last. Touches no state. */
export async function newestOfNamed(source: Source, ids: readonly string[]): Promise<Searched> {
	const found = await Promise.all(
		ids.slice(0, IDS_LOOKED_AT).map(async (id) => await look(source, { id })),
	);
	const tasks = found.flatMap((seen) =>
		'id' in seen && verdictOn(seen, source.wishes) === 'emit' ? [seen] : [],
	);
	const failures = found.flatMap((seen) => ('id' in seen ? [] : [seen]));
	const [task = null] = tasks.sort((a, b) => creationOf(b) - creationOf(a));
	return { task, failure: failures[0] ?? null };
}

async function look({ provider, http }: Source, ref: TaskRef): Promise<VideoTask | Failure> {
	const result = await http.send(provider.retrieve(ref));
	if (!('response' in result)) return failureOfNetwork(result.networkFailure);
	const seen = provider.parseStatus(result.response, ref);
	return seen.kind === 'task' ? seen.task : seen.failure;
}

/** What the test button shows: the newest task that the trigger would emit. */

import { retrieveTask } from '../engine/exchange';
import type { Provider } from '../providers/provider';
import { toFailure, type Failure, type TaskRef, type VideoTask } from '../providers/video';
import { creationOf } from './feed/memory';
import { classify, isConfirmed, type FeedFilter } from './feed/filter';
import { readListing } from './feed/listTasks';
import { withModelNames } from './feed/modelNames';
import { within } from './feed/within';
import type { Clock, Http } from '../engine/ports';

const PAGES_READ = 10;
const IDS_POLLED = 20;
/** For an answer as a whole, also if its bytes trickle. */
const POLL_LIMIT_MS = 25_000;

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
	const { clock, filter } = source;
	const matches = (task: VideoTask): boolean => classify(task, filter) === 'emit';
	const listing = await readListing(source, list, {
		isOver: () => clock.stopped,
		goOn: ({ tasks, pages }) => pages < PAGES_READ && !tasks.some(matches),
	});
	for (const { task: listed } of listing.tasks) {
		if (!matches(listed)) continue;
		const task = isConfirmed(listed) ? listed : await polled(source, listed, listed);
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

/** @param listed what the list says of the task. */
async function polled(
	{ provider, http, clock }: Source,
	ref: TaskRef,
	listed?: VideoTask,
): Promise<VideoTask | Failure> {
	const late = toFailure('timeout', `The task did not come within ${POLL_LIMIT_MS / 1000} seconds`);
	const result = await within(clock, POLL_LIMIT_MS, retrieveTask(http, provider, ref), null);
	if (result === null) return late;
	return result.kind === 'task' ? withModelNames(result.task, listed) : result.failure;
}

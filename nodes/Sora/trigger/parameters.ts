/** What the user filled in at the trigger. */

import type { IPollFunctions } from 'n8n-workflow';
import type { ProviderName } from '../models/model';
import { readOutputOptions, type OutputOptions } from '../output/options';
import { PROVIDER_LABELS } from '../providers/infos';
import { PROVIDERS } from '../providers';
import type { Provider } from '../providers/provider';
import { isObject } from '../shared/json';
import { parameterReader, type ReadParameter } from '../shared/parameterReader';
import { choiceOf, listOf, readBoolean, shown } from '../shared/readValue';
import type { FeedEvent, FeedFilter } from './feed/filter';

/** So many are remembered below 64 kB. */
export const TASK_IDS_LIMIT = 1500;

export interface TriggerParameters {
	provider: ProviderName;
	/** null: every task of the account. */
	taskIds: string[] | null;
	filter: FeedFilter;
	output: OutputOptions;
	/** Sentences; an empty list means that all is well. */
	problems: string[];
}

const WATCHED = { account: 'Account', taskIds: 'Task IDs' };
const EVENTS = { completed: 'Completed', failed: 'Failed' };

const COMMAS_OR_LINES = /[,;\r\n]+/;
const COMMAS_SPACES_OR_LINES = /[\s,;]+/;

export function readTriggerParameters(context: IPollFunctions): TriggerParameters {
	const problems: string[] = [];
	const read = parameterReader((name) => context.getNodeParameter(name, ''), problems);
	const options: unknown = context.getNodeParameter('options', {});
	const option = parameterReader(
		(name) => (isObject(options) ? options[name] : undefined),
		problems,
	);
	const provider = read('provider', 'Provider', choiceOf(PROVIDER_LABELS)) ?? 'waveSpeed';
	const watchesTaskIds = read('watch', 'Watch', choiceOf(WATCHED)) === 'taskIds';
	const events = readEvents(read, problems);
	// A task that is named is wanted, whatever its model.
	const models = watchesTaskIds ? [] : (option('models', 'Models', listOf(COMMAS_OR_LINES)) ?? []);
	const taskIds = watchesTaskIds ? readTaskIds(read, PROVIDERS[provider], problems) : null;
	return {
		provider,
		taskIds,
		filter: {
			events,
			models,
			isKeptByList: PROVIDERS[provider].list?.holdsOnly?.(models),
			fetchVideo: read('downloadVideo', 'Download Video', readBoolean) ?? true,
			...(watchesTaskIds ? {} : frameModelOf(PROVIDERS[provider])),
		},
		output: readOutputOptions(option),
		problems,
	};
}

function frameModelOf({ lastFrame }: Provider): Pick<FeedFilter, 'frameModel'> {
	return lastFrame?.comes === 'byTask' ? { frameModel: lastFrame.model.id } : {};
}

function readEvents(read: ReadParameter, problems: string[]): FeedEvent[] {
	const words = read('events', 'Events', listOf(COMMAS_SPACES_OR_LINES)) ?? ['completed'];
	const known = words.map((word) => ({ word, event: choiceOf(EVENTS)(word) }));
	const events = known.flatMap(({ event }) =>
		'value' in event && event.value !== undefined ? [event.value] : [],
	);
	const stranger = known.find(({ event }) => 'problem' in event);
	if (stranger) problems.push(`Events must be Completed or Failed, not ${shown(stranger.word)}`);
	if (words.length === 0) problems.push('Choose at least one event');
	return [...new Set(events)];
}

function readTaskIds(read: ReadParameter, provider: Provider, problems: string[]): string[] {
	const known = problems.length;
	const words = read('taskIds', 'Task IDs', listOf(COMMAS_SPACES_OR_LINES)) ?? [];
	if (problems.length > known) return [];
	const taskIds = taskIdsIn(words, provider);
	problems.push(...taskIds.problems);
	return taskIds.ids;
}

/** @param words task IDs, or addresses of results. */
function taskIdsIn(
	words: readonly string[],
	provider: Provider,
): { ids: string[]; problems: string[] } {
	if (words.length === 0) return { ids: [], problems: ['There is no task ID to watch.'] };
	const read = words.map((word) => provider.parseTaskRef(word));
	const ids = [...new Set(read.flatMap((entry) => ('ref' in entry ? [entry.ref.id] : [])))];
	const problems = read.flatMap((entry) => ('problem' in entry ? [entry.problem] : []));
	if (ids.length <= TASK_IDS_LIMIT) return { ids, problems };
	return {
		ids,
		problems: [
			...problems,
			`At most ${TASK_IDS_LIMIT} task IDs can be watched, not ${ids.length}: watch the account instead.`,
		],
	};
}

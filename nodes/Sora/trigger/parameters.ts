/** What the user filled in at the trigger. */

import type { IPollFunctions } from 'n8n-workflow';
import type { ProviderName } from '../models/model';
import { arrayOf, textOf } from '../shared/json';
import { taskIdFrom } from '../providers/shared/taskId';
import type { FeedEvent, FeedFilter } from './feed/filter';
import { readOutputOptions, type OutputOptions } from '../output/options';

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

export function readTriggerParameters(context: IPollFunctions): TriggerParameters {
	const options = context.getNodeParameter('options', {}) as Record<string, unknown>;
	const isNamed = context.getNodeParameter('watch', 'account') === 'taskIds';
	const read = isNamed ? taskIdsIn(context.getNodeParameter('taskIds', '')) : null;
	const events = arrayOf(context.getNodeParameter('events', ['completed'])).filter(
		(event): event is FeedEvent => event === 'completed' || event === 'failed',
	);
	const problems = [
		...(events.length === 0 ? ['Choose at least one of the events.'] : []),
		...(read?.problems ?? []),
	];
	return {
		provider: context.getNodeParameter('provider', 'waveSpeed') as ProviderName,
		taskIds: read?.ids ?? null,
		filter: {
			events,
			// A task that is named is wanted, whatever its model.
			models: isNamed ? [] : entriesIn(options.models, /,/),
			fetchVideo: context.getNodeParameter('downloadVideo', true) === true,
		},
		output: readOutputOptions(options as Parameters<typeof readOutputOptions>[0]),
		problems,
	};
}

function entriesIn(value: unknown, separator: RegExp): string[] {
	const parts = Array.isArray(value) ? value.map(String) : String(value ?? '').split(separator);
	return parts.flatMap((part) => textOf(part) ?? []);
}

/** @param value a text, or an array of texts by expression. */
export function taskIdsIn(value: unknown): { ids: string[]; problems: string[] } {
	const texts = Array.isArray(value) ? value.map(String) : [String(value ?? '')];
	const entries = texts.flatMap((text) => entriesIn(text, /[\s,;]+/));
	if (entries.length === 0) return { ids: [], problems: ['There is no task ID to watch.'] };
	const read = entries.map(taskIdFrom);
	const ids = [...new Set(read.flatMap((entry) => ('id' in entry ? [entry.id] : [])))];
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

import { billTasks } from '../../engine/cost/billTasks';
import { exchange } from '../../engine/exchange';
import { itemOf } from '../../output/item';
import { readOutputOptions } from '../../output/options';
import type { HttpCall } from '../../providers/http';
import type { Decoded, TaskPage } from '../../providers/provider';
import { TASK_STATUSES, type TaskStatus, type VideoTask } from '../../providers/video';
import { listOf, positive, readBoolean, readNumber } from '../../shared/readValue';
import type { AccountItem, AccountOperation } from './operation';

const DEFAULT_LIMIT = 50;
/** 30,000 tasks where a page has a hundred. */
const PAGES_READ = 300;
const PAGE_LIMITS = { timeLimitMs: 45_000 };
/** More bills are not asked for: five calls. */
const TASKS_BILLED = 500;

interface Wanted {
	/** IDs of models, or prefixes that end in `*`. Empty: all. */
	models: readonly string[];
	/** Empty: all. */
	statuses: readonly TaskStatus[];
	limit: number;
}

function isStatus(word: string): word is TaskStatus {
	return (TASK_STATUSES as readonly string[]).includes(word);
}

function readWanted({ read, option, problems }: AccountItem): Wanted {
	const returnsAll = read('returnAll', 'Return All', readBoolean) ?? false;
	const limit = read('limit', 'Limit', positive(readNumber)) ?? DEFAULT_LIMIT;
	const words = option('status', 'Status', listOf(/[\s,;]+/)) ?? [];
	const statuses = words.map((word) => word.toLowerCase()).filter(isStatus);
	if (statuses.length < words.length) {
		problems.push(`Status must be one or more of ${TASK_STATUSES.join(', ')}`);
	}
	return {
		models: option('models', 'Models', listOf(/[,;\r\n]+/)) ?? [],
		statuses,
		limit: returnsAll ? Infinity : Math.ceil(limit),
	};
}

function isWanted({ requestedModel, deliveredModel, status }: VideoTask, wanted: Wanted): boolean {
	const { models, statuses } = wanted;
	const isOfModel = models.some((model) =>
		[requestedModel, deliveredModel].some((told) =>
			model.endsWith('*') ? told?.startsWith(model.slice(0, -1)) : told === model,
		),
	);
	return (models.length === 0 || isOfModel) && (statuses.length === 0 || statuses.includes(status));
}

/** The account's tasks, newest first, shaped as every other node's. */
export const listTasks: AccountOperation = async (item) => {
	const { provider, http, clock, problems, option } = item;
	const wanted = readWanted(item);
	const output = readOutputOptions(option);
	const { list } = provider;
	if (problems.length > 0) return { problem: problems[0] };
	if (!list) {
		return {
			problem: `${provider.displayName} has no list of tasks: keep the task IDs, and get the tasks with Sora Get Result.`,
		};
	}
	// Such a list may call a model by another name.
	const filter = list.holdsOnly?.(wanted.models) ? { ...wanted, models: [] } : wanted;
	const found = new Map<string, VideoTask>();
	let cursor: string | null = null;
	for (let page = 0; page < PAGES_READ && found.size < wanted.limit && !clock.stopped; page++) {
		const at: string | null = cursor;
		const call: HttpCall = { ...list.call(at, wanted.models), ...PAGE_LIMITS };
		const decoded: Decoded<TaskPage> = await exchange(http, call, (response) =>
			list.parse(response, at),
		);
		if (!decoded.ok) return { failure: decoded.failure };
		const { tasks, nextCursor }: TaskPage = decoded.value;
		for (const task of tasks) if (isWanted(task, filter)) found.set(task.id, task);
		cursor = nextCursor;
		if (cursor === null) break;
	}
	const tasks = [...found.values()].slice(0, wanted.limit);
	const billed =
		tasks.length > TASKS_BILLED ? tasks : await billTasks(provider, tasks, { http, clock });
	return {
		items: billed.map(
			(task) =>
				itemOf({
					...output,
					provider: provider.name,
					model: task.requestedModel,
					task,
					estimatedCost: null,
					warnings: [],
					durationSeconds: null,
					video: null,
					pairedItem: null,
				}).json,
		),
	};
};

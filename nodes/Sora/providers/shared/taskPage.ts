/** A page of an account's tasks, from the rows of a provider's list. */

import { objectOf, timeOf } from '../../shared/json';
import type { TaskPage } from '../provider';
import type { VideoTask } from '../video';
import { madeSomethingElse } from './outputs';

/** @param taskOf null if the row has no ID or no status, so that it is no task. */
export function taskPageFrom(
	rows: readonly unknown[],
	taskOf: (row: unknown) => VideoTask | null,
	nextCursor: string | null,
): TaskPage {
	const tasks = rows.flatMap((row) => taskOf(row) ?? []);
	return {
		tasks: tasks.filter((task) => !madeSomethingElse(task)),
		others: tasks.filter(madeSomethingElse),
		createdAt: rows.flatMap((row) => timeOf(objectOf(row).created_at) ?? []),
		nextCursor,
	};
}

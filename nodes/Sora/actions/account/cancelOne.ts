import { cancelTask } from '../../engine/cancelTask';
import { retrieveTask } from '../../engine/exchange';
import { hasEnded } from '../../providers/video';
import { readTaskText } from '../parameters/resultParameters';
import type { AccountOperation } from './operation';

const STATUS_LIMITS = { timeLimitMs: 30_000 };

/** Asks the provider to cancel a task. `cancelled` is what it answered; false for a task that has ended. */
export const cancelOne: AccountOperation = async ({ provider, http, read, problems }) => {
	const text = read('taskId', 'Task ID', readTaskText) ?? '';
	if (problems.length > 0) return { problem: problems[0] };
	if (!provider.cancel) {
		return {
			problem: `${provider.displayName} can't cancel tasks: a task that was submitted runs to its end.`,
		};
	}
	const parsed = provider.parseTaskRef(text);
	if ('problem' in parsed) return parsed;
	const { ref } = parsed;
	const result = await retrieveTask(http, provider, ref, STATUS_LIMITS);
	if (result.kind !== 'task') return { failure: result.failure, taskId: ref.id };
	const { status } = result.task;
	const { isCancelled, message } = hasEnded(status)
		? { isCancelled: false, message: `The task has already ended: ${status}.` }
		: await cancelTask(provider, http, ref);
	return {
		items: [{ taskId: ref.id, provider: provider.name, cancelled: isCancelled, message }],
	};
};

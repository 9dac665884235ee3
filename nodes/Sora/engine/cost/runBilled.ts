/** A run whose tasks show what they were charged. */

import type { Provider } from '../../providers/provider';
import { hasEnded, toVideoTask, type VideoTask } from '../../providers/video';
import type { Job, RunSettings } from '../job';
import type { Outcome } from '../outcome';
import type { Ports } from '../ports';
import { runJobs } from '../runJobs';
import { billTasks } from './billTasks';

/** The task of an outcome as far as its bill needs it; null where there is nothing to bill. */
function billedTask(outcome: Outcome): VideoTask | null {
	if (outcome.kind === 'task') return outcome.task;
	if (outcome.kind !== 'failed') return null;
	const { taskId: id, status, cost = null, billableUnits } = outcome.failed;
	if (id === null || status === null || !hasEnded(status)) return null;
	return toVideoTask({ id, status, cost, billableUnits, response: null });
}

function withCost(outcome: Outcome, { cost }: VideoTask): Outcome {
	if (outcome.kind === 'task') return { ...outcome, task: { ...outcome.task, cost } };
	return outcome.kind === 'failed' ? { ...outcome, failed: { ...outcome.failed, cost } } : outcome;
}

/**
 * As `runJobs`; then asks for the bills of all tasks at once, where the provider has such a thing. Not
 * where the run was stopped or has failed: nobody shall wait for that.
 */
export async function runBilled(
	jobs: readonly Job[],
	provider: Provider,
	settings: RunSettings,
	ports: Ports,
): Promise<Outcome[]> {
	const outcomes = await runJobs(jobs, provider, settings, ports);
	const endsEarly = outcomes.some(({ kind }) => kind === 'stopped' || kind === 'abandoned');
	if (endsEarly || (settings.failFast && outcomes.some(({ kind }) => kind === 'failed'))) {
		return outcomes;
	}
	const tasks = outcomes.map(billedTask);
	const billed = await billTasks(
		provider,
		tasks.filter((task) => task !== null),
		ports,
	);
	const costs = new Map(billed.map((task) => [task.id, task]));
	return outcomes.map((outcome, index) => {
		const task = tasks[index] && costs.get(tasks[index].id);
		return task ? withCost(outcome, task) : outcome;
	});
}

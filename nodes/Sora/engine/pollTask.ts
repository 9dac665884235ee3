/** From a task that exists to its end. */

import { exchange, retrieveTask } from './exchange';
import type { StatusResult } from '../providers/provider';
import {
	toFailure,
	hasEnded,
	type Failure,
	type TaskRef,
	type VideoTask,
} from '../providers/video';
import { ADVICE_AFTER_MISSING, adviceAfterLostSight } from './advice';
import { JobError } from './outcome';
import { sentence } from './sentence';
import { missingIsFinal, nextPollDelayMs, refusalIsFinal } from './policy';
import type { JobTerms } from './job';
import type { Run } from './run';

export interface WatchStart {
	terms: JobTerms;
	/** Unix milliseconds from which the wait is counted. */
	since: number;
	/** The task as it was last seen. */
	task?: VideoTask;
	/** It was submitted moments ago, by us. */
	submittedHere?: boolean;
	usualRenderMs?: number | null;
	/** Look before the first wait: the task is older than this run. */
	pollNow?: boolean;
}

/**
 * Looks until the task has ended, or once where the run looks only once.
 * @returns the task as last seen; unfinished only where the run passes unfinished tasks on.
 * @throws JobError when the task cannot be seen, or is not done in time. @throws AbortError
 */
export async function pollTask(
	run: Run,
	ref: TaskRef,
	start: WatchStart,
): Promise<{ task: VideoTask; warnings: string[] }> {
	return await watch(run, ref, start).finally(() => run.alive.delete(ref.id));
}

async function watch(
	run: Run,
	ref: TaskRef,
	start: WatchStart,
): Promise<{ task: VideoTask; warnings: string[] }> {
	const { clock } = run.ports;
	const { waitTimeoutMs, until } = start.terms;
	let task = start.task ?? null;
	let polls = 0;
	let troubles = 0;
	let refusals = 0;
	let failure: Failure | null = null;

	if (task && hasEnded(task.status)) return { task, warnings: [] };
	for (;;) {
		const elapsedMs = clock.now() - start.since;
		if (polls > 0 && elapsedMs >= waitTimeoutMs)
			return await onTimeout(run, start.terms, ref, task, failure);
		if (polls > 0 || !start.pollNow) {
			const nextMs = nextPollDelayMs({
				elapsedMs,
				polls,
				troubles,
				retryAfterMs: failure?.retryAfterMs ?? null,
				usualRenderMs: start.usualRenderMs ?? null,
				pace: run.provider.pace,
				random: clock.random(),
			});
			await run.pause(Math.min(nextMs, waitTimeoutMs - elapsedMs));
		}
		// The last look is at the deadline, however long the provider asks us to stay away.
		await run.pause(Math.min(run.pausedUntil, start.since + waitTimeoutMs) - clock.now());

		const result = await pollOnce(run, task ?? ref);
		polls++;
		if (result.kind === 'task') {
			task = result.task;
			troubles = refusals = 0;
			failure = null;
			run.keyHasWorked = true;
			if (hasEnded(task.status) || until === 'polled') return { task, warnings: [] };
			continue;
		}
		failure = result.failure;
		troubles++;
		if (failure.retryAfterMs !== null) {
			run.pausedUntil = Math.max(run.pausedUntil, clock.now() + failure.retryAfterMs);
		}
		refusals = result.kind === 'refused' ? refusals + 1 : 0;
		if (isFinal(run, result, start, refusals)) throw lostSight(result, ref, task);
	}
}

async function pollOnce(run: Run, ref: TaskRef): Promise<StatusResult> {
	const result = await run.polls.use(async () => {
		run.checkpoint();
		return await retrieveTask(run.ports.http, run.provider, ref);
	});
	run.checkpoint();
	return result;
}

function isFinal(
	run: Run,
	result: Exclude<StatusResult, { kind: 'task' }>,
	start: WatchStart,
	refusals: number,
): boolean {
	if (result.kind === 'missing') {
		return missingIsFinal({
			submittedHere: start.submittedHere ?? false,
			elapsedMs: run.ports.clock.now() - start.since,
		});
	}
	return result.kind === 'refused' && refusalIsFinal({ keyHasWorked: run.keyHasWorked, refusals });
}

function lostSight(
	result: Exclude<StatusResult, { kind: 'task' }>,
	ref: TaskRef,
	task: VideoTask | null,
): JobError {
	return new JobError({
		failure: result.failure,
		taskId: ref.id,
		status: task?.status ?? null,
		submitted: true,
		advice:
			result.kind === 'missing'
				? ADVICE_AFTER_MISSING
				: adviceAfterLostSight(result.failure.category),
	});
}

async function onTimeout(
	run: Run,
	terms: JobTerms,
	ref: TaskRef,
	task: VideoTask | null,
	lastTrouble: Failure | null,
): Promise<{ task: VideoTask; warnings: string[] }> {
	const { waitTimeoutMs, onTimeout: then, cancelOnTimeout } = terms;
	const cancelled = cancelOnTimeout ? await cancel(run, ref) : null;
	const trouble = lastTrouble
		? ` The last status call failed: ${sentence(lastTrouble.message)}`
		: '';
	const seconds = waitTimeoutMs / 1000;
	const what =
		terms.until === 'polled'
			? `The provider sent no usable response within ${seconds} seconds.`
			: `The video was not ready within ${seconds} seconds.`;
	const messages = [what + trouble];
	if (cancelled) messages.push(cancelled);
	if (then === 'return' && task) return { task, warnings: messages };
	throw new JobError({
		failure: toFailure('timeout', messages.join(' ')),
		taskId: ref.id,
		status: task?.status ?? null,
		submitted: true,
		advice: adviceAfterLostSight('timeout'),
	});
}

/** @returns what came of it, as a sentence. */
async function cancel(run: Run, ref: TaskRef): Promise<string> {
	const { provider, ports } = run;
	if (!provider.cancel) return `${provider.displayName} can't cancel tasks, so this one continues.`;
	const done = await exchange(ports.http, provider.cancel.call(ref), provider.cancel.parse);
	if (done.ok) return 'The provider was asked to cancel the task, and agreed.';
	return `The provider was asked to cancel the task, but responded: ${sentence(done.failure.message)}`;
}

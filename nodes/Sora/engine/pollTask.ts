/** From a task that exists to its end. */

import type { Look } from '../providers/provider';
import { hasEnded, type Failure, type TaskRef, type VideoTask } from '../providers/video';
import { ADVICE_AFTER_MISSING, adviceAfterLostSight } from './advice';
import { JobError } from './outcome';
import { sentence } from './sentence';
import { failureOfNetwork, missingIsFinal, nextLookMs, refusalIsFinal } from './policy';
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
	lookNow?: boolean;
}

/**
 * Looks until the task has ended, or once where the run looks only once.
 * @returns the task as last seen; unfinished only where the run passes unfinished tasks on.
 * @throws JobError when the task cannot be seen, or is not done in time. @throws Halt
 */
export async function watchTask<V>(
	run: Run<V>,
	ref: TaskRef,
	start: WatchStart,
): Promise<{ task: VideoTask; warnings: string[] }> {
	return await watch(run, ref, start).finally(() => run.alive.delete(ref.id));
}

async function watch<V>(
	run: Run<V>,
	ref: TaskRef,
	start: WatchStart,
): Promise<{ task: VideoTask; warnings: string[] }> {
	const { clock } = run.ports;
	const { waitTimeoutMs, until } = start.terms;
	let task = start.task ?? null;
	let looks = 0;
	let troubles = 0;
	let refusals = 0;
	let failure: Failure | null = null;

	if (task && hasEnded(task.status)) return { task, warnings: [] };
	for (;;) {
		const elapsedMs = clock.now() - start.since;
		if (looks > 0 && elapsedMs >= waitTimeoutMs)
			return await onTimeout(run, start.terms, ref, task, failure);
		if (looks > 0 || !start.lookNow) {
			const nextMs = nextLookMs({
				elapsedMs,
				looks,
				troubles,
				retryAfterMs: failure?.retryAfterMs ?? null,
				usualRenderMs: start.usualRenderMs ?? null,
				pace: run.provider.pace,
				random: clock.random(),
			});
			await run.pause(Math.min(nextMs, waitTimeoutMs - elapsedMs));
		}
		// The last look is at the deadline, however long the provider asks us to stay away.
		await run.pause(Math.min(run.quietUntil, start.since + waitTimeoutMs) - clock.now());

		const look = await lookAt(run, task ?? ref);
		looks++;
		if (look.kind === 'task') {
			task = look.task;
			troubles = refusals = 0;
			failure = null;
			run.keyHasWorked = true;
			if (hasEnded(task.status) || until === 'looked') return { task, warnings: [] };
			continue;
		}
		failure = look.failure;
		troubles++;
		if (failure.retryAfterMs !== null) {
			run.quietUntil = Math.max(run.quietUntil, clock.now() + failure.retryAfterMs);
		}
		refusals = look.kind === 'refused' ? refusals + 1 : 0;
		if (isFinal(run, look, start, refusals)) throw lostSight(look, ref, task);
	}
}

async function lookAt<V>(run: Run<V>, ref: TaskRef): Promise<Look> {
	const result = await run.looks.use(async () => {
		run.checkpoint();
		return await run.ports.http.send(run.provider.retrieve(ref));
	});
	run.checkpoint();
	if ('response' in result) return run.provider.parseStatus(result.response, ref);
	return { kind: 'unclear', failure: failureOfNetwork(result.networkFailure) };
}

function isFinal<V>(
	run: Run<V>,
	look: Exclude<Look, { kind: 'task' }>,
	start: WatchStart,
	refusals: number,
): boolean {
	if (look.kind === 'missing') {
		return missingIsFinal({
			submittedHere: start.submittedHere ?? false,
			elapsedMs: run.ports.clock.now() - start.since,
		});
	}
	return look.kind === 'refused' && refusalIsFinal({ keyHasWorked: run.keyHasWorked, refusals });
}

function lostSight(
	look: Exclude<Look, { kind: 'task' }>,
	ref: TaskRef,
	task: VideoTask | null,
): JobError {
	return new JobError({
		failure: look.failure,
		taskId: ref.id,
		status: task?.status ?? null,
		submitted: true,
		advice:
			look.kind === 'missing' ? ADVICE_AFTER_MISSING : adviceAfterLostSight(look.failure.category),
	});
}

async function onTimeout<V>(
	run: Run<V>,
	terms: JobTerms,
	ref: TaskRef,
	task: VideoTask | null,
	lastTrouble: Failure | null,
): Promise<{ task: VideoTask; warnings: string[] }> {
	const { waitTimeoutMs, onTimeout: then, cancelOnTimeout } = terms;
	const cancelled = cancelOnTimeout ? await cancel(run, ref) : null;
	const trouble = lastTrouble
		? ` The last status call brought: ${sentence(lastTrouble.message)}`
		: '';
	const seconds = waitTimeoutMs / 1000;
	const what =
		terms.until === 'looked'
			? `The provider gave no usable answer within ${seconds} seconds.`
			: `The video was not done within ${seconds} seconds.`;
	const words = [what + trouble];
	if (cancelled) words.push(cancelled);
	if (then === 'return' && task) return { task, warnings: words };
	throw new JobError({
		failure: {
			category: 'timeout',
			code: null,
			message: words.join(' '),
			httpStatus: null,
			retryAfterMs: null,
		},
		taskId: ref.id,
		status: task?.status ?? null,
		submitted: true,
		advice: adviceAfterLostSight('timeout'),
	});
}

/** @returns what came of it, as a sentence. */
async function cancel<V>(run: Run<V>, ref: TaskRef): Promise<string> {
	const { provider, ports } = run;
	if (!provider.cancel) return `${provider.displayName} cannot cancel a task; it goes on.`;
	const result = await ports.http.send(provider.cancel.call(ref));
	const done =
		'response' in result
			? provider.cancel.parse(result.response)
			: { ok: false as const, failure: failureOfNetwork(result.networkFailure) };
	if (done.ok) return 'The provider was asked to cancel it, and agreed.';
	return `The provider was asked to cancel it, and answered: ${sentence(done.failure.message)}`;
}

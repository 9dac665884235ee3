/** From a task that exists to its end. */

import { cancelTask } from '../cancelTask';
import { retrieveTask, type Retrieved } from '../exchange';
import {
	toFailure,
	hasEnded,
	type Failure,
	type TaskRef,
	type VideoTask,
} from '../../providers/video';
import type { Model } from '../../models/model';
import { ADVICE_AFTER_MISSING, adviceAfterLostSight } from '../advice';
import { JobError } from '../outcome';
import { sentence } from '../sentence';
import { limitsWithin } from '../callLimits';
import { DenialCount, type Unusable } from './denialCount';
import { nextPollDelayMs } from './pollPace';
import { RenderTime } from './renderTime';
import type { JobTerms } from '../job';
import type { Clock } from '../ports';
import type { Run } from '../run';

export interface WatchStart {
	terms: JobTerms;
	/** Unix milliseconds from which the wait is counted. */
	since: number;
	/** The task as it was last seen. */
	task?: VideoTask;
	/** It was submitted by us, in this try or in an earlier one. */
	isOurs?: boolean;
	/** The server asks not to be asked before. */
	pollAfterMs?: number;
	/** That makes the video, where it is known. */
	model?: Model;
	/** Look before the first wait: the task is older than this run. */
	pollNow?: boolean;
}

export interface Watched {
	/** As last seen. */
	task: VideoTask;
	warnings: string[];
	/** Unix milliseconds from which the wait is counted: later than it began, where the task stood in a queue that moved. */
	since: number;
	/** The wait is over, and the user wants the task whatever has become of it. */
	isPassedOn?: boolean;
}

/**
 * Looks until the task has ended, or once where the run looks only once.
 * @returns the task as last seen; unfinished only where the run passes unfinished tasks on.
 * @throws JobError when the task cannot be seen, or is not done in time. @throws AbortError
 */
export async function pollTask(run: Run, ref: TaskRef, start: WatchStart): Promise<Watched> {
	return await watch(run, ref, start).finally(() => {
		run.alive.delete(ref.id);
		run.queue.leave(ref.id);
	});
}

async function watch(run: Run, ref: TaskRef, start: WatchStart): Promise<Watched> {
	const { clock } = run.ports;
	const { waitTimeoutMs, until } = start.terms;
	const denials = new DenialCount(run, start.isOurs ?? false);
	const render = new RenderTime(run, start);
	let task = start.task ?? null;
	let polls = 0;
	let troubles = 0;
	let last: Unusable | null = null;
	let pollAfterMs = start.pollAfterMs ?? null;

	if (task && hasEnded(task.status)) return { task, warnings: [], since: start.since };
	for (;;) {
		render.see(task);
		const { since } = render;
		const leftMs = since + waitTimeoutMs - clock.now();
		if (polls > 0 && leftMs <= 0) {
			if (last?.kind === 'missing' && !denials.isKnown) throw lostSight(last, ref, task);
			return {
				since,
				...(await onTimeout(run, start.terms, ref, task, last?.failure ?? null)),
			};
		}
		if (polls > 0 || !start.pollNow) {
			const nextMs = nextPollDelayMs({
				elapsedMs: render.elapsedMs,
				polls,
				troubles,
				retryAfterMs: last?.failure.retryAfterMs ?? null,
				pollAfterMs,
				expected: render.expected,
				queue: run.queue.placeOf(ref.id),
				pace: run.provider.pace,
				random: clock.random(),
			});
			await run.pause(Math.min(nextMs, leftMs));
		}
		// The last poll is at the deadline, however long the provider asks us to stay away.
		await run.pause(Math.min(run.pausedUntil, since + waitTimeoutMs) - clock.now());

		const result = await pollOnce(run, task ?? ref, since + waitTimeoutMs - clock.now());
		polls++;
		if (result.kind === 'task') {
			task = result.task;
			pollAfterMs = result.pollAfterMs ?? null;
			troubles = 0;
			last = null;
			denials.clear();
			if (hasEnded(task.status)) render.end(task);
			if (hasEnded(task.status) || until === 'polled') return { task, warnings: [], since };
			continue;
		}
		last = result;
		troubles++;
		const { retryAfterMs } = result.failure;
		if (retryAfterMs !== null) {
			run.pausedUntil = Math.max(run.pausedUntil, clock.now() + retryAfterMs);
		}
		if (denials.areBelievedWith(result)) throw lostSight(result, ref, task);
	}
}

/** A server that stalls in some answers shall not keep the other tasks from being asked for. */
const SLOW_POLL_MS = 5_000;
/** So long at most somebody sleeps behind a poll that is over. */
const SLOW_POLL_STEP_MS = 500;

/** @param leftMs of the item's wait. */
async function pollOnce(run: Run, ref: TaskRef, leftMs: number): Promise<Retrieved> {
	const { clock, http } = run.ports;
	const leave = await run.polls.enter();
	const poll = { isOver: false };
	try {
		run.checkpoint();
		void leaveOnceSlow(clock, poll, leave);
		return await retrieveTask(http, run.provider, ref, limitsWithin(leftMs));
	} finally {
		poll.isOver = true;
		leave();
		run.checkpoint();
	}
}

async function leaveOnceSlow(
	clock: Clock,
	poll: { readonly isOver: boolean },
	leave: () => void,
): Promise<void> {
	const slowAt = clock.now() + SLOW_POLL_MS;
	while (!poll.isOver && !clock.stopped && clock.now() < slowAt) {
		await clock.sleep(SLOW_POLL_STEP_MS);
	}
	leave();
}

function lostSight(result: Unusable, ref: TaskRef, task: VideoTask | null): JobError {
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
): Promise<Omit<Watched, 'since'>> {
	const { waitTimeoutMs, onTimeout: then, cancelOnTimeout } = terms;
	const cancelled = cancelOnTimeout ? await cancelTask(run.provider, run.ports.http, ref) : null;
	// It may have been done before it could be cancelled, and is paid then.
	const after = cancelled?.wasAsked ? await pollOnce(run, task ?? ref, 0) : null;
	if (after?.kind === 'task') task = after.task;
	if (task?.status === 'completed') return { task, warnings: [] };
	const trouble = lastTrouble
		? ` The last status call failed: ${sentence(lastTrouble.message)}`
		: '';
	const seconds = waitTimeoutMs / 1000;
	const what =
		terms.until === 'polled'
			? `The provider sent no usable response within ${seconds} seconds.`
			: `The video was not ready within ${seconds} seconds.`;
	const messages = [what + trouble];
	if (cancelled) messages.push(cancelled.message);
	if (then === 'return' && task) return { task, warnings: messages, isPassedOn: true };
	throw new JobError({
		failure: toFailure('timeout', messages.join(' ')),
		taskId: ref.id,
		status: task?.status ?? null,
		submitted: true,
		advice: adviceAfterLostSight('timeout'),
	});
}

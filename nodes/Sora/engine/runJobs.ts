/** One run of a node: all items side by side, from request to video. */

import type { Provider } from '../providers/provider';
import { toFailure, type Failure, type VideoTask } from '../providers/video';
import { adviceAfterFailedTask } from './advice';
import { fetchVideo } from './download/download';
import type { Job, RunSettings } from './job';
import { AbortError, JobError, type JobFailure, type LeftTask, type Outcome } from './outcome';
import type { Ports } from './ports';
import { downloadPatienceMs } from './callLimits';
import { Run } from './run';
import { submitTask, wasLost } from './submit/submit';
import { pollTask, type Watched } from './poll/pollTask';

/**
 * Runs all jobs side by side and returns their outcomes in the order of the jobs. Never throws.
 * With `failFast` it returns as soon as one has failed and the answers to all submits are in.
 */
export async function runJobs(
	jobs: readonly Job[],
	provider: Provider,
	settings: RunSettings,
	ports: Ports,
): Promise<Array<Outcome>> {
	const run = new Run(provider, settings, ports);
	noteLost(run, jobs);
	const slots = jobs.map((): JobSlot => ({ outcome: null }));
	const all = Promise.all(jobs.map((job, index) => work(run, job, slots[index])));
	await Promise.race([all, run.whenAborted()]);
	await run.drain();
	return slots.map(
		({ outcome }, index) => outcome ?? { kind: 'abandoned', ...leftOf(run, jobs[index]) },
	);
}

/** Those that an earlier try has lost: each must know of all others before it takes a task for its own. */
function noteLost(run: Run, jobs: readonly Job[]): void {
	for (const job of jobs) {
		if (job.kind === 'get') continue;
		const entry = run.ports.ledger.get(job.ledgerKey);
		if (entry && wasLost(entry)) run.lostSubmits.set(job.ledgerKey, job.request);
	}
}

/** What is known of a job while it is worked on. */
interface JobSlot {
	outcome: Outcome | null;
}

/** What a job has at the provider, also what an earlier try has left it. */
function leftOf(run: Run, job: Job): LeftTask {
	if (job.kind === 'get') return { taskId: job.task.id, submitted: true };
	const entry = run.ports.ledger.get(job.ledgerKey);
	const isAccepted = entry?.state === 'accepted';
	return {
		taskId: isAccepted ? (entry.taskId ?? null) : null,
		submitted: isAccepted || (entry !== undefined && wasLost(entry)),
	};
}

async function work(run: Run, job: Job, slot: JobSlot): Promise<void> {
	const leave = job.kind === 'generate' ? await run.takeSlot() : () => {};
	slot.outcome = await carryOut(run, job, leave).catch((error: unknown): Outcome => {
		if (error instanceof JobError) return { kind: 'failed', failed: error.failed };
		const left = leftOf(run, job);
		if (error instanceof AbortError) {
			return { kind: run.ports.clock.stopped ? 'stopped' : 'abandoned', ...left };
		}
		return { kind: 'failed', failed: unexpected(error, left) };
	});
	// Before the slot is free: nothing may be submitted after a failure that ends the run.
	if (slot.outcome.kind === 'failed' && run.settings.failFast) run.abort();
	leave();
}

async function carryOut(run: Run, job: Job, leave: () => void): Promise<Outcome> {
	if (job.kind === 'get') {
		const since = job.since ?? run.ports.clock.now();
		const isOurs = job.ledgerKey !== undefined;
		const start = { terms: job.terms, since, task: job.seen, isOurs, pollNow: true };
		return await finish(run, job, await pollTask(run, job.task, start));
	}
	const submitted = await submitTask(run, job);
	if (job.terms.until === 'submitted') return passOn(submitted.task, submitted.warnings);
	const watched = await pollTask(run, submitted.task, submitted);
	if (watched.task.failure === null) leave();
	return await finish(run, job, watched, submitted.warnings);
}

async function finish(
	run: Run,
	job: Job,
	watched: Watched,
	warnings: readonly string[] = [],
): Promise<Outcome> {
	const { task, since } = watched;
	if (task.failure !== null) {
		if (job.ledgerKey !== undefined) await markFailed(run, job.ledgerKey, task);
		if (!watched.isPassedOn) throw taskFailed(task, task.failure);
	}
	const notes = [...warnings, ...watched.warnings];
	if (task.status !== 'completed' || !job.terms.fetchVideo) return passOn(task, notes);
	const { waitTimeoutMs } = job.terms;
	const leftMs = since + waitTimeoutMs - run.ports.clock.now();
	const fetched = await fetchVideo(run, task, downloadPatienceMs({ leftMs, waitTimeoutMs }));
	return { kind: 'task', ...fetched, warnings: [...notes, ...fetched.warnings] };
}

function taskFailed(task: VideoTask, failure: Failure): JobError {
	const { id: taskId, status, cost, billableUnits } = task;
	const advice = adviceAfterFailedTask(failure.category);
	return new JobError({ failure, taskId, status, cost, billableUnits, submitted: true, advice });
}

function passOn(task: VideoTask, warnings: string[]): Outcome {
	return { kind: 'task', task, video: null, warnings };
}

/** A retry may submit again what the provider has failed, and nothing else. */
async function markFailed(run: Run, ledgerKey: string, task: VideoTask): Promise<void> {
	const at = run.ports.clock.now();
	await run.uncancellable(
		async () => await run.ports.ledger.record(ledgerKey, { state: 'failed', at, taskId: task.id }),
	);
}

function unexpected(error: unknown, left: LeftTask): JobFailure {
	const message = error instanceof Error ? error.message : String(error);
	return {
		failure: toFailure('provider', message),
		...left,
		status: null,
		advice: adviceAfterFailedTask('provider'),
	};
}

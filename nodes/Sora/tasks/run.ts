/** One run of a node: all items side by side, from request to video. */

import type { Provider } from '../providers/provider';
import type { TaskRef, VideoRequest, VideoTask } from '../providers/video';
import { adviceAfterFailedTask } from './advice';
import { fetchVideo } from './download';
import { Halt, JobError, type JobFailure, type Outcome } from './outcome';
import type { Ports } from './ports';
import { Limiter } from './limiter';
import { submitTask } from './submit';
import { watchTask } from './watch';

/** One item's work: a video to make, or a task that exists already. */
export type Job = { terms: JobTerms } & (
	{ kind: 'generate'; request: VideoRequest; ledgerKey: string } | { kind: 'get'; task: TaskRef }
);

/** How far an item is followed. */
export interface JobTerms {
	/** `submitted`: return as soon as the task exists. `looked`: look once. `ended`: wait for the end. */
	until: 'submitted' | 'looked' | 'ended';
	/** Counted for each task from its own submit, or from when it is picked up again. */
	waitTimeoutMs: number;
	onTimeout: 'error' | 'return';
	cancelOnTimeout: boolean;
	fetchVideo: boolean;
}

export interface RunSettings {
	/** Tasks of this run that the provider may have in flight at a time. */
	maxConcurrent: number;
	/** End the whole run with the first item that fails. */
	failFast: boolean;
}

/** Status calls and downloads under way at a time: more gain nothing, and a server may mind. */
const LOOKS_AT_ONCE = 10;
const DOWNLOADS_AT_ONCE = 4;

/** What the parts of the engine share during a run. */
export class Run<V> {
	readonly slots: Limiter;
	readonly looks = new Limiter(LOOKS_AT_ONCE);
	readonly downloads = new Limiter(DOWNLOADS_AT_ONCE);
	/** Submits on their way: their answers hold task IDs, so a run never ends before they have come. */
	readonly openSubmits = new Map<Promise<unknown>, string>();
	/** Fingerprints of the requests whose answers were lost, by ledger key. */
	readonly lostSubmits = new Map<string, string>();
	/** Uploaded pictures, by what they hold. */
	readonly uploads = new Map<string, Promise<string>>();
	/** One search for lost tasks at a time, so that no task is found twice. */
	readonly searches = new Limiter(1);
	/** The provider has accepted our key in this run. */
	keyHasWorked = false;
	/** No status call before this time (Unix ms): the provider asked us to stay away. */
	quietUntil = 0;

	private ended = false;
	private endNow: () => void = () => {};
	private readonly end = new Promise<void>((resolve) => (this.endNow = resolve));
	private taskEnded: () => void = () => {};
	private nextEnd = new Promise<void>((resolve) => (this.taskEnded = resolve));

	constructor(
		readonly provider: Provider,
		readonly settings: RunSettings,
		readonly ports: Ports<V>,
	) {
		this.slots = new Limiter(settings.maxConcurrent);
	}

	get isOver(): boolean {
		return this.ended || this.ports.clock.stopped;
	}

	/** @throws Halt when the run is over. */
	checkpoint(): void {
		if (this.isOver) throw new Halt();
	}

	/** Waits, and is cut short when the run ends. @throws Halt then. */
	async pause(ms: number): Promise<void> {
		this.checkpoint();
		await Promise.race([this.ports.clock.sleep(Math.max(0, ms)), this.end]);
		this.checkpoint();
	}

	/** Waits until a task of ours has ended, at most `ms`. @throws Halt when the run ends. */
	async pauseUntilATaskEnds(ms: number): Promise<void> {
		await Promise.race([this.pause(ms), this.nextEnd.then(() => this.checkpoint())]);
	}

	announceEndOfTask(): void {
		this.taskEnded();
		this.nextEnd = new Promise((resolve) => (this.taskEnded = resolve));
	}

	/** Ends the run: nothing new is sent. */
	halt(): void {
		this.ended = true;
		this.endNow();
	}

	get whenHalted(): Promise<void> {
		return this.end;
	}
}

/**
 * Runs all jobs side by side and returns their outcomes in the order of the jobs. Never throws.
 * With `failFast` it returns as soon as one has failed and the answers to all submits are in.
 */
export async function runTasks<V>(
	jobs: readonly Job[],
	provider: Provider,
	settings: RunSettings,
	ports: Ports<V>,
): Promise<Array<Outcome<V>>> {
	const run = new Run(provider, settings, ports);
	const desks = jobs.map((): Desk<V> => ({ taskId: null, outcome: null }));
	const all = Promise.all(jobs.map((job, index) => work(run, job, desks[index])));
	await Promise.race([all, run.whenHalted]);
	await Promise.allSettled(run.openSubmits.keys());
	return desks.map((desk) => desk.outcome ?? { kind: 'leftBehind', taskId: desk.taskId });
}

/** What is known of a job while it is worked on. */
interface Desk<V> {
	taskId: string | null;
	outcome: Outcome<V> | null;
}

async function work<V>(run: Run<V>, job: Job, desk: Desk<V>): Promise<void> {
	desk.outcome = await carryOut(run, job, desk).catch((error: unknown): Outcome<V> => {
		if (error instanceof JobError) return { kind: 'failed', failed: error.failed };
		const { taskId } = desk;
		if (error instanceof Halt)
			return { kind: run.ports.clock.stopped ? 'stopped' : 'leftBehind', taskId };
		return { kind: 'failed', failed: unexpected(error, taskId) };
	});
	if (desk.outcome.kind === 'failed' && run.settings.failFast) run.halt();
}

async function carryOut<V>(run: Run<V>, job: Job, desk: Desk<V>): Promise<Outcome<V>> {
	if (job.kind === 'get') {
		desk.taskId = job.task.id;
		const since = run.ports.clock.now();
		return await finish(
			run,
			job,
			await watchTask(run, job.task, { terms: job.terms, since, lookNow: true }),
		);
	}
	const leaveSlot = await run.slots.enter();
	const leave = () => {
		leaveSlot();
		run.announceEndOfTask();
	};
	try {
		const submitted = await submitTask(run, job);
		desk.taskId = submitted.task.id;
		if (job.terms.until === 'submitted') return passOn(submitted.task, submitted.warnings);
		const watched = await watchTask(run, submitted.task, submitted);
		leave();
		return await finish(run, job, watched, submitted.warnings);
	} finally {
		leave();
	}
}

async function finish<V>(
	run: Run<V>,
	job: Job,
	watched: Awaited<ReturnType<typeof watchTask>>,
	warnings: readonly string[] = [],
): Promise<Outcome<V>> {
	const { task } = watched;
	if (task.failure !== null) {
		if (job.kind === 'generate') markFailed(run, job.ledgerKey, task);
		throw new JobError({
			failure: task.failure,
			taskId: task.id,
			status: task.status,
			submitted: true,
			advice: adviceAfterFailedTask(task.failure.category),
		});
	}
	const notes = [...warnings, ...watched.warnings];
	if (task.status !== 'completed' || !job.terms.fetchVideo) return passOn(task, notes);
	const fetched = await run.downloads.use(() => fetchVideo(run, task));
	return { kind: 'task', task: fetched.task, video: fetched.video, warnings: notes };
}

function passOn<V>(task: VideoTask, warnings: string[]): Outcome<V> {
	return { kind: 'task', task, video: null, warnings };
}

/** A retry may submit again what the provider has failed, and nothing else. */
function markFailed<V>(run: Run<V>, ledgerKey: string, task: VideoTask): void {
	run.ports.ledger.set(ledgerKey, {
		state: 'failed',
		at: run.ports.clock.now(),
		taskId: task.id,
	});
}

function unexpected(error: unknown, taskId: string | null): JobFailure {
	const message = error instanceof Error ? error.message : String(error);
	return {
		failure: { category: 'provider', code: null, message, httpStatus: null, retryAfterMs: null },
		taskId,
		status: null,
		submitted: taskId !== null,
		advice: adviceAfterFailedTask('provider'),
	};
}

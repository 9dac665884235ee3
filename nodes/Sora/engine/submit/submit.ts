/** From a request to a task: sent once, or picked up again. */

import {
	toFailure,
	toVideoTask,
	type Failure,
	type RequestFormat,
	type TaskRef,
	type VideoTask,
} from '../../providers/video';
import type { Submission } from '../../providers/provider';
import { ADVICE_AFTER_LOST_ANSWER, adviceAfterRefusedSubmit } from '../advice';
import { findLostTask } from './findLostTask';
import { JobError } from '../outcome';
import { sentence } from '../sentence';
import type { LedgerEntry } from '../ports';
import { afterSubmit } from '../policy';
import type { GenerateJob, JobRequest, JobTerms } from '../job';
import type { Run } from '../run';
import { submitOnce } from './submitOnce';
import { withUploadedClips } from './uploadClips';
import { withUploadedImages } from './uploadImage';
import type { WatchStart } from '../poll/pollTask';

type Refusal = Exclude<Submission, { kind: 'accepted' }>;

export interface Submitted extends WatchStart {
	task: VideoTask;
	warnings: string[];
}

/**
 * @returns the item's task: the one the ledger holds, else a new one.
 * @throws JobError when nothing was submitted, or when nobody can say whether it was. @throws AbortError
 */
export async function submitTask(run: Run, job: GenerateJob): Promise<Submitted> {
	run.checkpoint();
	const entry = run.ports.ledger.get(job.ledgerKey);
	if (entry?.state === 'accepted') return pickUp(run, job, entry);
	if (entry && wasLost(entry)) {
		const endsAt = run.ports.clock.now() + job.terms.waitTimeoutMs;
		return await find(run, job, { at: entry.at, endsAt, failure: ANSWER_LOST });
	}
	return await submit(run, job);
}

/** Nobody can say whether the provider has it. */
export function wasLost({ state }: LedgerEntry): boolean {
	return state === 'sending' || state === 'unknown';
}

const ANSWER_LOST = toFailure('network', 'The response to the submit was lost');

function pickUp(run: Run, { request, terms }: GenerateJob, entry: LedgerEntry): Submitted {
	const taskId = entry.taskId ?? '';
	holdPlace(run, terms, taskId);
	return {
		terms,
		task: taskFrom({ id: taskId, readPath: entry.readPath }, request, entry.at),
		warnings: [],
		since: run.ports.clock.now(),
		pollNow: true,
		isOurs: true,
		model: request.model,
	};
}

/** It counts among the tasks that the provider has of ours, until it is seen to have ended. */
function holdPlace(run: Run, { until }: JobTerms, taskId: string): void {
	if (until === 'ended') run.alive.add(taskId);
}

async function submit(run: Run, job: GenerateJob): Promise<Submitted> {
	const { clock } = run.ports;
	const startedAt = clock.now();
	const { waitTimeoutMs } = job.terms;
	const waitEndsAt = startedAt + waitTimeoutMs;
	const withImages = await withUploadedImages(run, job.request, waitEndsAt);
	const request = await withUploadedClips(run, withImages, waitEndsAt);
	const order = run.submits.nextOrder();
	let unread: Failure | null = null;
	const formats: RequestFormat[] = [];
	for (let attempt = 1; ; attempt++) {
		const leave = await run.submits.enter(order);
		// While tasks of the run end, places come free: the wait for one does not count.
		const waitsSince = Math.max(startedAt, run.lastTaskEndedAt);
		const endsAt = waitsSince + waitTimeoutMs;
		const sent = await submitOnce(run, job, inFormat(run, request), endsAt).catch(
			(error: unknown) => {
				leave('other');
				throw error;
			},
		);
		const { submission, at } = sent;
		if (submission.kind === 'accepted') {
			leave('accepted');
			return {
				terms: job.terms,
				task: submission.task,
				warnings: [],
				since: at,
				isOurs: true,
				pollAfterMs: submission.pollAfterMs,
				model: request.model,
			};
		}
		const decision = afterSubmit({
			submission,
			unsent: sent.unsent,
			attempt,
			elapsedMs: clock.now() - waitsSince,
			waitTimeoutMs,
			hasOtherFormat: takesFormat(run, submission) && isNewFormat(formats, submission.format),
			hasOthers: run.alive.size + run.openSubmits.size > 0,
			random: clock.random(),
		});
		leave(decision.then === 'sendAgain' ? decision : 'other');
		if (decision.then === 'find') {
			return await find(run, { ...job, request }, { at, endsAt, failure: submission.failure });
		}
		if (decision.then === 'fail') throw refused(unreadFailure(run, unread, submission));
		if (decision.then === 'sendInOtherFormat') {
			unread ??= submission.failure;
			formats.push(decision.format);
			run.requestFormat = decision.format;
		}
	}
}

type Unread = Extract<Refusal, { again: 'inOtherFormat' }>;

/** The user may have said which format the host reads; both kinds of JSON are JSON. */
function takesFormat({ settings }: Run, submission: Refusal): submission is Unread {
	if (!('again' in submission) || submission.again !== 'inOtherFormat') return false;
	const isSameKind = settings.requestFormat === 'json' && submission.format === 'jsonWithNumbers';
	return settings.requestFormat === undefined || isSameKind;
}

/** From a form to JSON or back once, and from there only to another kind of JSON. */
function isNewFormat(tried: readonly RequestFormat[], format: RequestFormat): boolean {
	return tried.length === 0 || (format === 'jsonWithNumbers' && !tried.includes(format));
}

function inFormat({ requestFormat }: Run, request: JobRequest): JobRequest {
	return requestFormat === null ? request : { ...request, format: requestFormat };
}

/** A host that can read neither format is understood only with both of its answers. */
function unreadFailure(
	{ settings }: Run,
	unread: Failure | null,
	{ failure, ...last }: Refusal,
): Failure {
	const isUnreadToo = 'again' in last && last.again === 'inOtherFormat';
	if (!isUnreadToo) return failure;
	if (unread === null) {
		const isRuledOut = settings.requestFormat !== undefined;
		return isRuledOut
			? { ...failure, message: `${failure.message} ${OTHER_FORMAT_HINT}` }
			: failure;
	}
	const message = `${sentence(unread.message)} Sent in the other format, the host answered: ${failure.message}`;
	return { ...unread, message };
}

const OTHER_FORMAT_HINT =
	'(the host may read only the other format: set Request Format in the credential to Automatic)';

interface LostSubmit {
	/** Unix milliseconds of the submit. */
	at: number;
	/** Unix milliseconds of the end of the item's wait. */
	endsAt: number;
	failure: Failure;
}

/** The task may exist: look for it, and never send the request again. */
async function find(
	run: Run,
	job: GenerateJob,
	{ at: sentAt, endsAt, failure }: LostSubmit,
): Promise<Submitted> {
	run.lostSubmits.set(job.ledgerKey, job.request);
	let recorded: Promise<void> | undefined;
	const lost = { request: job.request, sentAt, endsAt };
	const search = await findLostTask(run, lost, ({ id: taskId, readPath }) => {
		run.lostSubmits.delete(job.ledgerKey);
		const entry: LedgerEntry = { state: 'accepted', at: sentAt, taskId, readPath };
		recorded = run.uncancellable(async () => await run.ports.ledger.record(job.ledgerKey, entry));
	});
	await recorded;
	if (search.task === null) throw answerLost(failure, search.found);
	const { task } = search;
	holdPlace(run, job.terms, task.id);
	return {
		terms: job.terms,
		task,
		warnings: [
			`The response to the submit was lost (${failure.message}), but the task was found in the account's list.`,
		],
		since: run.ports.clock.now(),
		pollNow: true,
		isOurs: true,
		model: job.request.model,
	};
}

function refused(failure: Failure): JobError {
	return new JobError({
		failure,
		taskId: null,
		status: null,
		submitted: false,
		advice: adviceAfterRefusedSubmit(failure.category),
	});
}

function answerLost(failure: Failure, found: string): JobError {
	return new JobError({
		failure: { ...failure, message: `${sentence(failure.message)} ${found}` },
		taskId: null,
		status: null,
		submitted: true,
		advice: ADVICE_AFTER_LOST_ANSWER,
	});
}

/** What we know of a task before the provider has told us anything. */
export function taskFrom(ref: TaskRef, request: JobRequest | null, at: number | null): VideoTask {
	return toVideoTask({
		id: ref.id,
		status: 'queued',
		durationSeconds: request?.durationSeconds ?? null,
		createdAt: at === null ? null : new Date(at).toISOString(),
		prompt: request?.prompt ?? null,
		readPath: ref.readPath ?? null,
		response: null,
	});
}

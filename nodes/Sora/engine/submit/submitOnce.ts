/** One submit: sent, and written down before and behind, whatever comes of it. */

import type { HttpCall } from '../../providers/http';
import type { Submission } from '../../providers/provider';
import type { VideoRequest } from '../../providers/video';
import type { GenerateJob, JobRequest } from '../job';
import { submitLimits } from '../callLimits';
import { redirectFailure, submissionWithoutResponse } from '../policy';
import type { Run } from '../run';
import { withImages } from './imageBytes';

export interface Sent {
	submission: Submission;
	/** The request never left. */
	unsent: boolean;
	/** Unix milliseconds of the submit. */
	at: number;
}

/**
 * Sends the request once. A run does not end before the ledger holds what came of it.
 * @param endsAt Unix milliseconds of the end of the item's wait.
 * @throws JobError where one of its images cannot be read. @throws AbortError where the run has ended before anything was sent.
 */
export async function submitOnce(
	run: Run,
	job: GenerateJob,
	request: JobRequest,
	endsAt: number,
): Promise<Sent> {
	return await withImages(run, request, async (whole) => {
		const leftMs = endsAt - run.ports.clock.now();
		const call = { ...submitLimits(leftMs), ...run.provider.create(whole) };
		return await run.uncancellable(async () => await carryOut(run, job, whole, call));
	});
}

async function carryOut(
	run: Run,
	job: GenerateJob,
	request: VideoRequest,
	call: HttpCall,
): Promise<Sent> {
	const { clock, ledger } = run.ports;
	const at = clock.now();
	await begin(run, job.ledgerKey, at);
	const { submission, unsent } = await send(run, job, request, call);
	if (submission.kind === 'accepted') {
		const { id: taskId, readPath } = submission.task;
		run.keyHasWorked = true;
		run.alive.add(taskId);
		await ledger.record(job.ledgerKey, { state: 'accepted', at, taskId, readPath });
	} else if (submission.kind === 'unknown') {
		await ledger.record(job.ledgerKey, { state: 'unknown', at });
	} else {
		await ledger.record(job.ledgerKey, null);
	}
	return { submission, unsent, at };
}

/**
 * Nothing is sent that is not written down before, and nothing before what began earlier: however
 * long the writing takes, submits go out in the order of the items.
 * @throws AbortError if the run has ended meanwhile.
 */
async function begin(run: Run, key: string, at: number): Promise<void> {
	const { ledger } = run.ports;
	await run.inOrder(ledger.record(key, { state: 'sending', at }));
	if (run.isOver) await ledger.record(key, null);
	run.checkpoint();
}

async function send(
	run: Run,
	job: GenerateJob,
	request: VideoRequest,
	call: HttpCall,
): Promise<{ submission: Submission; unsent: boolean }> {
	const { http } = run.ports;
	const sending = http.send(call);
	run.openSubmits.set(sending, job.request);
	const result = await sending;
	run.openSubmits.delete(sending);
	if ('response' in result) {
		const moved = redirectFailure(result.response, http.addressOf(call));
		if (moved)
			return { submission: { kind: 'refused', failure: moved, again: 'never' }, unsent: false };
		return { submission: run.provider.parseCreate(result.response, request), unsent: false };
	}
	const { networkFailure } = result;
	return { submission: submissionWithoutResponse(networkFailure), unsent: !networkFailure.sent };
}

/** One submit: sent, and written down before and behind, whatever comes of it. */

import type { Submission } from '../../providers/provider';
import type { VideoRequest } from '../../providers/video';
import type { GenerateJob } from '../job';
import { submissionWithoutResponse } from '../policy';
import type { LedgerEntry } from '../ports';
import type { Run } from '../run';

export interface Sent {
	submission: Submission;
	/** The request never left. */
	unsent: boolean;
	/** Unix milliseconds of the submit. */
	at: number;
}

/**
 * Sends the request once. A run does not end before the ledger holds what came of it.
 * @throws Halt where the run has ended before anything was sent.
 */
export async function submitOnce<V>(
	run: Run<V>,
	job: GenerateJob,
	request: VideoRequest,
): Promise<Sent> {
	return await run.uncancellable(async () => await carryOut(run, job, request));
}

async function carryOut<V>(run: Run<V>, job: GenerateJob, request: VideoRequest): Promise<Sent> {
	const { clock, ledger } = run.ports;
	const at = clock.now();
	await keep(run, job.ledgerKey, { state: 'sending', at });
	ledger.set(job.ledgerKey, { state: 'sending', at });
	const { submission, unsent } = await send(run, job, request);
	if (submission.kind === 'accepted') {
		const { id: taskId, readPath } = submission.task;
		const entry: LedgerEntry = { state: 'accepted', at, taskId, readPath };
		ledger.set(job.ledgerKey, entry);
		run.keyHasWorked = true;
		run.alive.add(taskId);
		await ledger.keep?.(job.ledgerKey, entry);
	} else if (submission.kind === 'unknown') {
		ledger.set(job.ledgerKey, { state: 'unknown', at });
	} else {
		ledger.delete(job.ledgerKey);
		await ledger.keep?.(job.ledgerKey, null);
	}
	return { submission, unsent, at };
}

/** Nothing is sent that is not written down before. @throws Halt where the run has ended meanwhile. */
async function keep<V>(run: Run<V>, key: string, entry: LedgerEntry): Promise<void> {
	const { ledger } = run.ports;
	await ledger.keep?.(key, entry);
	if (run.isOver) await ledger.keep?.(key, null);
	run.checkpoint();
}

async function send<V>(
	run: Run<V>,
	job: GenerateJob,
	request: VideoRequest,
): Promise<{ submission: Submission; unsent: boolean }> {
	const { http } = run.ports;
	const sending = http.send(run.provider.create(request));
	run.openSubmits.set(sending, job.request);
	const result = await sending;
	run.openSubmits.delete(sending);
	if ('response' in result) {
		return { submission: run.provider.parseCreate(result.response, request), unsent: false };
	}
	const { networkFailure } = result;
	return { submission: submissionWithoutResponse(networkFailure), unsent: !networkFailure.sent };
}

/** A rendered video on its way into the store: whole, or not at all. */

import { retrieveTask } from '../exchange';
import { toFailure, type Failure, type VideoTask } from '../../providers/video';
import { videoFileName, videoTypeOf } from '../../media/video/fileName';
import { ADVICE_AFTER_FAILED_DOWNLOAD } from '../advice';
import { JobError } from '../outcome';
import { fetchFollowingRedirects } from './redirects';
import { afterDownloadResponse, filePauseMs, failureOfNetwork } from '../policy';
import type { StoredVideo } from '../ports';
import { resumed, type Transfer } from './resumable';
import type { Session } from '../session';

/** Starts from the first byte; a resumed connection does not count. */
const DOWNLOAD_TRIES = 6;
const IDLE_TIMEOUT_MS = 60_000;
const TYPE_BYTES = 64;
/** n8n unpacks a body, but leaves the length that it had when it was packed: it would never be whole. */
const UNPACKED = { 'accept-encoding': 'identity' };

/**
 * Fetches the first video of a completed task.
 * @returns the store's receipt, and the task as last read (its address may have been renewed).
 * @throws JobError naming the task when the video cannot be had or stored. @throws AbortError
 */
export async function fetchVideo(
	session: Session,
	completed: VideoTask,
): Promise<{ task: VideoTask; video: StoredVideo }> {
	let task = completed;
	for (let attempt = 1; ; attempt++) {
		session.checkpoint();
		const tried = await tryOnce(session, task);
		if ('video' in tried) return { task, video: tried.video };
		if (attempt === DOWNLOAD_TRIES || tried.then === 'fail') throw notFetched(task, tried.failure);
		await session.pause(
			filePauseMs(attempt, tried.failure.retryAfterMs, session.ports.clock.random()),
		);
		if (tried.then === 'renew') task = await renewed(session, task);
	}
}

type Tried = { video: StoredVideo } | { then: 'again' | 'renew' | 'fail'; failure: Failure };

async function tryOnce(session: Session, task: VideoTask): Promise<Tried> {
	const [call] = session.provider.video(task);
	if (call === undefined)
		return { then: 'renew', failure: toFailure('network', 'The task has no video yet') };
	const headers = { ...call.headers, ...UNPACKED };
	const opened = await fetchFollowingRedirects(session.ports.http, {
		timeoutMs: IDLE_TIMEOUT_MS,
		...call,
		headers,
	});
	session.checkpoint();
	if (!('response' in opened)) {
		return { then: 'again', failure: failureOfNetwork(opened.networkFailure) };
	}
	const { response, call: finalCall } = opened;
	if (response.status !== 200) {
		response.discard();
		return afterDownloadResponse(response.status, response.headers, finalCall.to);
	}

	const transfer: Transfer = { problem: null };
	const bytes = resumed(session, finalCall, response, transfer);
	const first = await beginningOf(bytes).catch(() => null);
	if (first === null || first.length === 0) {
		return {
			then: 'again',
			failure: toFailure('network', transfer.problem ?? 'The downloaded file was empty'),
		};
	}
	const type = videoTypeOf(first, response.headers['content-type'] ?? null);
	if (type === null) {
		response.discard();
		return {
			then: 'renew',
			failure: toFailure('network', 'The downloaded file is not a video'),
		};
	}
	const saving = session.ports.videos.save({
		bytes: startingWith(first, bytes),
		origin: response.body,
		mimeType: type.mimeType,
		fileName: videoFileName({
			headerName: response.headers['content-disposition'] ?? null,
			url: finalCall.to === 'anywhere' ? finalCall.url : null,
			taskId: task.id,
			mimeType: type.mimeType,
		}),
	});
	const saved = await saving.then(
		(video) => ({ video }),
		(error: unknown) => ({ error }),
	);
	await bytes.return(undefined).catch(() => undefined);
	session.checkpoint();
	if ('video' in saved) return saved;
	if (transfer.problem !== null)
		return { then: 'again', failure: toFailure('network', transfer.problem) };
	const words = saved.error instanceof Error ? saved.error.message : String(saved.error);
	return { then: 'fail', failure: toFailure('network', `n8n could not store the video: ${words}`) };
}

/** A fresh address comes with a fresh look at the task. */
async function renewed(session: Session, task: VideoTask): Promise<VideoTask> {
	const result = await retrieveTask(session.ports.http, session.provider, task);
	return result.kind === 'task' && result.task.status === 'completed' ? result.task : task;
}

/** As much as it takes to tell what it is, however small the chunks are. */
async function beginningOf(bytes: AsyncGenerator<Uint8Array>): Promise<Uint8Array> {
	const chunks: Uint8Array[] = [];
	for (let length = 0; length < TYPE_BYTES;) {
		const step = await bytes.next();
		if (step.done) break;
		chunks.push(step.value);
		length += step.value.length;
	}
	return chunks.length === 1 ? chunks[0] : Buffer.concat(chunks);
}

async function* startingWith(
	first: Uint8Array,
	rest: AsyncGenerator<Uint8Array>,
): AsyncGenerator<Uint8Array> {
	yield first;
	yield* rest;
}

function notFetched(task: VideoTask, failure: Failure): JobError {
	return new JobError({
		failure: { ...failure, message: `The video could not be downloaded: ${failure.message}` },
		taskId: task.id,
		status: task.status,
		submitted: true,
		advice: ADVICE_AFTER_FAILED_DOWNLOAD,
	});
}

/** A rendered video on its way into the store: whole, or not at all. */

import type { VideoFacts } from '../../media/video/videoFacts';
import type { Failure, VideoTask } from '../../providers/video';
import { ADVICE_AFTER_FAILED_DOWNLOAD } from '../advice';
import { retrieveTask } from '../exchange';
import { JobError } from '../outcome';
import { limitsWithin } from '../callLimits';
import { filePauseMs } from '../policy';
import type { StoredVideo } from '../ports';
import type { Session } from '../session';
import { Oddities } from './oddities';
import { tryPlaces } from './places';
import { DownloadTurn } from './turn';

/** Each goes to all places, and starts from the first byte; a resumed connection does not count. */
const DOWNLOAD_TRIES = 6;
/** Where no Wait Timeout says how long somebody waits. */
const USUAL_PATIENCE_MS = 180_000;

export interface FetchedVideo {
	/** As last read: its address may have been renewed. */
	task: VideoTask;
	video: StoredVideo;
	/** What its file says; null where it cannot be read. */
	facts: VideoFacts | null;
	warnings: string[];
}

/**
 * Fetches the first video of a completed task, when its turn has come.
 * @param patienceMs milliseconds after which nothing is waited for any more but bytes that come.
 * @throws JobError naming the task when the video cannot be had or stored. @throws AbortError
 */
export async function fetchVideo(
	session: Session,
	completed: VideoTask,
	patienceMs: number = USUAL_PATIENCE_MS,
): Promise<FetchedVideo> {
	const turn = new DownloadTurn(session, patienceMs);
	try {
		await turn.enter();
		return await fetchInTurn(session, completed, turn);
	} finally {
		turn.leave();
	}
}

async function fetchInTurn(
	session: Session,
	completed: VideoTask,
	turn: DownloadTurn,
): Promise<FetchedVideo> {
	const oddities = new Oddities();
	let task = completed;
	for (let attempt = 1; ; attempt++) {
		session.checkpoint();
		const tried = await tryPlaces({ session, task, turn, oddities });
		if ('video' in tried) return { task, ...tried };
		const { then, failure } = tried;
		if (attempt === DOWNLOAD_TRIES || then === 'fail') throw notFetched(task, failure);
		const random = session.ports.clock.random();
		if (!(await turn.pause(filePauseMs(attempt, failure.retryAfterMs, random)))) {
			throw notFetched(task, failure);
		}
		if (then === 'renew') task = await renewed(session, task, turn.leftMs);
	}
}

/** A fresh address comes with a fresh look at the task. */
async function renewed(session: Session, task: VideoTask, leftMs: number): Promise<VideoTask> {
	const { http } = session.ports;
	const result = await retrieveTask(http, session.provider, task, limitsWithin(leftMs));
	return result.kind === 'task' && result.task.status === 'completed' ? result.task : task;
}

function notFetched(task: VideoTask, failure: Failure): JobError {
	return new JobError({
		failure: { ...failure, message: `The video could not be downloaded: ${failure.message}` },
		taskId: task.id,
		status: task.status,
		cost: task.cost,
		billableUnits: task.billableUnits,
		submitted: true,
		advice: ADVICE_AFTER_FAILED_DOWNLOAD,
	});
}

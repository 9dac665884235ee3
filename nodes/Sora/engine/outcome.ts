/** How an item ends. */

import type { VideoFacts } from '../media/video/videoFacts';
import type { Failure, TaskStatus, VideoTask } from '../providers/video';
import type { Money } from '../shared/money';
import type { StoredVideo } from './ports';

/** Why an item has no result, and what its user should know. */
export interface JobFailure {
	failure: Failure;
	/** null when nothing was submitted, or when the answer to the submit was lost. */
	taskId: string | null;
	status: TaskStatus | null;
	/** What the provider says that the task was charged; null or left out where it does not say. */
	cost?: Money | null;
	/** As in `VideoTask`. */
	billableUnits?: number;
	/** May this have been billed? */
	submitted: boolean;
	/** One sentence: what to do next. */
	advice: string;
	/** `input`: what the user gave cannot be sent. Left out: what the provider or the network said. */
	origin?: 'input';
}

export type Outcome =
	/** The task as it is now, with its video where one was fetched. */
	| ({
			kind: 'task';
			task: VideoTask;
			/** The image, where it was asked for and could be stored. */
			lastFrame?: StoredVideo;
			warnings: string[];
	  } & Fetched)
	| { kind: 'failed'; failed: JobFailure }
	/** Not begun, or let go, because another item failed. */
	| ({ kind: 'abandoned' } & LeftTask)
	/** The user stopped the execution. */
	| ({ kind: 'stopped' } & LeftTask);

export interface Fetched {
	video: StoredVideo | null;
	/** What the video's file says: null where it cannot be read, left out where it was not fetched. */
	facts?: VideoFacts | null;
}

/** What an item has left at the provider that ended before its task did. */
export interface LeftTask {
	/** null where no task exists, and where the answer to the submit was lost. */
	taskId: string | null;
	/** May this have been billed? */
	submitted: boolean;
}

/** What the engine throws inside itself; never leaves `runJobs`. */
export class JobError extends Error {
	constructor(readonly failed: JobFailure) {
		super(failed.failure.message);
	}
}

/** The run ends early: the user stopped it, or another item failed. */
export class AbortError extends Error {}

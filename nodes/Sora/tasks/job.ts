import type { TaskRef, VideoRequest } from '../providers/video';

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

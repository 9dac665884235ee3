import type { MediaInputs } from '../models/mediaInputs';
import type {
	RequestClip,
	RequestFormat,
	RequestImage,
	TaskRef,
	VideoRequest,
	VideoTask,
} from '../providers/video';

/** An image's bytes, or one sentence on why they cannot be had. */
export type ImageBytes = { bytes: Uint8Array } | { problem: string };

/** An image file that is not in memory: what is known of it, and how to get it. */
export interface ImageFile {
	kind: 'file';
	/** SHA-256 of the bytes, in hex. */
	digest: string;
	byteLength: number;
	mimeType: string;
	fileName: string;
	/** Reads it, as often as it is needed. Never rejects; what is read has the digest. */
	read(): Promise<ImageBytes>;
}

export type JobImage = Extract<RequestImage, { kind: 'url' }> | ImageFile;

/** A clip that is no file, or one that is read when its turn comes. */
export type JobClip = Exclude<RequestClip, { kind: 'file' }> | ClipFile;

/** @see ImageFile; a clip's bytes go from n8n's store to the provider without standing in memory. */
export type ClipFile = Extract<RequestClip, { kind: 'file' }> & {
	/** SHA-256 of the bytes, in hex. */
	digest: string;
};

/** A request that waits for its turn: without the bytes of its images and clips. */
export interface JobRequest
	extends Omit<VideoRequest, keyof MediaInputs<unknown> | 'clips'>, MediaInputs<JobImage> {
	clips?: readonly JobClip[];
}

/** One item's work: a video to make, or a task that exists already. */
export type Job = GenerateJob | GetJob;

export interface GenerateJob {
	kind: 'generate';
	request: JobRequest;
	ledgerKey: string;
	terms: JobTerms;
}

export interface GetJob {
	kind: 'get';
	terms: JobTerms;
	task: TaskRef;
	/** The task as it was last seen; one that has ended is not asked for again. */
	seen?: VideoTask;
	/** Unix milliseconds from which the wait is counted. Default: now. */
	since?: number;
	/** Where this task is an item's own, its entry in the ledger. */
	ledgerKey?: string;
}

/** How far an item is followed. */
export interface JobTerms {
	/** `submitted`: return as soon as the task exists. `looked`: look once. `ended`: wait for the end. */
	until: 'submitted' | 'polled' | 'ended';
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
	/** How requests are written; left out: as the provider writes them, or else as the host reads them. */
	requestFormat?: RequestFormat;
}

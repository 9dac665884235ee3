/** The two types that everything else serves, and what can go wrong between them. */

import type { MediaInputs } from '../models/mediaInputs';
import type { Model, VideoOptions } from '../models/model';
import type { Money } from '../shared/money';
import type { FileBytes } from './http';

/** An image as the provider gets it: by address, or as bytes whose type was read from the bytes. */
export type RequestImage =
	| { kind: 'url'; url: string }
	| { kind: 'file'; bytes: Uint8Array; mimeType: string; fileName: string };

/** A clip that the video is made of: by address, as a task of the same provider, or as a file. */
export type RequestClip =
	| { kind: 'url'; url: string }
	| { kind: 'task'; id: string }
	| { kind: 'file'; bytes: FileBytes; mimeType: string; fileName: string };

/** How the fields of a request are written, where hosts differ in it. */
export type RequestFormat =
	| 'multipart'
	| 'json'
	/** The length as a number, where OpenAI has text. */
	| 'jsonWithNumbers';

/** What the user asked for, in neutral terms. */
export interface VideoRequest extends VideoOptions, MediaInputs<RequestImage> {
	model: Model;
	prompt: string;
	/** The clip that is extended or changed; several only for models that join clips. */
	clips?: readonly RequestClip[];
	/** The options in the model's own names and values, as `models/inputs` writes them. */
	inputs: Record<string, unknown>;
	/** The last frame shall come with the video, from models that send it along. */
	returnLastFrame?: true;
	/** Merged last into the provider's own inputs. */
	additionalInputs: Record<string, unknown>;
	/** How it is written; the provider's own way if left out. */
	format?: RequestFormat;
	/** Where the provider shall report the end, where it has such a thing. */
	callbackUrl?: string;
	/** Sent along so that a callback can be believed, where the provider takes one per task. */
	callbackSecret?: string;
}

export const TASK_STATUSES = [
	'queued',
	'running',
	'completed',
	'failed',
	'cancelled',
	'expired',
] as const;
export type TaskStatus = (typeof TASK_STATUSES)[number];

export const FAILURE_CATEGORIES = [
	'moderation',
	'invalid_input',
	'auth',
	'quota',
	'rate_limit',
	'model_retired',
	'provider',
	'network',
	'timeout',
	'cancelled',
] as const;
export type FailureCategory = (typeof FAILURE_CATEGORIES)[number];

/** Why something failed, in the provider's own words. */
export interface Failure {
	category: FailureCategory;
	/** The provider's code, or the network's (`ECONNREFUSED`). */
	code: string | null;
	/** The provider's words. Never empty. */
	message: string;
	/** HTTP status of the answer that said so; null where there was none. */
	httpStatus: number | null;
	/** How long the provider asks us to stay away, in milliseconds; null where it does not say. */
	retryAfterMs: number | null;
}

/** A failure with what is not said left open. */
export function toFailure(
	category: FailureCategory,
	message: string,
	known: Partial<Pick<Failure, 'code' | 'httpStatus' | 'retryAfterMs'>> = {},
): Failure {
	return { category, message, code: null, httpStatus: null, retryAfterMs: null, ...known };
}

/** What we know of a task, the same for every provider. */
export interface VideoTask {
	/** The provider's own ID. */
	id: string;
	status: TaskStatus;
	/** 0–100, null where the provider does not say. */
	progress: number | null;
	/** Where the videos are; empty until completed, and where they can only be had with the key. */
	videoUrls: string[];
	/** Where the last frame is, as an image; left out where it did not come. */
	lastFrameUrl?: string;
	/** `url`: anybody can fetch `videoUrls[0]`. `api`: only `Provider.video` with the key has the bytes. */
	videoBy: 'url' | 'api';
	/** The model that was asked for, where the provider tells it apart from the one that it ran. */
	requestedModel: string | null;
	/** The model the provider says it ran; null where it does not say. */
	deliveredModel: string | null;
	durationSeconds: number | null;
	/** `1280x720`, where known. */
	size: string | null;
	/** ISO 8601, UTC. */
	createdAt: string | null;
	/** When it came into the provider's list, where that is not its creation. */
	listedAt?: string;
	completedAt: string | null;
	expiresAt: string | null;
	/** What the provider says it charged; null where it does not say, or not yet. 0 where it says so. */
	cost: Money | null;
	/** Units that the provider has counted for the bill, where it counts them instead of naming a sum. */
	billableUnits?: number;
	/** Set exactly when the status is `failed`, `cancelled` or `expired`. */
	failure: Failure | null;
	/** The prompt, where the provider echoes it: how a task whose answer was lost is recognised. */
	prompt: string | null;
	/** Path (with query) below the base URL to read this task again, where the provider names one. */
	readPath: string | null;
	/** The untouched answer that this was read from. */
	response: unknown;
}

/** A task of which no more is known than this: all else is null or empty. */
export function toVideoTask(
	known: Pick<VideoTask, 'id' | 'status' | 'response'> & Partial<VideoTask>,
): VideoTask {
	return {
		progress: null,
		videoUrls: [],
		videoBy: 'url',
		requestedModel: null,
		deliveredModel: null,
		durationSeconds: null,
		size: null,
		createdAt: null,
		completedAt: null,
		expiresAt: null,
		cost: null,
		failure: null,
		prompt: null,
		readPath: null,
		...known,
	};
}

/** What it takes to ask for a task again. */
export interface TaskRef {
	id: string;
	readPath?: string | null;
}

export function hasEnded(status: TaskStatus): boolean {
	return status !== 'queued' && status !== 'running';
}

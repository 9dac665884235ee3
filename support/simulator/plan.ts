/** What shall become of a task: written by tests, read by the providers. */

import type { ProviderName } from '../../nodes/Sora/models/model';
import type { Content } from './server/reply';

export type Outcome = 'completed' | 'failed' | 'cancelled' | 'timeout' | 'expired' | 'never';

export interface Plan {
	/** Default: `completed`. A provider without a word for it says that the task failed. */
	outcome?: Outcome;
	/** From the start of the render to its end. Default: the simulator's `renderMs`. */
	renderMs?: number;
	/** The provider's words for a failure. */
	message?: string;
	code?: string | number;
	/** The failure as the provider would write it, where its usual shape is not wanted (a bare string, say). */
	error?: unknown;
	/** The model that the provider says it ran. Default: the one asked for. */
	deliveredModel?: string;
	/**
	 * The shape of the output. `none`: completed without any. `image`: the task made an image, no video.
	 * Default: the provider's usual one.
	 */
	outputAs?: 'string' | 'object' | 'array' | 'image' | 'none';
	/** How many videos. Default: 1. */
	videos?: number;
	/** Default: one of the files, by the frame that was asked for. */
	video?: Content;
	/** Said as status while the task is alive, instead of the provider's own words. */
	aliveWord?: string;
	/** Said as status once the task has ended, instead of the provider's own words. */
	endWord?: string;
	/** A cancel is confirmed, and the render goes on. */
	ignoresCancel?: boolean;
	/** Said as progress, where the provider has one. Default: by the time. */
	progress?: number;
	/** The submit gets this answer and is not billed. */
	refuse?: { status: number; json: unknown; headers?: Record<string, string> };
	/** Each webhook delivery is sent this many times more. */
	webhookRepeats?: number;
}

/** `index` counts the accepted tasks of all providers, from 0. */
export interface Asked {
	index: number;
	provider: ProviderName;
	model: string;
	input: Record<string, unknown>;
}

export type Script = (task: Asked) => Plan | undefined;

/** Which tasks of an account a workflow wants to hear of. */

import { madeSomethingElse } from '../../providers/shared/outputs';
import { hasEnded, type VideoTask } from '../../providers/video';

export type FeedEvent = 'completed' | 'failed';

export interface FeedWishes {
	/** `failed`: ended without a video, for whatever reason. */
	events: readonly FeedEvent[];
	/** Model IDs, or beginnings of such that end in `*`. Empty: all. */
	models: readonly string[];
	fetchVideo: boolean;
}

export type Verdict = 'emit' | 'wait' | 'ignore';

export function verdictOn(task: VideoTask, wishes: FeedWishes): Verdict {
	if (madeSomethingElse(task) || !isOfModels(task, wishes.models)) return 'ignore';
	if (!hasEnded(task.status)) return 'wait';
	return wishes.events.includes(eventOf(task)) ? 'emit' : 'ignore';
}

function eventOf({ status }: VideoTask): FeedEvent {
	return status === 'completed' ? 'completed' : 'failed';
}

/** A task that runs may not have been given its model yet. */
function isOfModels({ deliveredModel, status }: VideoTask, models: readonly string[]): boolean {
	if (models.length === 0) return true;
	if (deliveredModel === null) return !hasEnded(status);
	return models.some((model) =>
		model.endsWith('*') ? deliveredModel.startsWith(model.slice(0, -1)) : deliveredModel === model,
	);
}

/** A list may leave the outputs out: only the task itself can say that there is no video. */
export function isCertain(listed: VideoTask): boolean {
	return listed.failure?.code !== 'no_video';
}

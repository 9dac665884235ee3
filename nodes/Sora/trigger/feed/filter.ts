/** Which tasks of an account start the workflow. */

import { madeSomethingElse } from '../../providers/shared/outputs';
import { hasEnded, type VideoTask } from '../../providers/video';

export type FeedEvent = 'completed' | 'failed';

export interface FeedFilter {
	/** `failed`: ended without a video, for whatever reason. */
	events: readonly FeedEvent[];
	/** IDs of models, as asked for or as delivered, or prefixes that end in `*`. Empty: all. */
	models: readonly string[];
	/** The list holds tasks of these models alone, whatever it calls them. */
	isKeptByList?: boolean;
	fetchVideo: boolean;
	/** Of the tasks that take frames out of videos, which are part of another one. Left out: none are. */
	frameModel?: string;
}

export type Classification = 'emit' | 'wait' | 'ignore';

export function classify(task: VideoTask, filter: FeedFilter): Classification {
	if (madeSomethingElse(task) || !isOfModels(task, filter)) return 'ignore';
	if (!hasEnded(task.status)) return 'wait';
	if (task.failure !== null && isOfFrames(task, filter)) return 'ignore';
	return filter.events.includes(eventOf(task)) ? 'emit' : 'ignore';
}

/** One that has failed does not say that it would have made an image. */
function isOfFrames({ requestedModel, deliveredModel }: VideoTask, filter: FeedFilter): boolean {
	const { frameModel = '', models } = filter;
	return [requestedModel, deliveredModel].includes(frameModel) && !models.includes(frameModel);
}

function eventOf({ status }: VideoTask): FeedEvent {
	return status === 'completed' ? 'completed' : 'failed';
}

/** A running task may not have been given its model yet. */
function isOfModels(task: VideoTask, { models, isKeptByList }: FeedFilter): boolean {
	if (models.length === 0 || isKeptByList) return true;
	const told = [task.requestedModel, task.deliveredModel].filter((model) => model !== null);
	if (told.length === 0) return !hasEnded(task.status);
	return models.some((wanted) =>
		wanted.endsWith('*')
			? told.some((model) => model.startsWith(wanted.slice(0, -1)))
			: told.includes(wanted),
	);
}

/** A list may leave out the outputs: only the task itself can say that there is no video. */
export function isConfirmed(listed: VideoTask): boolean {
	return listed.failure?.code !== 'no_video';
}

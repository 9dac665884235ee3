/** What any list shows of a task: its ID, its model and its prompt. */

import type { Provider } from '../../providers/provider';
import type { VideoTask } from '../../providers/video';
import { textOf } from '../../shared/json';
import type { JobRequest } from '../job';

/** Additional inputs are sent instead of what they have the name of. */
export function promptSentWith({ prompt, additionalInputs }: JobRequest): string {
	return (textOf(additionalInputs.prompt) ?? prompt).trim();
}

function modelsSentWith({ model, additionalInputs }: JobRequest): string[] {
	const instead = textOf(additionalInputs.model);
	return instead === null ? [model.id] : [model.id, instead];
}

export function looksAlike(one: JobRequest, other: JobRequest): boolean {
	return one.model.id === other.model.id && promptSentWith(one) === promptSentWith(other);
}

/** @param task of a list that was asked for the request's model. */
export function isOfModel({ list }: Provider, request: JobRequest, task: VideoTask): boolean {
	const { deliveredModel, requestedModel } = task;
	if (deliveredModel === null || list?.holdsOnly?.([request.model.id])) return true;
	const sent = modelsSentWith(request);
	return sent.includes(deliveredModel) || sent.includes(requestedModel ?? '');
}

/** @returns whether a task is one of these, also where its ID is written in another way. */
export function sameTaskIn(
	{ taskKey = (id) => id }: Provider,
	taskIds: ReadonlySet<string>,
): (task: VideoTask) => boolean {
	const keys = new Set([...taskIds].map(taskKey));
	return ({ id }) => keys.has(taskKey(id));
}

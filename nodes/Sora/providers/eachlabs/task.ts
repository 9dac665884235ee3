/**
 * Decoding Eachlabs' predictions and executions, which are our tasks.
 * https://docs.eachlabs.ai/api/predictions/get-prediction
 */

import { taskFailureIn } from './failure';
import type { JsonObject } from '../../shared/json';
import { codeOf, entryOf, numberOf, objectOf, textOf, timeOf } from '../../shared/json';
import { noVideo, outputsIn, sizeIn } from '../shared/outputs';
import { toVideoTask, type TaskStatus, type VideoTask } from '../video';

/**
 * The status API says `success` and `error`, callbacks say `succeeded` and `failed`, older pages mix
 * them. A status that is not here is one to wait through.
 */
const STATUSES: Readonly<Record<string, TaskStatus>> = {
	created: 'queued',
	queued: 'queued',
	pending: 'queued',
	starting: 'running',
	processing: 'running',
	running: 'running',
	success: 'completed',
	succeeded: 'completed',
	completed: 'completed',
	error: 'failed',
	failed: 'failed',
	cancelled: 'cancelled',
	canceled: 'cancelled',
};

/**
 * @param prediction the answer to a status call, or a row of the executions.
 * @param response the whole answer.
 * @returns null where it has no ID or no status, so that it is no task.
 */
export function taskFromPrediction(prediction: JsonObject, response: unknown): VideoTask | null {
	const id = codeOf(prediction.id);
	const said = textOf(prediction.status)?.toLowerCase() ?? null;
	if (id === null || said === null) return null;
	const reported = entryOf(STATUSES, said) ?? 'running';
	const outputs = outputsIn(prediction.output);
	const isEmpty = reported === 'completed' && outputs.videoUrls.length === 0;
	const status = isEmpty ? 'failed' : reported;
	const input = objectOf(prediction.input);
	return toVideoTask({
		id,
		status,
		videoUrls: status === 'completed' ? outputs.videoUrls : [],
		requestedModel: textOf(prediction.requested_model),
		deliveredModel: textOf(prediction.model),
		durationSeconds: numberOf(input.duration),
		size: sizeIn(input),
		createdAt: timeOf(prediction.created_at),
		completedAt: timeOf(prediction.completed_at),
		failure: isEmpty ? noVideo(outputs) : taskFailureIn(prediction, reported),
		prompt: textOf(input.prompt),
		response,
	});
}

/**
 * Decoding Eachlabs' predictions and executions, which are our tasks.
 * https://docs.eachlabs.ai/api/predictions/get-prediction
 */

import { taskFailureIn } from './failure';
import type { JsonObject } from '../../shared/json';
import { codeOf, numberOf, objectOf, textOf, timeOf } from '../../shared/json';
import { noVideo, outputsIn, sizeIn } from '../shared/outputs';
import { statusIn, statusWordIn } from '../shared/statusWords';
import { costIn } from '../shared/decode/cost';
import { taskIdsIn } from '../shared/decode/taskIds';
import { completedAtIn } from '../shared/taskObject';
import { hasEnded, toVideoTask, type VideoTask } from '../video';

/**
 * @param prediction the answer to a status call, or a row of the executions.
 * @param response the whole answer.
 * @param askedId the ID that was asked for, where the answer may leave it out.
 * @returns null where it has no ID or no status, so that it is no task.
 */
export function taskFromPrediction(
	prediction: JsonObject,
	response: unknown,
	askedId?: string,
): VideoTask | null {
	const id = taskIdsIn(prediction)[0] ?? askedId;
	if (id === undefined || statusWordIn(prediction) === null) return null;
	const outputs = outputsIn(prediction.output);
	const reported = statusIn(prediction, outputs.videoUrls.length > 0) ?? 'running';
	const isEmpty = reported === 'completed' && outputs.videoUrls.length === 0;
	// `success` is also what a submit is answered with.
	if (isEmpty && codeOf(prediction.id) === null && !('output' in prediction)) return null;
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
		completedAt: completedAtIn(prediction),
		cost: hasEnded(status) ? costIn(prediction) : null,
		failure: isEmpty ? noVideo(outputs) : taskFailureIn(prediction, reported),
		prompt: textOf(input.prompt),
		response,
	});
}

/** How fal answers: errors of its queue and of its models, and the life of a request. */

import type { World } from '../../provider';
import { json, type Reply } from '../../server/reply';
import type { SimulatedTask, TaskState } from '../../tasks';

export function refusal(status: number, detail: string, errorType?: string): Reply {
	const body = { detail, ...(errorType === undefined ? {} : { error_type: errorType }) };
	return json(status, body, errorType === undefined ? {} : { 'x-fal-error-type': errorType });
}

/** A model's own words, with its own status. */
export interface Verdict {
	status: number;
	body: unknown;
}

const GONE: Verdict = { status: 404, body: { detail: 'Request not found' } };

/** What the status shows of a request that the queue itself has ended; null where the model has. */
export function queueError(
	phase: TaskState['phase'],
): { error: string; error_type: string } | null {
	if (phase === 'timeout') return { error: 'Request timed out', error_type: 'request_timeout' };
	// That a cancelled request ends in COMPLETED is documented; its words are assumed.
	if (phase === 'cancelled')
		return { error: 'Request was cancelled', error_type: 'request_cancelled' };
	return null;
}

function failureOf({ plan }: SimulatedTask): Verdict {
	if (plan.error !== undefined) return { status: 422, body: { detail: plan.error } };
	const msg = plan.message ?? 'The model could not make this video';
	if (plan.code === undefined) {
		return {
			status: 500,
			body: { detail: [{ loc: ['body'], msg, type: 'internal_server_error' }] },
		};
	}
	return {
		status: 422,
		body: { detail: [{ loc: ['body', 'prompt'], msg, type: String(plan.code) }] },
	};
}

function outputOf(world: World, task: SimulatedTask): unknown {
	const usual = task.model === EXTRACT_FRAME ? 'image' : 'object';
	const { outputAs = usual, videos = 1 } = task.plan;
	const file = (number: number) => ({
		url: world.cdn.videoUrl(task, number),
		content_type: 'video/mp4',
		file_name: 'output.mp4',
		file_size: null,
	});
	if (outputAs === 'none') return { seed: 42 };
	if (outputAs === 'image') {
		return { images: [{ url: `${world.cdn.base}/pictures/photo.png`, content_type: 'image/png' }] };
	}
	if (outputAs === 'string') return { video_url: file(0).url, seed: 42 };
	if (outputAs === 'array' || videos > 1) {
		return { videos: Array.from({ length: videos }, (_, number) => file(number)), seed: 42 };
	}
	return { video: file(0), seed: 42 };
}

/** https://fal.ai/models/fal-ai/ffmpeg-api/extract-frame */
const EXTRACT_FRAME = 'fal-ai/ffmpeg-api/extract-frame';

/** The result of a request that has ended, as the model gave it. */
export function verdictOf(world: World, task: SimulatedTask, phase: TaskState['phase']): Verdict {
	const ofQueue = queueError(phase);
	if (ofQueue !== null) {
		const { error: detail, error_type } = ofQueue;
		return { status: phase === 'timeout' ? 504 : 499, body: { detail, error_type } };
	}
	if (phase === 'expired') return GONE;
	if (phase === 'failed') return failureOf(task);
	return { status: 200, body: outputOf(world, task) };
}

/** A task is its model and its request, which are both in what we call it. */
export function newFalId(seed: string, model: string): string {
	const request = seed.slice(0, 32).replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
	return `${model}/requests/${request}`;
}

/** What fal calls it. */
export function requestIdOf({ id }: SimulatedTask): string {
	return id.slice(id.lastIndexOf('/') + 1);
}

/** The owner and the app: what the addresses of a request have of its model. */
export function appOf(model: string): string {
	return model.split('/').slice(0, 2).join('/');
}

/** A prediction as Eachlabs shows it: a video, or the error in its place. */

import type { Plan } from '../../plan';
import type { World } from '../../provider';
import { json, type Reply } from '../../server/reply';
import type { SimulatedTask, TaskState } from '../../tasks';

const STATUS_WORDS: Readonly<Record<TaskState['phase'], string>> = {
	queued: 'starting',
	running: 'processing',
	completed: 'success',
	failed: 'error',
	timeout: 'error',
	expired: 'error',
	cancelled: 'cancelled',
};

export function refusal(status: number, error: string): Reply {
	return json(status, { error });
}

/** What stands in place of the video when the task has failed. */
function errorOutput({ id, model, plan }: SimulatedTask, phase: TaskState['phase']): unknown {
	if (plan.error !== undefined) return plan.error;
	const isTimeout = phase === 'timeout' || phase === 'expired';
	return {
		classification: { category: isTimeout ? 'TIMEOUT' : 'PROVIDER' },
		error: 'Execution failed',
		error_code: plan.code ?? (isTimeout ? 'EXECUTION_TIMEOUT' : 'PROVIDER_FAILED'),
		error_message: plan.message ?? (isTimeout ? 'execution timed out' : 'exec_error'),
		error_step: 'poll',
		execution_id: id,
		model_slug: model,
		provider_error_code: 'failed',
		retryable: false,
		status: 'ERROR',
		success: false,
	};
}

function videoOutput(world: World, task: SimulatedTask): unknown {
	const usual = task.input.capability === 'stills' ? 'image' : 'string';
	const { outputAs = usual, videos = 1 } = task.plan;
	const urls = Array.from({ length: videos }, (_, number) => world.cdn.videoUrl(task, number));
	if (outputAs === 'none') return null;
	if (outputAs === 'image') return `${world.cdn.base}/pictures/photo.png`;
	if (outputAs === 'object') return { url: urls[0] };
	return outputAs === 'array' || videos > 1 ? urls : urls[0];
}

export function outputOf(
	world: World,
	task: SimulatedTask,
	{ phase, endedAt }: TaskState,
): unknown {
	if (endedAt === null || phase === 'cancelled') return null;
	return phase === 'completed' ? videoOutput(world, task) : errorOutput(task, phase);
}

export function wordFor(plan: Plan, state: TaskState): string {
	return (state.endedAt === null ? plan.aliveWord : plan.endWord) ?? STATUS_WORDS[state.phase];
}

export function prediction(world: World, task: SimulatedTask): Record<string, unknown> {
	const state = world.tasks.state(task);
	const url = `${world.origin()}/eachlabs/v1/prediction/${task.id}`;
	const seconds = state.endedAt === null ? 0 : (task.endsAt - task.startsAt) / 1000;
	return {
		id: task.id,
		input: task.input,
		status: wordFor(task.plan, state),
		output: outputOf(world, task, state),
		logs: null,
		metrics: { predict_time: seconds, cost: state.phase === 'completed' ? 0.4 : 0 },
		urls: { cancel: `${url}/cancel`, get: url },
	};
}

export function newEachlabsId(seed: string): string {
	return seed.slice(0, 32).replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
}

/** A prediction as WaveSpeed shows it, and the envelope around everything. */

import { isSora } from '../../models';
import type { Plan } from '../../plan';
import { nanoTime, type World } from '../../provider';
import { json, type Reply } from '../../server/reply';
import type { SimulatedTask, TaskState } from '../../tasks';

const DAY_MS = 24 * 60 * 60 * 1000;
/** Outputs, history and uploads are kept for so long. */
export const WAVESPEED_RETENTION_MS = 7 * DAY_MS;

const STATUS_WORDS: Readonly<Record<TaskState['phase'], string>> = {
	queued: 'created',
	running: 'processing',
	completed: 'completed',
	failed: 'failed',
	cancelled: 'cancelled',
	timeout: 'timeout',
	expired: 'timeout',
};

const FAILURE_WORDS: Readonly<Partial<Record<TaskState['phase'], [number, string]>>> = {
	failed: [1403, 'task execution failed'],
	cancelled: [1405, 'task was cancelled'],
	timeout: [5004, 'task timed out'],
	expired: [5004, 'task timed out'],
};

export function refusal(code: number, message: string, status = code): Reply {
	return json(status, { code, message });
}

export function success(data: unknown): Reply {
	return json(200, { code: 200, message: 'success', data });
}

/** A retired Sora ID is still accepted, and another model runs. */
function modelThatRuns(world: World, model: string): string | undefined {
	if (!world.manner.retired || !isSora(model)) return undefined;
	return `bytedance/seedance-2.0/${model.includes('image-to-video') ? 'image' : 'text'}-to-video`;
}

function outputsOf(world: World, { plan, ...task }: SimulatedTask): unknown[] {
	if (plan.outputAs === 'none') return [];
	if (plan.outputAs === 'image') return [`${world.cdn.base}/pictures/photo.png`];
	const urls = Array.from({ length: plan.videos ?? 1 }, (_, number) =>
		world.cdn.videoUrl({ plan, ...task }, number),
	);
	return plan.outputAs === 'object' ? urls.map((url) => ({ url })) : urls;
}

function failureOf(plan: Plan, phase: TaskState['phase']): { code?: unknown; error: unknown } {
	const words = FAILURE_WORDS[phase];
	if (!words) return { error: '' };
	const [code, message] = words;
	return { code: plan.code ?? code, error: plan.error ?? plan.message ?? message };
}

export function prediction(world: World, task: SimulatedTask): Record<string, unknown> {
	const { plan, id } = task;
	const state = world.tasks.state(task);
	const isAlive = state.endedAt === null;
	const renderMs = isAlive ? 0 : task.endsAt - task.startsAt;
	return {
		id,
		model: plan.deliveredModel ?? modelThatRuns(world, task.model) ?? task.model,
		...(world.manner.waveSpeedEcho ? { input: task.input } : {}),
		outputs: state.phase === 'completed' ? outputsOf(world, task) : [],
		urls: { get: `${world.origin()}/wavespeed/api/v3/predictions/${id}/result` },
		has_nsfw_contents: state.phase === 'completed' ? [false] : [],
		status: (isAlive ? plan.aliveWord : plan.endWord) ?? STATUS_WORDS[state.phase],
		created_at: nanoTime(task.acceptedAt, task.index),
		...failureOf(plan, state.phase),
		executionTime: renderMs,
		timings: { inference: renderMs },
	};
}

export function isKept(world: World, task: SimulatedTask): boolean {
	return !task.deleted && task.acceptedAt > world.now() - WAVESPEED_RETENTION_MS;
}

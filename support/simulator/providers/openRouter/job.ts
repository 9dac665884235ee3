/** A video job as OpenRouter shows it, and as its webhook tells of its end. */

import type { World } from '../../provider';
import { json, type Reply } from '../../server/reply';
import type { SimulatedTask, TaskState } from '../../tasks';
import { openRouterSignature, type Callback } from '../../webhooks';

/** There is no word for a timeout: the job failed. */
const STATUS_WORDS: Readonly<Record<TaskState['phase'], string>> = {
	queued: 'pending',
	running: 'in_progress',
	completed: 'completed',
	failed: 'failed',
	cancelled: 'cancelled',
	timeout: 'failed',
	expired: 'expired',
};

export function routerError(
	code: number,
	message: string,
	metadata?: Record<string, unknown>,
): Reply {
	return json(code, { error: { code, message, ...(metadata ? { metadata } : {}) }, user_id: 'u1' });
}

/** A path in the OpenAPI document, an address in the guide: every other job has the one or the other. */
export function pollingUrl(world: World, { id, index }: SimulatedTask): string {
	const path = `/api/v1/videos/${id}`;
	return index % 2 === 0 ? path : `${world.origin()}/openrouter${path}`;
}

/** As far as a job has ended: where its videos are, why there are none, and what it cost. */
function endOf(world: World, task: SimulatedTask, { phase, endedAt }: TaskState): object {
	const { outputAs, videos = 1, message, error, code } = task.plan;
	if (endedAt === null) return {};
	const usage = { cost: phase === 'completed' ? 0.2 : 0, is_byok: false };
	if (phase !== 'completed') {
		const words = message ?? (phase === 'failed' ? 'The video could not be made' : phase);
		return { error: error ?? (code === undefined ? words : `${code}: ${words}`), usage };
	}
	if (outputAs === 'none') return { usage };
	const numbers = Array.from({ length: videos }, (_, number) => number);
	const content = `${world.origin()}/openrouter/api/v1/videos/${task.id}/content`;
	const unsigned_urls = numbers.map((number) => `${content}?index=${number}`);
	const urls = numbers.map((number) => world.cdn.videoUrl(task, number));
	return { unsigned_urls, ...(world.manner.openRouterUrls ? { urls } : {}), usage };
}

export function job(world: World, task: SimulatedTask): Record<string, unknown> {
	const state = world.tasks.state(task);
	const { aliveWord, endWord } = task.plan;
	return {
		id: task.id,
		generation_id: state.endedAt === null ? null : `gen-${task.id.slice(-20)}`,
		polling_url: pollingUrl(world, task),
		status: (state.endedAt === null ? aliveWord : endWord) ?? STATUS_WORDS[state.phase],
		...endOf(world, task, state),
	};
}

/** Signed if the workspace has a secret. */
export function jobCallback(world: World, task: SimulatedTask): Callback | null {
	const state = world.tasks.state(task);
	if (!task.webhook || state.endedAt === null) return null;
	const word = STATUS_WORDS[state.phase];
	const { polling_url, ...data } = job(world, task);
	const body = JSON.stringify({
		type: `video.generation.${word}`,
		created_at: new Date(state.endedAt).toISOString(),
		data: { ...data, model: task.plan.deliveredModel ?? task.model },
	});
	const secret = world.manner.openRouterSecret;
	const timestamp = Math.floor(world.now() / 1000);
	return {
		url: task.webhook.url,
		headers: {
			'x-openrouter-idempotency-key': `${task.id}-${word}`,
			...(secret === null
				? {}
				: { 'x-openrouter-signature': openRouterSignature(secret, timestamp, body) }),
		},
		body,
	};
}

/** Seedance as APIYI passes it on: the Ark task API below `/seedance`, with the gateway's own traps. */

import { jsonObjectIn } from '../server/body';
import type { Call } from '../server/http';
import { isServed } from '../models';
import { isFull, scriptedRefusal, type Route, type World } from '../provider';
import { html, json, type Reply } from '../server/reply';
import type { SimulatedTask, TaskState } from '../tasks';

const DAY_MS = 24 * 60 * 60 * 1000;
/** A task ID is kept for so long. */
const TASK_LIFE_MS = 7 * DAY_MS;
/** `content.video_url` is signed for so long. */
export const ARK_ADDRESS_LIFE_MS = DAY_MS;

const STATUS_WORDS: Readonly<Record<TaskState['phase'], string>> = {
	queued: 'queued',
	running: 'running',
	completed: 'succeeded',
	failed: 'failed',
	cancelled: 'cancelled',
	timeout: 'expired',
	expired: 'expired',
};

const RATIOS = ['16:9', '9:16', '4:3', '3:4', '1:1', '21:9', 'adaptive'];
const RESOLUTIONS = ['480p', '720p', '1080p'];

/** Only the code of a bad request and its 400 are known for APIYI; the rest is as Ark itself writes it. */
function arkError(status: number, type: string, code: string, message: string, param = ''): Reply {
	return json(status, { error: { code, message, param, type } });
}

function invalid(param: string): Reply {
	const message = `The parameter \`${param}\` specified in the request is not valid.`;
	return arkError(400, 'BadRequest', 'InvalidParameter', message, param);
}

export function newArkId(seed: string): string {
	return `cgt-20261121${seed.slice(0, 6)}-${seed.slice(6, 11)}`;
}

interface Part {
	type?: unknown;
	text?: unknown;
	image_url?: { url?: unknown };
	role?: unknown;
}

function partsIn(input: Record<string, unknown>): Part[] {
	const parts = Array.isArray(input.content) ? (input.content as unknown[]) : [];
	return parts.filter((part): part is Part => typeof part === 'object' && part !== null);
}

/** Two frames carry their roles, and references exclude frames. */
function hasRoles(images: readonly Part[]): boolean {
	const roles = images.map(({ role }) => role);
	const count = (role: string) => roles.filter((one) => one === role).length;
	const [first, last, references] = ['first_frame', 'last_frame', 'reference_image'].map(count);
	if (images.length < 2 && last === 0) return true;
	if (references > 0) return references === images.length && references <= 30;
	return images.length === 2 && first === 1 && last === 1;
}

function isDuration(value: unknown): boolean {
	return Number.isInteger(value) && (value === -1 || (Number(value) >= 4 && Number(value) <= 15));
}

/** The first parameter that the model does not take; null where there is none. */
function wrongParameter(world: World, input: Record<string, unknown>): string | null {
	const parts = partsIn(input);
	const hasText = parts.some(({ type, text }) => type === 'text' && Boolean(text));
	const images = parts.filter(({ type }) => type === 'image_url');
	const isReachable = images.every(({ image_url }) => {
		const url = image_url?.url;
		return (
			typeof url === 'string' &&
			/^(https?:|data:image\/|asset:)/.test(url) &&
			world.cdn.imageAt(url) !== 'missing'
		);
	});
	const { ratio, resolution, duration } = input;
	const checks: ReadonlyArray<readonly [string, boolean]> = [
		['content', hasText || images.length > 0],
		['content.image_url', isReachable],
		['content.role', hasRoles(images)],
		['ratio', ratio === undefined || RATIOS.includes(String(ratio))],
		['resolution', resolution === undefined || RESOLUTIONS.includes(String(resolution))],
		['duration', duration === undefined || isDuration(duration)],
	];
	return checks.find(([, isRight]) => !isRight)?.[0] ?? null;
}

function create(world: World, call: Call, tooMany: Reply): Reply {
	const input = jsonObjectIn(call.body);
	if (!input) return invalid('body');
	const model = String(input.model ?? '');
	if (!isServed('ark', model)) {
		const message = `The model or endpoint ${model} does not exist or you do not have access to it.`;
		return arkError(404, 'NotFound', 'InvalidEndpointOrModel.NotFound', message, 'model');
	}
	const { apiyiGroup } = world.manner;
	if (apiyiGroup !== null && !apiyiGroup.includes(model)) return noAccess(model);
	const wrong = wrongParameter(world, input);
	if (wrong !== null) return invalid(wrong);
	const plan = world.tasks.planFor({ provider: 'apiyi', model, input });
	const refused = scriptedRefusal(plan) ?? (isFull(world, 'apiyi') ? tooMany : null);
	if (refused) return refused;
	const task = world.tasks.accept({ provider: 'apiyi', model, input, plan, id: newArkId });
	call.taskId = task.id;
	return json(200, { id: task.id });
}

/** The token's group does not have the model. */
export function noAccess(model: string): Reply {
	return json(403, {
		error: {
			message: `This token has no access to model ${model}`,
			type: 'new_api_error',
			param: '',
			code: '',
		},
	});
}

function outputOf(world: World, task: SimulatedTask): Record<string, unknown> {
	const { outputAs } = task.plan;
	if (outputAs === 'none') return { content: {} };
	const url = world.cdn.videoUrl(task);
	if (outputAs === 'array') return { content: { video_url: [url] } };
	const lastFrame =
		task.input.return_last_frame === true
			? { last_frame_url: `${world.cdn.base}/pictures/photo.png` }
			: {};
	return { content: { video_url: outputAs === 'object' ? { url } : url, ...lastFrame } };
}

function failureOf({ plan }: SimulatedTask): unknown {
	if (plan.error !== undefined) return plan.error;
	const code = plan.code ?? 'InternalServiceError';
	return { code, message: plan.message ?? 'The service encountered an unexpected internal error.' };
}

function read(world: World, call: Call, id: string): Reply {
	call.taskId = id;
	const task = world.tasks.find('apiyi', id);
	const isKept = task && id.startsWith('cgt-') && task.acceptedAt > world.now() - TASK_LIFE_MS;
	if (!isKept) {
		const message = `The specified resource ${id} is not found.`;
		return arkError(404, 'NotFound', 'ResourceNotFound', message);
	}
	world.cdn.refreshAddress(task);
	const { plan, input } = task;
	const state = world.tasks.state(task);
	const isAlive = state.endedAt === null;
	const isComplete = state.phase === 'completed';
	return json(200, {
		id,
		model: plan.deliveredModel ?? task.model,
		status: (isAlive ? plan.aliveWord : plan.endWord) ?? STATUS_WORDS[state.phase],
		...(isComplete ? outputOf(world, task) : {}),
		...(state.phase === 'failed' ? { error: failureOf(task) } : {}),
		created_at: Math.floor(task.acceptedAt / 1000),
		updated_at: Math.floor((state.endedAt ?? world.now()) / 1000),
		ratio: input.ratio ?? '16:9',
		resolution: input.resolution ?? '720p',
		duration: input.duration ?? 5,
	});
}

/**
 * The gateway claims gzip and sends plain bytes, unless `identity` is asked for
 * (seen on 2026-09-24).
 */
function throughGateway(world: World, call: Call, reply: Reply): Reply {
	const asksPlain = call.headers['accept-encoding']?.trim() === 'identity';
	if (asksPlain || !world.manner.seedanceFalseGzip) return reply;
	return { ...reply, headers: { ...reply.headers, 'content-encoding': 'gzip' } };
}

const TASKS = '/seedance/api/v3/contents/generations/tasks';

export function arkRoutes(world: World, tooMany: Reply): Route[] {
	const task = new RegExp(`^${TASKS}/([^/]+)$`);
	return [
		{
			method: 'POST',
			path: new RegExp(`^${TASKS}$`),
			kind: 'submit',
			handle: (call) => throughGateway(world, call, create(world, call, tooMany)),
		},
		{
			method: 'GET',
			path: task,
			kind: 'status',
			handle: (call, [id = '']) => throughGateway(world, call, read(world, call, id)),
		},
		{
			// There is no cancel: the gateway's web page answers, and the render goes on.
			method: 'DELETE',
			path: task,
			kind: 'cancel',
			open: true,
			handle: (call, [id = '']) => {
				call.taskId = id;
				return html(200, 'Console');
			},
		},
	];
}

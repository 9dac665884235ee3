/** WaveSpeedAI, API v3: one envelope, predictions, history, uploads. */

import type { Call } from './http';
import { jsonObjectIn } from './body';
import { isServed, isSora, WAVESPEED_MODELS } from './models';
import type { Plan } from './plan';
import {
	nanoTime,
	scriptedRefusal,
	type Route,
	type SimulatedProvider,
	type World,
} from './provider';
import { json, text, type Reply } from './reply';
import { faultInInput } from './schema';
import type { SimulatedTask, TaskState } from './tasks';
import { waveSpeedSignature, type Callback } from './webhooks';

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

function refusal(code: number, message: string, status = code): Reply {
	return json(status, { code, message });
}

function success(data: unknown): Reply {
	return json(200, { code: 200, message: 'success', data });
}

/** A retired Sora ID is still accepted, and another model runs. */
function modelThatRuns(world: World, model: string): string | undefined {
	if (!world.manner.retired || !isSora(model)) return undefined;
	return `bytedance/seedance-2.0/${model.includes('image-to-video') ? 'image' : 'text'}-to-video`;
}

function outputsOf(world: World, { plan, ...task }: SimulatedTask): unknown[] {
	if (plan.outputAs === 'none') return [];
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

/** The prediction without its envelope, on `completed` and `failed` only. */
function callback(world: World, task: SimulatedTask): Callback | null {
	if (!task.webhook || !['completed', 'failed'].includes(world.tasks.state(task).phase))
		return null;
	const body = JSON.stringify({ ...prediction(world, task), input: task.input });
	const id = task.id.slice(0, 25);
	const timestamp = Math.floor(world.now() / 1000);
	return {
		url: task.webhook.url,
		headers: {
			'webhook-id': id,
			'webhook-timestamp': String(timestamp),
			'webhook-signature': waveSpeedSignature(world.webhooks.waveSpeedSecret, id, timestamp, body),
		},
		body,
	};
}

function newId(seed: string): string {
	return seed.slice(0, 32);
}

function submit(world: World, call: Call, model: string): Reply {
	const input = jsonObjectIn(call.body);
	if (!input) return refusal(400, 'invalid request body');
	if (!isServed('waveSpeed', model)) return refusal(404, `product not found: ${model}`);
	const schema = WAVESPEED_MODELS.find(({ id }) => id === model)?.schema;
	const fault = schema ? faultInInput(input, schema) : null;
	if (fault !== null) return refusal(400, `invalid input: ${fault}`);
	const plan = world.tasks.planFor({ provider: 'waveSpeed', model, input });
	const refused = scriptedRefusal(plan);
	if (refused) return refused;
	const webhookUrl = call.query.get('webhook');
	const task = world.tasks.accept({
		provider: 'waveSpeed',
		model,
		input,
		plan,
		id: newId,
		webhook: webhookUrl === null ? null : { url: webhookUrl, secret: null },
	});
	if (world.cdn.pictureAt(input.image) === 'missing') {
		world.tasks.end(task, { outcome: 'failed', code: 1402, message: 'media access failed' });
	}
	call.taskId = task.id;
	return success(prediction(world, task));
}

function isKept(world: World, task: SimulatedTask): boolean {
	return !task.deleted && task.acceptedAt > world.now() - WAVESPEED_RETENTION_MS;
}

function result(world: World, call: Call, id: string): Reply {
	call.taskId = id;
	const task = world.tasks.find('waveSpeed', id);
	if (!task || !isKept(world, task)) return refusal(404, 'prediction not found');
	world.cdn.refreshAddress(task);
	return success(prediction(world, task));
}

function wholeNumber(value: unknown, from: number, to: number): number | null {
	return Number.isInteger(value) && Number(value) >= from && Number(value) <= to
		? Number(value)
		: null;
}

function history(world: World, call: Call): Reply {
	const query = jsonObjectIn(call.body) ?? {};
	const page = wholeNumber(query.page, 1, Infinity);
	const pageSize = wholeNumber(query.page_size, 1, 100);
	if (page === null || pageSize === null) return refusal(400, 'page and page_size are required');
	const after = Date.parse(String(query.created_after ?? '')) || 0;
	const before = Date.parse(String(query.created_before ?? '')) || Infinity;
	const items = world.tasks.all
		.filter((task) => task.provider === 'waveSpeed' && isKept(world, task))
		.filter(({ acceptedAt }) => acceptedAt >= after && acceptedAt <= before)
		.sort((a, b) => b.acceptedAt - a.acceptedAt || b.index - a.index)
		.map((task) => prediction(world, task))
		.filter(({ model }) => query.model === undefined || query.model === model)
		.filter(({ status }) => query.status === undefined || query.status === status);
	return success({ page, items: items.slice((page - 1) * pageSize, page * pageSize) });
}

function deleteRecords(world: World, call: Call): Reply {
	const ids = jsonObjectIn(call.body)?.ids;
	const tasks = (Array.isArray(ids) ? ids : []).flatMap((id) => {
		const task = world.tasks.find('waveSpeed', String(id));
		return task ? [task] : [];
	});
	for (const task of tasks) task.deleted = true;
	return success({ deleted_count: tasks.length });
}

function uploadBinary(world: World, call: Call): Reply {
	const file = call.body.kind === 'multipart' ? call.body.files[0] : undefined;
	if (!file || file.field !== 'file') return refusal(400, 'file is required');
	const size = file.bytes.length;
	if (size > world.manner.uploadLimit) return refusal(413, 'file is too large');
	const [type] = file.mimeType.split('/');
	if (type !== 'image' && type !== 'video' && type !== 'audio') {
		return refusal(500, 'Upload failed: invalid file type', 200);
	}
	const { fileName, mimeType } = file;
	const upload = world.cdn.newUpload({ provider: 'waveSpeed', fileName, mimeType });
	upload.bytes = file.bytes;
	return success({ type, download_url: world.cdn.uploadUrl(upload), filename: fileName, size });
}

function uploadTicket(world: World, call: Call): Reply {
	const { filename, size, content_type } = jsonObjectIn(call.body) ?? {};
	if (typeof filename !== 'string') return refusal(400, 'filename is required');
	if (Number(size) > world.manner.uploadLimit) return refusal(413, 'file is too large');
	const mimeType = typeof content_type === 'string' ? content_type : 'application/octet-stream';
	const upload = world.cdn.newUpload({ provider: 'waveSpeed', fileName: filename, mimeType });
	return success({
		type: mimeType.split('/')[0],
		download_url: world.cdn.uploadUrl(upload),
		filename,
		size,
		upload: {
			method: 'PUT',
			url: world.cdn.putUrl(upload),
			headers: { 'Content-Type': mimeType },
		},
	});
}

function models(world: World): Reply {
	return success(
		WAVESPEED_MODELS.map(({ id, name, type, basePrice, schema }, index) => ({
			model_id: id,
			name,
			description: `${name}.`,
			type,
			base_price: basePrice,
			sort_order: index,
			formula: '',
			api_schema: {
				api_schemas: [
					{
						type: 'model_run',
						method: 'POST',
						server: `${world.origin()}/wavespeed`,
						api_path: `/api/v3/${id}`,
						request_schema: schema,
					},
				],
			},
		})),
	);
}

/** First path segments that are no vendor. Their older routes (`/upload`, `/account/balance`) are gone. */
const NO_MODEL = 'predictions|media|balance|models?|billings|user|webhook|upload|account';

export function waveSpeed(world: World): SimulatedProvider {
	const routes: Route[] = [
		{
			method: 'GET',
			path: /^\/api\/v3\/predictions\/([^/]+)(?:\/result)?$/,
			kind: 'status',
			handle: (call, [id = '']) => result(world, call, id),
		},
		{
			method: 'POST',
			path: /^\/api\/v3\/predictions$/,
			kind: 'list',
			handle: (call) => history(world, call),
		},
		{
			method: 'POST',
			path: /^\/api\/v3\/predictions\/delete$/,
			kind: 'delete',
			handle: (call) => deleteRecords(world, call),
		},
		{
			method: 'POST',
			path: /^\/api\/v3\/media\/upload\/binary$/,
			kind: 'upload',
			handle: (call) => uploadBinary(world, call),
		},
		{
			method: 'POST',
			path: /^\/api\/v3\/media\/uploads$/,
			kind: 'upload',
			handle: (call) => uploadTicket(world, call),
		},
		{
			method: 'GET',
			path: /^\/api\/v3\/balance$/,
			kind: 'balance',
			handle: () => success({ balance: 42.5 }),
		},
		{
			method: 'GET',
			path: /^\/api\/v3\/models$/,
			kind: 'models',
			handle: () => models(world),
		},
		{
			method: 'GET',
			path: /^\/api\/v3\/webhook\/secret$/,
			kind: 'webhook',
			handle: () => success({ secret: world.webhooks.waveSpeedSecret }),
		},
		{
			method: 'POST',
			path: new RegExp(`^/api/v3/((?!(?:${NO_MODEL})(?:/|$)).+)$`),
			kind: 'submit',
			handle: (call, [model = '']) => submit(world, call, model),
		},
	];
	return {
		name: 'waveSpeed',
		prefix: 'wavespeed',
		keyForms: ['bearer'],
		routes,
		refusals: {
			unauthorized: refusal(401, 'invalid authentication'),
			quota: refusal(402, 'Insufficient credits. Please top up your account.'),
			tooManyRequests: refusal(429, 'Too Many Requests'),
		},
		unknownRoute: () => text(404, '404 page not found'),
		callback: (task) => callback(world, task),
		newId,
		addressLifeMs: WAVESPEED_RETENTION_MS,
		callbackRetryMs: (attempt) => 1000 * 2 ** (attempt - 1),
	};
}

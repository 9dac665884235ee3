/** Eachlabs, API v1: predictions, executions, presigned uploads. */

import { jsonObjectIn } from './body';
import type { Call } from './http';
import { EACHLABS_MODELS, isServed, type ListedModel } from './models';
import type { Plan } from './plan';
import {
	isFull,
	scriptedRefusal,
	type Route,
	type SimulatedProvider,
	type World,
} from './provider';
import { json, nothing, text, type Reply } from './reply';
import { faultInInput } from './schema';
import type { SimulatedTask, TaskState } from './tasks';
import type { Callback } from './webhooks';

const DAY_MS = 24 * 60 * 60 * 1000;

const STATUS_WORDS: Readonly<Record<TaskState['phase'], string>> = {
	queued: 'starting',
	running: 'processing',
	completed: 'success',
	failed: 'error',
	timeout: 'error',
	expired: 'error',
	cancelled: 'cancelled',
};

const LISTED_STATUSES = ['created', 'starting', 'success', 'error'];

const TOO_MANY = {
	status: 429,
	error: 'too many requests',
	details:
		'Account rate limited: accounts with a balance of $10.00 or less are limited to 10 concurrent executions. Keep your balance above $10.00 for higher concurrency, or wait for an active execution to finish.',
};
const NO_MONEY = {
	status: 402,
	error: 'payment required',
	details:
		'the estimated cost of your in-flight executions exceeds your current balance ($1.00). please wait for an active execution to finish or top up your balance',
};

function refusal(status: number, error: string): Reply {
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
	const { outputAs = 'string', videos = 1 } = task.plan;
	const urls = Array.from({ length: videos }, (_, number) => world.cdn.videoUrl(task, number));
	if (outputAs === 'none') return null;
	if (outputAs === 'object') return { url: urls[0] };
	return outputAs === 'array' || videos > 1 ? urls : urls[0];
}

function outputOf(world: World, task: SimulatedTask, { phase, endedAt }: TaskState): unknown {
	if (endedAt === null || phase === 'cancelled') return null;
	return phase === 'completed' ? videoOutput(world, task) : errorOutput(task, phase);
}

function wordFor(plan: Plan, state: TaskState): string {
	return (state.endedAt === null ? plan.aliveWord : plan.endWord) ?? STATUS_WORDS[state.phase];
}

function prediction(world: World, task: SimulatedTask): Record<string, unknown> {
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

function modelNamed(slug: string): ListedModel | undefined {
	return EACHLABS_MODELS.find(({ id }) => id === slug);
}

function create(world: World, call: Call, tooMany: Reply): Reply {
	const { model, input, webhook_url, webhook_secret } = jsonObjectIn(call.body) ?? {};
	if (typeof model !== 'string' || model === '') return refusal(400, 'model field is required');
	if (!isServed('eachlabs', model)) {
		return refusal(404, 'Failed to fetch model: model not found');
	}
	const values = input as Record<string, unknown>;
	const isInput = typeof input === 'object' && input !== null && !Array.isArray(input);
	const schema = modelNamed(model)?.schema;
	if (!isInput || (schema && faultInInput(values, schema) !== null)) {
		return refusal(400, 'Invalid input for model');
	}
	const plan = world.tasks.planFor({ provider: 'eachlabs', model, input: values });
	const refused = scriptedRefusal(plan) ?? (isFull(world, 'eachlabs') ? tooMany : null);
	if (refused) return refused;
	const webhook =
		typeof webhook_url === 'string' && webhook_url !== ''
			? { url: webhook_url, secret: typeof webhook_secret === 'string' ? webhook_secret : null }
			: null;
	const task = world.tasks.accept({
		provider: 'eachlabs',
		model,
		input: values,
		plan,
		id: newId,
		webhook,
	});
	if (world.cdn.pictureAt(values.image_url) === 'missing') {
		const message = 'failed to download image_url';
		world.tasks.end(task, { outcome: 'failed', code: 'INPUT_DOWNLOAD_ERROR', message });
	}
	call.taskId = task.id;
	const message = 'Prediction created successfully';
	return json(200, { status: 'success', message, predictionID: task.id });
}

function newId(seed: string): string {
	return seed.slice(0, 32).replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
}

function read(world: World, call: Call, id: string): Reply {
	call.taskId = id;
	const task = world.tasks.find('eachlabs', id);
	if (!task) return refusal(404, 'Prediction not found');
	world.cdn.refreshAddress(task);
	return json(200, prediction(world, task));
}

function cancel(world: World, call: Call, id: string): Reply {
	call.taskId = id;
	const task = world.tasks.find('eachlabs', id);
	if (!task) return refusal(404, 'Prediction not found');
	if (world.tasks.state(task).endedAt !== null) return refusal(500, 'Failed to cancel prediction');
	if (!task.plan.ignoresCancel) world.tasks.end(task, { outcome: 'cancelled' });
	const message = 'Prediction canceled successfully';
	return json(200, { status: 'cancelled', message, predictionID: id });
}

function execution(world: World, task: SimulatedTask): Record<string, unknown> {
	const state = world.tasks.state(task);
	const time = (ms: number) => new Date(ms).toISOString();
	const word = wordFor(task.plan, state);
	return {
		id: task.id,
		model: task.plan.deliveredModel ?? task.model,
		requested_model: task.model,
		status: word === 'processing' ? 'starting' : word,
		workflow_id: null,
		workflow_execution_id: null,
		execution_cost: state.phase === 'completed' ? 0.4 : 0,
		run_time: state.endedAt === null ? 0 : (task.endsAt - task.startsAt) / 1000,
		created_at: time(task.acceptedAt),
		started_at: state.phase === 'queued' ? null : time(task.startsAt),
		completed_at: state.endedAt === null ? null : time(state.endedAt),
		output: outputOf(world, task, state),
	};
}

/** A whole number in the query, within bounds; the default where there is none, null where it is wrong. */
function numberIn(
	{ query }: Call,
	name: string,
	otherwise: number,
	from: number,
	to: number,
): number | null {
	const value = query.get(name);
	if (value === null) return otherwise;
	const number = Number(value);
	return Number.isInteger(number) && number >= from && number <= to ? number : null;
}

const TOTAL_CAP = 1000;

function executions(world: World, call: Call): Reply {
	const limit = numberIn(call, 'limit', 20, 1, 100);
	const offset = numberIn(call, 'offset', 0, 0, Number.MAX_SAFE_INTEGER);
	const statuses = call.query.get('status')?.split(',') ?? null;
	const known = statuses?.every((status) => LISTED_STATUSES.includes(status)) ?? true;
	if (limit === null || offset === null || !known) return refusal(400, 'invalid query parameter');
	const from = Date.parse(call.query.get('from') ?? '') || world.now() - 90 * DAY_MS;
	const to = Date.parse(call.query.get('to') ?? '') || Infinity;
	const model = call.query.get('model');
	const rows = world.tasks.all
		.filter(({ provider }) => provider === 'eachlabs')
		.filter(({ acceptedAt }) => acceptedAt >= from && acceptedAt <= to)
		.sort((a, b) => b.acceptedAt - a.acceptedAt || b.index - a.index)
		.map((task) => execution(world, task))
		.filter((row) => model === null || row.model === model)
		.filter((row) => statuses?.includes(String(row.status)) ?? true);
	return json(200, {
		executions: rows.slice(offset, offset + limit),
		total_count: Math.min(rows.length, TOTAL_CAP),
		total_capped: rows.length > TOTAL_CAP,
		offset,
		limit,
	});
}

function listing({ id, name, schema }: ListedModel): Record<string, unknown> {
	return { title: name, slug: id, version: '0.0.1', output_type: 'video', request_schema: schema };
}

function models(call: Call): Reply {
	const limit = numberIn(call, 'limit', 50, 1, 500) ?? 50;
	const offset = numberIn(call, 'offset', 0, 0, Number.MAX_SAFE_INTEGER) ?? 0;
	const name = call.query.get('name')?.toLowerCase() ?? '';
	const found = EACHLABS_MODELS.map(listing).filter(({ title, slug }) =>
		`${String(title)} ${String(slug)}`.toLowerCase().includes(name),
	);
	return json(200, found.slice(offset, offset + limit));
}

function model(call: Call): Reply {
	const found = modelNamed(call.query.get('slug') ?? '');
	return found ? json(200, listing(found)) : refusal(404, 'Failed to fetch model: model not found');
}

const LINK_LIFE_MS = 15 * 60 * 1000;

function presign(world: World, call: Call): Reply {
	const { content_type } = jsonObjectIn(call.body) ?? {};
	if (typeof content_type !== 'string' || content_type === '') {
		return refusal(400, 'content_type is required');
	}
	const fileName = `file.${content_type.split('/')[1] ?? 'bin'}`;
	const upload = world.cdn.newUpload({ provider: 'eachlabs', fileName, mimeType: content_type });
	const fileId = newId(upload.id);
	upload.requiredHeaders = { 'x-amz-meta-file-id': fileId };
	return json(200, {
		id: fileId,
		presigned_url: world.cdn.putUrl(upload),
		public_url: world.cdn.uploadUrl(upload),
		expires_at: new Date(world.now() + LINK_LIFE_MS).toISOString(),
		required_headers: upload.requiredHeaders,
	});
}

/** The callback's own vocabulary: `exec_id`, `succeeded`, and the reason inside of `output`. None for a cancelled task. */
function callback(world: World, task: SimulatedTask): Callback | null {
	const state = world.tasks.state(task);
	if (!task.webhook || state.endedAt === null || state.phase === 'cancelled') return null;
	const isSuccess = state.phase === 'completed';
	const words = task.plan.message ?? 'Error: Model timeout after 30s';
	const failed = [{ id: '', status: '', output: '', error: words }];
	const body = {
		exec_id: task.id,
		flow_id: null,
		status: isSuccess ? 'succeeded' : 'failed',
		output: isSuccess ? { url: world.cdn.videoUrl(task) } : failed,
		error: '',
	};
	const { url, secret } = task.webhook;
	return {
		url,
		headers: secret === null ? {} : { 'x-webhook-secret': secret },
		body: JSON.stringify(body),
	};
}

/** Deliveries of one execution, or the first hundred of all. */
function deliveries(world: World, executionId: string | null): Reply {
	const rows = world.webhooks.deliveries
		.filter(({ taskId }) => executionId === null || taskId === executionId)
		.map(({ taskId, attempt, url, status }) => ({
			execution_id: taskId,
			attempt,
			url,
			status: status === null ? 'PENDING' : status < 300 ? 'SUCCESS' : 'FAILED',
		}));
	return json(200, rows.slice(0, 100));
}

export function eachlabs(world: World): SimulatedProvider {
	const tooManyRequests = json(429, TOO_MANY);
	const route = (
		kind: Route['kind'],
		method: Route['method'],
		path: RegExp,
		handle: Route['handle'],
	): Route => ({ kind, method, path, handle });
	return {
		name: 'eachlabs',
		prefix: 'eachlabs',
		keyForms: ['bearer', 'x-api-key'],
		routes: [
			route('submit', 'POST', /^\/v1\/prediction\/?$/, (call) =>
				create(world, call, tooManyRequests),
			),
			route('status', 'GET', /^\/v1\/prediction\/([^/]+)\/?$/, (call, [id = '']) =>
				read(world, call, id),
			),
			route('cancel', 'POST', /^\/v1\/prediction\/([^/]+)\/cancel\/?$/, (call, [id = '']) =>
				cancel(world, call, id),
			),
			route('list', 'GET', /^\/v1\/executions$/, (call) => executions(world, call)),
			{ ...route('models', 'GET', /^\/v1\/models$/, models), open: true },
			{ ...route('models', 'GET', /^\/v1\/model$/, model), open: true },
			route('upload', 'POST', /^\/v1\/upload\/presign$/, (call) => presign(world, call)),
			route('other', 'DELETE', /^\/v1\/files\/[^/]+$/, () => nothing(204)),
			route('webhook', 'GET', /^\/v1\/webhooks$/, () => deliveries(world, null)),
			route('webhook', 'GET', /^\/v1\/webhooks\/([^/]+)$/, (_, [id = '']) => deliveries(world, id)),
		],
		refusals: {
			unauthorized: refusal(401, 'Invalid or missing API key'),
			quota: json(402, NO_MONEY),
			tooManyRequests,
		},
		unknownRoute: () => text(404, '404 page not found'),
		callback: (task) => callback(world, task),
		newId,
		addressLifeMs: 7 * DAY_MS,
		callbackRetryMs: () => 10_000,
	};
}

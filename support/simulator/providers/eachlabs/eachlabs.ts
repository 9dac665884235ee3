/** Eachlabs, API v1: create, read, cancel, callback, and the routes of everything else. */

import { jsonObjectIn } from '../../server/body';
import {
	deliveries,
	executions,
	model as modelBySlug,
	modelNamed,
	models,
	presign,
} from './account';
import { newEachlabsId, prediction, refusal } from './prediction';
import type { Call } from '../../server/http';
import { imagesAmong, isServed } from '../../models';
import {
	isFull,
	scriptedRefusal,
	type Route,
	type SimulatedProvider,
	type World,
} from '../../provider';
import { json, nothing, text, type Reply } from '../../server/reply';
import { faultInInput } from '../../schema';
import type { SimulatedTask } from '../../tasks';
import { eachlabsSignature, type Callback } from '../../webhooks';

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
		id: newEachlabsId,
		webhook,
	});
	if (world.cdn.isMissing(imagesAmong(values))) {
		const message = 'failed to download image_url';
		world.tasks.end(task, { outcome: 'failed', code: 'INPUT_DOWNLOAD_ERROR', message });
	}
	call.taskId = task.id;
	const message = 'Prediction created successfully';
	return json(200, { status: 'success', message, predictionID: task.id });
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
	// 500 is documented for a cancel; that it means an ended task is assumed.
	if (world.tasks.state(task).endedAt !== null) return refusal(500, 'Failed to cancel prediction');
	if (!task.plan.ignoresCancel) world.tasks.end(task, { outcome: 'cancelled' });
	const message = 'Prediction canceled successfully';
	return json(200, { status: 'cancelled', message, predictionID: id });
}

/** The callback's own vocabulary: `exec_id`, `succeeded`, and the reason inside of `output`. None for a cancelled task. */
function callback(world: World, task: SimulatedTask): Callback | null {
	const state = world.tasks.state(task);
	if (!task.webhook || state.endedAt === null || state.phase === 'cancelled') return null;
	const isSuccess = state.phase === 'completed';
	const words = task.plan.message ?? 'Error: Model timeout after 30s';
	const failed = [{ id: '', status: '', output: '', error: words }];
	const body = JSON.stringify({
		exec_id: task.id,
		flow_id: null,
		status: isSuccess ? 'succeeded' : 'failed',
		output: isSuccess ? { url: world.cdn.videoUrl(task) } : failed,
		error: '',
	});
	const { url, secret } = task.webhook;
	return { url, headers: secret === null ? {} : proofOf(secret, state.endedAt, body), body };
}

/** The same for every attempt: it is made once, when the task ends. */
function proofOf(secret: string, endedAt: number, body: string): Record<string, string> {
	const timestamp = Math.floor(endedAt / 1000);
	return {
		'x-webhook-secret': secret,
		'x-webhook-timestamp': String(timestamp),
		'x-webhook-signature': eachlabsSignature(secret, timestamp, body),
	};
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
			{ ...route('models', 'GET', /^\/v1\/model$/, modelBySlug), open: true },
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
		newId: newEachlabsId,
		addressLifeMs: 7 * 24 * 60 * 60 * 1000,
		callbackRetryMs: () => 10_000,
	};
}

/** WaveSpeedAI, API v3: submit, result, callback, and the routes of everything else. */

import { jsonObjectIn } from '../../server/body';
import type { Call } from '../../server/http';
import { imagesAmong, isServed, WAVESPEED_MODELS } from '../../models';
import { scriptedRefusal, type Route, type SimulatedProvider, type World } from '../../provider';
import { text, type Reply } from '../../server/reply';
import { faultInInput } from '../../schema';
import type { SimulatedTask } from '../../tasks';
import { deleteRecords, history, models, uploadBinary, uploadTicket } from './account';
import { bills, price } from './money';
import { isKept, prediction, refusal, success, WAVESPEED_RETENTION_MS } from './prediction';
import { waveSpeedSignature, type Callback } from '../../webhooks';

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

/** No video is done while a submit is held open: the gateway gives up, the prediction goes on. */
const SYNC_TIMEOUT = {
	status: 'processing',
	code: 5004,
	error: 'Sync mode timed out after 90 seconds. The prediction is still processing asynchronously.',
};

function submit(world: World, call: Call, model: string): Reply {
	const input = jsonObjectIn(call.body);
	if (!input) return refusal(400, 'invalid request body');
	// Assumed, like the words of every 400: only the shape of the envelope is documented.
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
	if (world.cdn.isMissing(imagesAmong(input))) {
		world.tasks.end(task, { outcome: 'failed', code: 1402, message: 'media access failed' });
	}
	call.taskId = task.id;
	const shown = prediction(world, task);
	return success(input.enable_sync_mode === true ? { ...shown, ...SYNC_TIMEOUT } : shown);
}

function result(world: World, call: Call, id: string): Reply {
	call.taskId = id;
	const task = world.tasks.find('waveSpeed', id);
	if (!task || !isKept(world, task)) return refusal(404, 'prediction not found');
	world.cdn.refreshAddress(task);
	return success(prediction(world, task));
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
			method: 'POST',
			path: /^\/api\/v3\/model\/price$/,
			kind: 'price',
			handle: (call) => price(world, call),
		},
		{
			method: 'POST',
			path: /^\/api\/v3\/billings\/search$/,
			kind: 'bills',
			handle: (call) => bills(world, call),
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
		// The bodies of 401, 402 and 429 are not documented; the envelope of other errors is assumed.
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

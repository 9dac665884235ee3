/** fal's queue: submit, status, result, cancel, callback. Its other hosts are in `hosts.ts`. */

import { createHash, generateKeyPairSync, sign, type KeyObject } from 'node:crypto';
import { imagesAmong, isServed, isSora } from '../../models';
import { FAL_MODELS } from './models';
import { unitsOf } from './money';
import { scriptedRefusal, type Route, type SimulatedProvider, type World } from '../../provider';
import { faultInInput } from '../../schema';
import { jsonObjectIn } from '../../server/body';
import type { Call } from '../../server/http';
import { json, type Reply } from '../../server/reply';
import type { SimulatedTask } from '../../tasks';
import type { Callback } from '../../webhooks';
import { appOf, newFalId, queueError, refusal, requestIdOf, verdictOf } from './reply';

/** The key pair of this process: what the callbacks of all simulators are signed with. */
const KEYS = generateKeyPairSync('ed25519');
const USER_ID = 'user-of-the-simulator';

/** As its JWKS shows it. */
export function publicKey(): Record<string, unknown> {
	return { ...KEYS.publicKey.export({ format: 'jwk' }), use: 'sig', alg: 'EdDSA' };
}

/** The headers of a callback. @param timestamp Unix seconds */
export function falSignature(
	requestId: string,
	timestamp: number,
	body: string,
	key: KeyObject = KEYS.privateKey,
): Record<string, string> {
	const hash = createHash('sha256').update(body).digest('hex');
	const signed = [requestId, USER_ID, String(timestamp), hash].join('\n');
	return {
		'x-fal-webhook-request-id': requestId,
		'x-fal-webhook-user-id': USER_ID,
		'x-fal-webhook-timestamp': String(timestamp),
		'x-fal-webhook-signature': sign(null, Buffer.from(signed), key).toString('hex'),
	};
}

/** The returned addresses: without the path that the model has below its app. */
function addressesOf(world: World, task: SimulatedTask) {
	const url = `${world.origin()}/fal/${appOf(task.model)}/requests/${requestIdOf(task)}`;
	return { response_url: url, status_url: `${url}/status`, cancel_url: `${url}/cancel` };
}

/** The queue takes everything for a model that it knows; what is wrong with the input, the model says. */
function submit(world: World, call: Call, model: string): Reply {
	const input = jsonObjectIn(call.body);
	if (!input) return refusal(422, 'Request body is not valid JSON');
	const isGone = isSora(model) && world.manner.retired;
	if (isGone || !isServed('fal', model)) return refusal(404, `Application "${model}" not found`);
	const plan = world.tasks.planFor({ provider: 'fal', model, input });
	const refused = scriptedRefusal(plan);
	if (refused) return refused;
	const callbackUrl = call.query.get('fal_webhook');
	const task = world.tasks.accept({
		provider: 'fal',
		model,
		input,
		plan,
		id: newFalId,
		webhook: callbackUrl === null ? null : { url: callbackUrl, secret: null },
	});
	const schema = FAL_MODELS.find(({ id }) => id === model)?.schema;
	const fault = schema ? faultInInput(input, schema) : null;
	if (fault !== null)
		world.tasks.end(task, { outcome: 'failed', code: 'value_error', message: fault });
	if (world.cdn.isMissing(imagesAmong(input))) {
		const message = 'Failed to download the file';
		world.tasks.end(task, { outcome: 'failed', code: 'file_download_error', message });
	}
	call.taskId = task.id;
	return json(200, {
		status: 'IN_QUEUE',
		request_id: requestIdOf(task),
		...addressesOf(world, task),
		queue_position: 0,
	});
}

/** The request at this path; null also where the path has more of the model than its app. */
function requestAt(world: World, call: Call, app: string, id: string): SimulatedTask | null {
	const isIt = (task: SimulatedTask) => task.provider === 'fal' && requestIdOf(task) === id;
	const task = world.tasks.all.find((task) => isIt(task) && !task.deleted);
	call.taskId = task?.id ?? id;
	return task && appOf(task.model) === app ? task : null;
}

const NOT_FOUND = refusal(404, 'Request not found');

function status(world: World, call: Call, app: string, id: string): Reply {
	const task = requestAt(world, call, app, id);
	if (!task) return NOT_FOUND;
	const { phase, endedAt } = world.tasks.state(task);
	const { aliveWord, endWord } = task.plan;
	const usual = endedAt !== null ? 'COMPLETED' : phase === 'queued' ? 'IN_QUEUE' : 'IN_PROGRESS';
	const body = {
		status: (endedAt === null ? aliveWord : endWord) ?? usual,
		request_id: id,
		...addressesOf(world, task),
		...(phase === 'queued' ? { queue_position: 1 } : {}),
		logs: null,
		metrics: endedAt === null ? {} : { inference_time: (endedAt - task.startsAt) / 1000 },
		...queueError(phase),
	};
	return json(endedAt === null ? 202 : 200, body);
}

function result(world: World, call: Call, app: string, id: string): Reply {
	const task = requestAt(world, call, app, id);
	if (!task) return NOT_FOUND;
	const { phase, endedAt } = world.tasks.state(task);
	if (endedAt === null) return refusal(400, 'Request is still in progress');
	world.cdn.refreshAddress(task);
	const verdict = verdictOf(world, task, phase);
	return json(verdict.status, verdict.body, {
		'x-fal-request-id': id,
		'x-fal-billable-units': phase === 'completed' ? String(unitsOf(task)) : '0',
	});
}

function cancel(world: World, call: Call, app: string, id: string): Reply {
	const task = requestAt(world, call, app, id);
	if (!task) return json(404, { status: 'NOT_FOUND' });
	const { phase, endedAt } = world.tasks.state(task);
	if (endedAt !== null) return json(400, { status: 'ALREADY_COMPLETED' });
	if (!task.plan.ignoresCancel) world.tasks.end(task, { outcome: 'cancelled' });
	return phase === 'queued'
		? json(200, { status: 'OK' })
		: json(202, { status: 'CANCELLATION_REQUESTED' });
}

function callback(world: World, task: SimulatedTask): Callback | null {
	const { phase, endedAt } = world.tasks.state(task);
	if (!task.webhook || endedAt === null) return null;
	const verdict = verdictOf(world, task, phase);
	const isOk = verdict.status === 200;
	const body = JSON.stringify({
		request_id: requestIdOf(task),
		gateway_request_id: requestIdOf(task),
		status: isOk ? 'OK' : 'ERROR',
		payload: verdict.body,
		...(isOk ? {} : { error: `Unexpected status code: ${verdict.status}` }),
	});
	const timestamp = Math.floor(world.now() / 1000);
	return { url: task.webhook.url, headers: falSignature(requestIdOf(task), timestamp, body), body };
}

export const FAL_REFUSALS = {
	unauthorized: refusal(401, 'No user found for Key ID and Secret'),
	quota: refusal(
		403,
		'User is locked. Reason: Exhausted balance. Top up your balance at fal.ai/dashboard/billing.',
	),
	tooManyRequests: refusal(429, 'Too many requests'),
};

const REQUEST = /^\/([\w.-]+\/[\w.-]+)\/requests\/([^/]+)/.source;

export function fal(world: World): SimulatedProvider {
	const ofRequest = (
		kind: Route['kind'],
		method: Route['method'],
		end: string,
		handle: (world: World, call: Call, app: string, id: string) => Reply,
	): Route => ({
		kind,
		method,
		path: new RegExp(`${REQUEST}${end}$`),
		handle: (call, [app = '', id = '']) => handle(world, call, app, id),
	});
	return {
		name: 'fal',
		prefix: 'fal',
		keyForms: ['key'],
		routes: [
			ofRequest('status', 'GET', '/status', status),
			ofRequest('status', 'GET', '(?:/response)?', result),
			ofRequest('cancel', 'PUT', '/cancel', cancel),
			{
				kind: 'submit',
				method: 'POST',
				path: /^\/((?!.*\/requests(?:\/|$))[\w.-]+(?:\/[\w.-]+)+)$/,
				handle: (call, [model = '']) => submit(world, call, model),
			},
		],
		refusals: FAL_REFUSALS,
		unknownRoute: () => refusal(404, 'Not Found'),
		callback: (task) => callback(world, task),
		newId: newFalId,
		addressLifeMs: 7 * 24 * 60 * 60 * 1000,
		callbackRetryMs: () => 10_000,
	};
}

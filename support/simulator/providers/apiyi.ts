/** APIYI: a gateway. `/v1/videos` was its Sora relay, `/seedance` is the live route. */

import { ARK_ADDRESS_LIFE_MS, arkRoutes, newArkId, noAccess } from '../formats/ark';
import { APIYI_SEEDANCE_MODELS, isServed, isSora } from '../models';
import type { SimulatedProvider, World } from '../provider';
import { html, json, type Reply } from '../server/reply';
import {
	createVideo,
	openAiError,
	readVideo,
	videoContent,
	type VideosHost,
} from '../formats/videosApi';

const DAY_MS = 24 * 60 * 60 * 1000;

function gatewayError(status: number, code: string, message: string): Reply {
	return json(status, { error: { message, type: 'new_api_error', param: '', code } });
}

/** The gateway's errors about tasks have no `error` object. */
function taskError(status: number, code: string, message: string): Reply {
	return json(status, { code, message, data: null });
}

/** What the upstream said about a model that it has removed, as a string inside the gateway's own error. */
function upstreamHasNone(model: string): Reply {
	const message = `This model ${model} is no longer available.`;
	const upstream = JSON.stringify({ error: { code: 404, message, status: 'NOT_FOUND' } });
	return taskError(404, 'fail_to_fetch_task', upstream);
}

/** 503 is what this gateway family answers when no channel has the model; nothing is billed. */
function noChannel(model: string): Reply {
	const message = `No available channel for model ${model} under group default (distributor)`;
	return gatewayError(503, 'model_not_found', message);
}

const TOO_MANY = gatewayError(429, 'rate_limit_exceeded', 'Too many requests');

const HOST: VideosHost = {
	name: 'apiyi',
	assetLifeMs: DAY_MS,
	newId: (seed) => `video_${seed.slice(0, 12)}`,
	modelRefusal: ({ manner }, model) => {
		const { retired, apiyiGroup } = manner;
		if (apiyiGroup !== null && !apiyiGroup.includes(model)) return noAccess(model);
		if (retired && /^veo/.test(model)) return upstreamHasNone(model);
		const isGone = retired && isSora(model);
		const isElsewhere = isServed('ark', model) || model.startsWith('no-such');
		return isGone || isElsewhere ? noChannel(model) : null;
	},
	unknownTask: taskError(400, 'task_not_exist', 'task_not_exist'),
	tooMany: TOO_MANY,
};

function models(world: World): Reply {
	const ids = [...APIYI_SEEDANCE_MODELS, ...(world.manner.retired ? [] : ['sora-2', 'sora-2-pro'])];
	const { apiyiGroup } = world.manner;
	const data = ids
		.filter((id) => apiyiGroup?.includes(id) ?? true)
		.map((id) => ({ id, object: 'model', parseCreate: 1_626_777_600, owned_by: 'custom' }));
	return json(200, { object: 'list', data });
}

export function apiyi(world: World): SimulatedProvider {
	return {
		name: 'apiyi',
		prefix: 'apiyi',
		keyForms: ['bearer', 'bare'],
		routes: [
			...arkRoutes(world, TOO_MANY),
			{
				method: 'POST',
				path: /^\/v1\/videos$/,
				kind: 'submit',
				handle: (call) => createVideo(world, HOST, call),
			},
			{
				method: 'GET',
				path: /^\/v1\/videos\/([^/]+)$/,
				kind: 'status',
				handle: (call, [id = '']) => readVideo(world, HOST, call, id),
			},
			{
				method: 'GET',
				path: /^\/v1\/videos\/([^/]+)\/content$/,
				kind: 'download',
				handle: (call, [id = '']) => videoContent(world, HOST, call, id),
			},
			{
				method: 'GET',
				path: /^\/v1\/models$/,
				kind: 'models',
				handle: () => models(world),
			},
		],
		refusals: {
			unauthorized: gatewayError(401, 'authentication_error', 'Invalid token'),
			quota: taskError(403, 'insufficient_user_quota', 'user quota is not enough'),
			tooManyRequests: TOO_MANY,
		},
		// Below /v1 the gateway speaks JSON; everywhere else its web page answers, with 200.
		unknownRoute: ({ method, path }) =>
			path.startsWith('/v1/')
				? openAiError(404, `Invalid URL (${method} ${path})`)
				: html(200, 'Console'),
		callback: () => null,
		newId: (seed, model) => (isServed('ark', model) ? newArkId(seed) : HOST.newId(seed)),
		addressLifeMs: ARK_ADDRESS_LIFE_MS,
		callbackRetryMs: () => 0,
	};
}

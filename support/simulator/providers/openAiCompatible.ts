/** An OpenAI-compatible host: the whole Videos API below `/openai/v1`. */

import { jsonObjectIn } from '../server/body';
import type { Call } from '../server/http';
import { isSora, OPENAI_MODELS } from '../models';
import type { Route, SimulatedProvider, World } from '../provider';
import { json, type Reply } from '../server/reply';
import type { SimulatedTask } from '../tasks';
import {
	createVideo,
	deriveVideo,
	openAiError,
	readVideo,
	videoContent,
	videoObject,
	type VideosHost,
} from '../formats/videosApi';
import { HOST_MANNERS } from '../hosts';
import type { HostManner } from '../hosts/manner';
import { contentAt, createAt, listAt, readAt, removeAt } from '../hosts/serve';
import { standardSignature, type Callback } from '../webhooks';

const HOUR_MS = 60 * 60 * 1000;

/** What OpenAI answers since the shutdown is not known; this is its usual shape for a missing model. */
function noSuchModel(model: string): Reply {
	return openAiError(
		404,
		`The model \`${model}\` does not exist or you do not have access to it.`,
		'model_not_found',
	);
}

const TOO_MANY = openAiError(429, 'Rate limit reached for requests.', 'rate_limit_exceeded');

const HOST: VideosHost = {
	name: 'openAiCompatible',
	assetLifeMs: HOUR_MS,
	newId: (seed) => `video_${seed.slice(0, 48)}`,
	// A host has models of its own, so every ID passes but Sora's and those that say so themselves.
	modelRefusal: ({ manner }, model) => {
		const isGone = manner.retired && isSora(model);
		return isGone || model.startsWith('no-such') ? noSuchModel(model) : null;
	},
	unknownTask: openAiError(404, 'The requested video was not found.', 'video_not_found'),
	tooMany: TOO_MANY,
};

function list(world: World, { query }: Call): Reply {
	const limit = Number(query.get('limit') ?? 20);
	if (!Number.isInteger(limit) || limit < 0 || limit > 100) {
		return openAiError(400, 'limit must be between 0 and 100', null, 'limit');
	}
	const direction = query.get('order') === 'asc' ? 1 : -1;
	const tasks = world.tasks.all
		.filter(({ provider, deleted }) => provider === HOST.name && !deleted)
		.sort((a, b) => direction * (a.acceptedAt - b.acceptedAt || a.index - b.index));
	const after = query.get('after');
	const start = after === null ? 0 : tasks.findIndex(({ id }) => id === after) + 1;
	if (after !== null && start === 0) {
		return openAiError(400, `No video found with id '${after}'.`, null, 'after');
	}
	const page = tasks.slice(start, start + limit);
	return json(200, {
		object: 'list',
		data: page.map((task) => videoObject(world, HOST, task)),
		first_id: page[0]?.id ?? null,
		last_id: page.at(-1)?.id ?? null,
		has_more: start + limit < tasks.length,
	});
}

function remove(world: World, call: Call, id: string): Reply {
	call.taskId = id;
	const task = world.tasks.find(HOST.name, id);
	if (!task) return HOST.unknownTask;
	task.deleted = true;
	return json(200, { id, object: 'video.deleted', deleted: true });
}

function models(world: World): Reply {
	const ids = [...OPENAI_MODELS, ...(world.manner.retired ? [] : ['sora-2', 'sora-2-pro'])];
	const parseCreate = 1_780_000_000;
	const data = ids.map((id) => ({ id, object: 'model', parseCreate, owned_by: 'simulator' }));
	return json(200, { object: 'list', data });
}

/** Standard Webhooks, to the address that was set for the project. */
function callback(world: World, task: SimulatedTask): Callback | null {
	const { phase, endedAt } = world.tasks.state(task);
	if (!task.webhook || endedAt === null) return null;
	const id = `evt_${task.id.slice(6, 30)}`;
	const timestamp = Math.floor(world.now() / 1000);
	const body = JSON.stringify({
		id,
		object: 'event',
		created_at: timestamp,
		type: phase === 'completed' ? 'video.completed' : 'video.failed',
		data: { id: task.id },
	});
	const signature = standardSignature(task.webhook.secret ?? '', id, timestamp, body);
	return {
		url: task.webhook.url,
		headers: {
			'webhook-id': id,
			'webhook-timestamp': String(timestamp),
			'webhook-signature': signature,
		},
		body,
	};
}

function videoIdIn(call: Call): string {
	const video = jsonObjectIn(call.body)?.video;
	return String((video as { id?: unknown } | undefined)?.id ?? '');
}

function derived(world: World): Route[] {
	const route = (path: RegExp, handle: Route['handle']): Route => ({
		method: 'POST',
		path,
		kind: 'submit',
		handle,
	});
	return [
		route(/^\/v1\/videos\/([^/]+)\/remix$/, (call, [id = '']) =>
			deriveVideo(world, HOST, call, id, () => ({ remixed_from_video_id: id })),
		),
		route(/^\/v1\/videos\/edits$/, (call) =>
			deriveVideo(world, HOST, call, videoIdIn(call), () => ({})),
		),
		route(/^\/v1\/videos\/extensions$/, (call) =>
			deriveVideo(world, HOST, call, videoIdIn(call), ({ input }, body) => ({
				seconds: String(Number(input.seconds ?? 4) + Number(body.seconds ?? 4)),
			})),
		),
	];
}

/** The server whose manner is wanted; null: OpenAI's own. */
function hostOf({ manner }: World): HostManner | null {
	return manner.host === null ? null : HOST_MANNERS[manner.host];
}

/** Answers as the wanted server does, else as OpenAI did. */
function asHost(
	world: World,
	own: Route['handle'],
	hosts: (host: HostManner, call: Call, id: string) => Reply,
): Route['handle'] {
	return (call, parts) => {
		const host = hostOf(world);
		return host === null ? own(call, parts) : hosts(host, call, parts[0] ?? '');
	};
}

export function openAiVideos(world: World): SimulatedProvider {
	return {
		name: 'openAiCompatible',
		prefix: 'openai',
		keyForms: ['bearer'],
		routes: [
			...derived(world),
			{
				method: 'POST',
				path: /^\/v1\/videos$/,
				kind: 'submit',
				handle: asHost(
					world,
					(call) => createVideo(world, HOST, call),
					(host, call) => createAt(world, host, call),
				),
			},
			{
				method: 'GET',
				path: /^\/v1\/videos$/,
				kind: 'list',
				handle: asHost(
					world,
					(call) => list(world, call),
					(host, call) => listAt(world, host, call),
				),
			},
			{
				method: 'GET',
				path: /^\/v1\/videos\/([^/]+)$/,
				kind: 'status',
				handle: asHost(
					world,
					(call, [id = '']) => readVideo(world, HOST, call, id),
					(host, call, id) => readAt(world, host, call, id),
				),
			},
			{
				method: 'DELETE',
				path: /^\/v1\/videos\/([^/]+)$/,
				kind: 'delete',
				handle: asHost(
					world,
					(call, [id = '']) => remove(world, call, id),
					(host, call, id) => removeAt(world, host, call, id),
				),
			},
			{
				method: 'GET',
				path: /^\/v1\/videos\/([^/]+)\/content$/,
				kind: 'download',
				handle: asHost(
					world,
					(call, [id = '']) => videoContent(world, HOST, call, id),
					(host, call, id) => contentAt(world, host, call, id),
				),
			},
			{
				method: 'GET',
				path: /^\/v1\/models$/,
				kind: 'models',
				handle: () => models(world),
			},
		],
		refusals: {
			get unauthorized() {
				const usual = openAiError(401, 'Incorrect API key provided.', 'invalid_api_key');
				return hostOf(world)?.unauthorized ?? usual;
			},
			quota: json(429, {
				error: {
					message: 'You exceeded your current quota, please check your plan and billing details.',
					type: 'insufficient_quota',
					param: null,
					code: 'insufficient_quota',
				},
			}),
			tooManyRequests: TOO_MANY,
		},
		unknownRoute: ({ method, path }) => openAiError(404, `Invalid URL (${method} ${path})`),
		callback: (task) => callback(world, task),
		newId: (seed) => (hostOf(world) ?? HOST).newId(seed),
		addressLifeMs: HOUR_MS,
		callbackRetryMs: (attempt) => 1000 * 2 ** attempt,
	};
}

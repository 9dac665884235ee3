/** fal's other hosts: the platform (models, prices, requests) and the storage (uploads, keys of callbacks). */

import type { ListedModel } from '../../models';
import { FAL_MODELS } from './models';
import { prices } from './money';
import type { Route, SimulatedProvider, World } from '../../provider';
import { jsonObjectIn } from '../../server/body';
import type { Call } from '../../server/http';
import { json, type Reply } from '../../server/reply';
import type { SimulatedTask } from '../../tasks';
import { FAL_REFUSALS, publicKey } from './fal';
import { newFalId, refusal, requestIdOf, verdictOf } from './reply';

const DAY_MS = 24 * 60 * 60 * 1000;

/** The platform's own form of an error. */
function invalid(message: string): Reply {
	return json(400, { error: { type: 'validation_error', message } });
}

function limitIn({ query }: Call, otherwise: number, most: number): number | null {
	const limit = Number(query.get('limit') ?? otherwise);
	return Number.isInteger(limit) && limit >= 1 && limit <= most ? limit : null;
}

/** The cursor encodes the number of the page. */
function paged<T>(call: Call, rows: readonly T[], limit: number) {
	const page = Number(Buffer.from(call.query.get('cursor') ?? '', 'base64').toString()) || 1;
	const hasMore = rows.length > page * limit;
	return {
		rows: rows.slice((page - 1) * limit, page * limit),
		next_cursor: hasMore ? Buffer.from(String(page + 1)).toString('base64') : null,
		has_more: hasMore,
	};
}

/** Repeated or separated by commas. */
function endpointsIn({ query }: Call): string[] {
	return query
		.getAll('endpoint_id')
		.flatMap((ids) => ids.split(','))
		.filter(Boolean);
}

/** The newest end first. That only requests which have ended are listed is assumed. */
function requests(world: World, call: Call): Reply {
	const limit = limitIn(call, 50, 100);
	const endpoints = endpointsIn(call);
	if (limit === null) return invalid('limit must be between 1 and 100');
	if (endpoints.length === 0 || endpoints.length > 50) {
		return invalid('endpoint_id is required, at most 50');
	}
	const since = Date.parse(call.query.get('start') ?? '') || world.now() - DAY_MS;
	const withPayloads = call.query.getAll('expand').includes('payloads');
	const listed = world.tasks.all
		.flatMap((task) => {
			const { endedAt } = world.tasks.state(task);
			return task.provider === 'fal' && endedAt !== null ? [{ task, endedAt }] : [];
		})
		.filter(({ task, endedAt }) => endedAt >= since && endpoints.includes(task.model))
		.sort((a, b) => b.endedAt - a.endedAt || b.task.index - a.task.index);
	const { rows, ...rest } = paged(call, listed, limit);
	const items = rows.map(({ task, endedAt }) => row(world, task, endedAt, withPayloads));
	return json(200, { items, ...rest });
}

function row(world: World, task: SimulatedTask, endedAt: number, withPayloads: boolean) {
	const { phase } = world.tasks.state(task);
	const verdict = verdictOf(world, task, phase === 'expired' ? 'completed' : phase);
	const time = (ms: number) => new Date(ms).toISOString();
	return {
		request_id: requestIdOf(task),
		endpoint_id: task.plan.deliveredModel ?? task.model,
		sent_at: time(task.acceptedAt),
		started_at: time(task.startsAt),
		ended_at: time(endedAt),
		status_code: verdict.status,
		duration: (endedAt - task.startsAt) / 1000,
		...(withPayloads ? { json_input: task.input, json_output: verdict.body } : {}),
	};
}

/** As the OpenAPI document of a model has it: the inputs beside the queue's own shapes. */
function openApiOf({ id, schema }: ListedModel) {
	return {
		openapi: '3.0.4',
		info: { title: `Queue OpenAPI for ${id}`, version: '1.0.0' },
		components: {
			schemas: {
				QueueStatus: { type: 'object', properties: { status: { type: 'string' } } },
				VideoInput: { ...schema, 'x-fal-order-properties': schema['x-order-properties'] },
				VideoOutput: { type: 'object', properties: { video: { type: 'object' } } },
			},
		},
	};
}

function listing(model: ListedModel, expands: readonly string[]) {
	return {
		endpoint_id: model.id,
		metadata: {
			display_name: model.name,
			category: model.type,
			description: `${model.name}.`,
			status: 'active',
		},
		...(expands.includes('openapi-3.0') ? { openapi: openApiOf(model) } : {}),
	};
}

function models(call: Call): Reply {
	const limit = limitIn(call, 50, 50);
	if (limit === null) return invalid('limit must be between 1 and 50');
	const endpoints = endpointsIn(call);
	const category = call.query.get('category');
	const found = FAL_MODELS.filter(
		({ id, type }) =>
			(endpoints.length === 0 || endpoints.includes(id)) &&
			(category === null || type === category),
	);
	if (endpoints.length > 0 && found.length === 0) {
		return json(404, { error: { type: 'not_found', message: 'No models found' } });
	}
	const expands = call.query.getAll('expand');
	const { rows, ...rest } = paged(call, found, limit);
	return json(200, { models: rows.map((model) => listing(model, expands)), ...rest });
}

function pricing(call: Call): Reply {
	const endpoints = endpointsIn(call);
	if (endpoints.length === 0) return invalid('endpoint_id is required, at most 50');
	return prices(endpoints);
}

function initiate(world: World, call: Call, isInParts: boolean): Reply {
	const { content_type, file_name } = jsonObjectIn(call.body) ?? {};
	if (typeof content_type !== 'string' || typeof file_name !== 'string') {
		return refusal(422, 'content_type and file_name are required');
	}
	const parts = isInParts ? new Map<number, Buffer>() : null;
	const ticket = { provider: 'fal', fileName: file_name, mimeType: content_type, parts } as const;
	const upload = world.cdn.newUpload(ticket, world.now() + 60 * 60 * 1000);
	return json(200, { upload_url: world.cdn.putUrl(upload), file_url: world.cdn.uploadUrl(upload) });
}

function hostOf(prefix: string, routes: readonly Route[]): SimulatedProvider {
	return {
		name: 'fal',
		prefix,
		keyForms: ['key'],
		routes,
		refusals: FAL_REFUSALS,
		unknownRoute: () => refusal(404, 'Not Found'),
		callback: () => null,
		newId: newFalId,
		addressLifeMs: 0,
		callbackRetryMs: () => 0,
	};
}

/** Its base URL is `platformBaseUrl`. */
export function falPlatform(world: World): SimulatedProvider {
	const get = (kind: Route['kind'], path: RegExp, handle: Route['handle']): Route => ({
		kind,
		method: 'GET',
		path,
		handle,
	});
	return hostOf('fal-platform', [
		get('list', /^\/v1\/models\/requests\/by-endpoint$/, (call) => requests(world, call)),
		{ ...get('models', /^\/v1\/models$/, models), open: true },
		get('price', /^\/v1\/models\/pricing$/, pricing),
		get('balance', /^\/v1\/account\/billing$/, () =>
			json(200, { username: 'my-team', credits: { current_balance: 42.5, currency: 'USD' } }),
		),
	]);
}

/** Its base URL is `storageBaseUrl`. */
export function falStorage(world: World): SimulatedProvider {
	return hostOf('fal-storage', [
		{
			kind: 'upload',
			method: 'POST',
			path: /^\/storage\/upload\/initiate(-multipart)?$/,
			handle: (call, [multipart]) => initiate(world, call, Boolean(multipart)),
		},
		{
			kind: 'webhook',
			method: 'GET',
			path: /^\/\.well-known\/jwks\.json$/,
			open: true,
			handle: () => json(200, { keys: [publicKey()] }),
		},
	]);
}

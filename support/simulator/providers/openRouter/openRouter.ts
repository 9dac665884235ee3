/** OpenRouter's video API below `/openrouter/api/v1`: submit, read, content, models, key. */

import { fileReply } from '../../files/downloads';
import {
	isFull,
	scriptedRefusal,
	type Route,
	type SimulatedProvider,
	type World,
} from '../../provider';
import { jsonObjectIn } from '../../server/body';
import type { Call } from '../../server/http';
import { html, json, nothing, type Reply } from '../../server/reply';
import { job, jobCallback, pollingUrl, routerError } from './job';
import { faultInRequest, isRouted, OPENROUTER_MODELS, routerListing } from './models';

/** How long a signed address lives is not published; an hour is assumed. */
const ADDRESS_LIFE_MS = 60 * 60 * 1000;

const TOO_MANY = routerError(429, 'Rate limit exceeded');
const NO_JOB = routerError(404, 'Video generation job not found');

function create(world: World, call: Call): Reply {
	const input = jsonObjectIn(call.body);
	if (!input) return routerError(400, 'Invalid JSON in the request body');
	const { model } = input;
	if (typeof model !== 'string' || model === '') return routerError(400, 'model: Required');
	if (!isRouted(world, model)) return routerError(404, `Model ${model} does not exist`);
	const fault = faultInRequest(input);
	if (fault !== null) return routerError(400, fault);
	const plan = world.tasks.planFor({ provider: 'openRouter', model, input });
	const refused = scriptedRefusal(plan) ?? (isFull(world, 'openRouter') ? TOO_MANY : null);
	if (refused) return refused;
	const url = input.callback_url;
	const webhook = typeof url === 'string' ? { url, secret: null } : null;
	const id = newJobId(world);
	const task = world.tasks.accept({ provider: 'openRouter', model, input, plan, id, webhook });
	call.taskId = task.id;
	return json(202, { id: task.id, polling_url: pollingUrl(world, task), status: 'pending' });
}

function newJobId(world: World): (seed: string) => string {
	return (seed) => `gen-vid-${Math.floor(world.now() / 1000)}-${seed.slice(0, 20)}`;
}

function read(world: World, call: Call, id: string): Reply {
	call.taskId = id;
	const task = world.tasks.find('openRouter', id);
	if (!task) return NO_JOB;
	world.cdn.refreshAddress(task);
	return json(200, job(world, task));
}

function content(world: World, call: Call, id: string): Reply {
	call.taskId = id;
	const task = world.tasks.find('openRouter', id);
	if (!task) return NO_JOB;
	if (world.tasks.state(task).phase !== 'completed') {
		return routerError(400, 'Video generation is not completed');
	}
	const { outputAs, videos = 1 } = task.plan;
	const index = Number(call.query.get('index') ?? 0);
	if (outputAs === 'none' || !(index < videos)) return routerError(404, 'No video at this index');
	const { downloads } = world.manner;
	if (downloads.redirect) return nothing(302, { location: world.cdn.videoUrl(task, index) });
	return fileReply(world.cdn.contentFor(task), call.headers, downloads);
}

/** What an ordinary key may ask about itself. */
const KEY = {
	...{ label: 'sk-or-v1-0e6...1c9', limit: 100, limit_remaining: 74.5, limit_reset: 'monthly' },
	...{ usage: 25.5, usage_daily: 1.5, usage_weekly: 10, usage_monthly: 25.5 },
	...{ is_free_tier: false, expires_at: null },
};

const NOT_A_MANAGEMENT_KEY = routerError(403, 'Only management keys can fetch credits');

export function openRouter(world: World): SimulatedProvider {
	const route = (
		kind: Route['kind'],
		method: Route['method'],
		path: RegExp,
		handle: Route['handle'],
	): Route => ({ kind, method, path, handle });
	return {
		name: 'openRouter',
		prefix: 'openrouter',
		keyForms: ['bearer'],
		routes: [
			route('submit', 'POST', /^\/api\/v1\/videos$/, (call) => create(world, call)),
			{
				...route('models', 'GET', /^\/api\/v1\/videos\/models$/, () =>
					json(200, { data: OPENROUTER_MODELS.map(routerListing) }),
				),
				open: true,
			},
			route('status', 'GET', /^\/api\/v1\/videos\/([^/]+)$/, (call, [id = '']) =>
				read(world, call, id),
			),
			route('download', 'GET', /^\/api\/v1\/videos\/([^/]+)\/content$/, (call, [id = '']) =>
				content(world, call, id),
			),
			route('balance', 'GET', /^\/api\/v1\/key$/, () => json(200, { data: KEY })),
			route('balance', 'GET', /^\/api\/v1\/credits$/, () => NOT_A_MANAGEMENT_KEY),
		],
		refusals: {
			unauthorized: routerError(401, 'User not found.'),
			quota: routerError(
				402,
				'Insufficient credits. Add more using https://openrouter.ai/settings/credits',
			),
			tooManyRequests: TOO_MANY,
		},
		unknownRoute: () => html(404, 'Not Found | OpenRouter'),
		callback: (task) => jobCallback(world, task),
		newId: newJobId(world),
		addressLifeMs: ADDRESS_LIFE_MS,
		callbackRetryMs: (attempt) => 1000 * 2 ** attempt,
	};
}

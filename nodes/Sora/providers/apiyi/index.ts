/**
 * APIYI: a gateway that relays each model under its maker's own API. Seedance speaks Ark, Sora
 * and what else is behind `/v1/videos` speaks OpenAI Videos. https://docs.apiyi.com
 */

import type { Model } from '../../models/model';
import { plainly } from './failure';
import type { Route } from './failure';
import { ark, arkPassThrough } from '../formats/ark/ark';
import type { HttpResponse } from '../http';
import { openAiVideos, openAiVideosPassThrough } from '../formats/openAiVideos/openAiVideos';
import { openAiVideosLists } from '../formats/openAiVideos/lists';
import type { StatusResult, Provider, Submission } from '../provider';
import { apiyiInfo } from './info';
import { APIYI_MODELS } from './catalogue';
import { taskRefIn } from '../shared/taskRef';

const seedance = ark('/seedance/api/v3/contents/generations/tasks');

/** The relay's documents show JSON where there is no image. They know no list of tasks. */
const relay = openAiVideos({
	prefix: '/v1',
	format: ({ image }) => (image ? 'multipart' : 'json'),
});
const { models } = openAiVideosLists('/v1');

function routeOfModel({ id }: Model): Route {
	return /seedance/i.test(id) ? 'seedance' : 'relay';
}

/** Ark's task IDs start with `cgt-`, whatever model made them. */
function routeOfTask(id: string): Route {
	return id.startsWith('cgt-') ? 'seedance' : 'relay';
}

const WIRE = { seedance, relay };

export const apiyi: Provider = {
	...apiyiInfo,
	catalogue: APIYI_MODELS,
	// Asked for: 20 to 30 seconds, then 10 to 20. Half of that still asks seldom, and waits less.
	pace: { firstPollMs: 5_000, minIntervalMs: 5_000 },
	passThrough: (id, kind) =>
		/seedance/i.test(id)
			? arkPassThrough('apiyi', id, kind)
			: openAiVideosPassThrough('apiyi', id, kind),
	imageBy: (model) => (routeOfModel(model) === 'seedance' ? 'urlOrData' : 'file'),

	// No route of the relay's for clips is known.
	takesClip: (model) => routeOfModel(model) === 'seedance',

	create: (request) => WIRE[routeOfModel(request.model)].create(request),
	parseCreate(response, request): Submission {
		const route = routeOfModel(request.model);
		const submission = WIRE[route].parseCreate(response, request);
		if (submission.kind === 'accepted') return submission;
		return { ...submission, failure: plainly(submission.failure, route) };
	},

	parseTaskRef: (text) => taskRefIn(text),
	retrieve: (task) => WIRE[routeOfTask(task.id)].retrieve(task),
	parseStatus(response: HttpResponse, task): StatusResult {
		const route = routeOfTask(task.id);
		const result = WIRE[route].parseStatus(response, task);
		return result.kind === 'task' ? result : { ...result, failure: plainly(result.failure, route) };
	},

	video: (task) => WIRE[routeOfTask(task.id)].video(task),
	models,
	// https://docs.apiyi.com/en/api-capabilities/seedance2/video-generation, `return_last_frame`
	lastFrame: { comes: 'withTheVideo', from: (model) => routeOfModel(model) === 'seedance' },
	takesCallback: () => false,
};

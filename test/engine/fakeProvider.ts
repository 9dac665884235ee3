/** A provider with the simplest wire format there is, so that the engine is tested without any real one. */

import type { Model } from '../../nodes/Sora/models/model';
import { failureFrom, submissionFrom } from '../../nodes/Sora/providers/shared/failure';
import { objectOf } from '../../nodes/Sora/shared/json';
import { madeSomethingElse } from '../../nodes/Sora/providers/shared/outputs';
import type { Provider, TaskPage } from '../../nodes/Sora/providers/provider';
import { waveSpeedInfo } from '../../nodes/Sora/providers/waveSpeed/info';
import type { VideoRequest, VideoTask } from '../../nodes/Sora/providers/video';

export const fakeModel: Model = {
	id: 'toy-1',
	name: 'Toy 1',
	provider: 'waveSpeed',
	kind: 'text',
	knowledge: 'catalogue',
	durations: null,
	aspectRatios: null,
	resolutions: null,
	inputs: {},
	exactFrame: false,
	price: {},
	usualRenderSeconds: 60,
	state: { kind: 'live' },
	source: 'these tests',
};

export function fakeRequest(prompt: string, words: Partial<VideoRequest> = {}): VideoRequest {
	return { model: fakeModel, prompt, inputs: {}, additionalInputs: {}, ...words };
}

function taskIn(body: unknown): VideoTask | null {
	const task = objectOf(body);
	return typeof task.id === 'string' ? (task as unknown as VideoTask) : null;
}

export const fakeProvider: Provider = {
	...waveSpeedInfo,
	displayName: 'Toy',
	credentialType: 'toyApi',
	credentialName: 'Toy API',
	catalogue: [],
	pace: { firstPollMs: 1000, minIntervalMs: 1000 },
	passThrough: (id) => ({ ...fakeModel, id }),
	images: { kinds: ['png', 'jpeg'], maxBytes: 1_000_000 },
	imageBy: () => 'url',
	create: ({ prompt, image, inputs, additionalInputs }) => ({
		to: 'provider',
		method: 'POST',
		path: '/tasks',
		body: {
			kind: 'json',
			value: {
				...inputs,
				prompt,
				image: image?.kind === 'url' ? image.url : null,
				...additionalInputs,
			},
		},
	}),
	parseCreate: (response) => {
		const task = taskIn(response.body);
		if (response.status === 200 && task) return { kind: 'accepted', task };
		const submission = submissionFrom(response, failureFrom(response));
		const isFull = submission.kind === 'refused' && submission.failure.code === 'full';
		return isFull ? { ...submission, again: 'whenATaskEnds' } : submission;
	},
	parseTaskRef: (text) => ({ ref: { id: text } }),
	retrieve: ({ id }) => ({ to: 'provider', method: 'GET', path: `/tasks/${id}` }),
	parseStatus: (response) => {
		const task = taskIn(response.body);
		if (response.status === 200 && task) return { kind: 'task', task };
		const failure = failureFrom(response);
		if (response.status === 404) return { kind: 'missing', failure };
		return { kind: response.status === 401 ? 'refused' : 'unclear', failure };
	},
	video: ({ videoUrls: [url] }) => (url ? [{ to: 'anywhere', method: 'GET', url }] : []),
	upload: {
		call: ({ bytes, mimeType }) => ({
			to: 'provider',
			method: 'POST',
			path: '/uploads',
			body: { kind: 'bytes', bytes, mimeType },
		}),
		parse: (response) => {
			const { url } = objectOf(response.body);
			return typeof url === 'string'
				? { ok: true, value: { url, put: null } }
				: { ok: false, failure: failureFrom(response) };
		},
	},
	list: {
		call: () => ({ to: 'provider', method: 'GET', path: '/tasks' }),
		parse: (response) => {
			const { tasks } = objectOf(response.body);
			return Array.isArray(tasks)
				? { ok: true, value: fakePage(tasks as VideoTask[], null) }
				: { ok: false, failure: failureFrom(response) };
		},
	},
	cancel: {
		call: ({ id }) => ({ to: 'provider', method: 'POST', path: `/tasks/${id}/cancel` }),
		parse: (response) =>
			response.status === 200
				? { ok: true, value: true }
				: { ok: false, failure: failureFrom(response) },
	},
	takesCallback: () => false,
};

export function fakePage(rows: readonly VideoTask[], nextCursor: string | null): TaskPage {
	return {
		tasks: rows.filter((task) => !madeSomethingElse(task)),
		others: rows.filter(madeSomethingElse),
		createdAt: rows.flatMap(({ createdAt }) => createdAt ?? []),
		nextCursor,
	};
}

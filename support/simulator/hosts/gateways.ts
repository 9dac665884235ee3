/** Gateways in front of other hosts. */

import { json, nothing, text } from '../server/reply';
import {
	detail,
	FASTAPI_NO_ROUTE,
	OPENAI_WORDS,
	openAiObject,
	openAiShape,
	type HostManner,
	type VideoFacts,
} from './manner';

/** `encode_video_id_with_provider`: base64 with all of its 64 characters, and padded. */
function liteLlmId(modelId: string, videoId: string): string {
	const inside = `litellm:custom_llm_provider:hosted_vllm;model_id:${modelId};video_id:${videoId}`;
	return `video_${Buffer.from(inside).toString('base64')}`;
}

function insideLiteLlmId(id: string): string {
	const inside = Buffer.from(id.slice('video_'.length), 'base64').toString();
	return inside.slice(inside.indexOf(';video_id:') + ';video_id:'.length);
}

/** BerriAI/litellm, `litellm/proxy/video_endpoints/endpoints.py` and `litellm/types/videos/utils.py`. */
export const liteLlm: HostManner = {
	name: 'LiteLLM',
	reads: ['multipart', 'json'],
	unreadable: openAiShape(400, 'prompt is required', 'invalid_request_error', '400'),
	seconds: 'string',
	image: 'taken',
	// The letters before the ID of the host behind make a slash and a plus of base64.
	newId: (seed) => liteLlmId('m~~~o???', `video_${seed.slice(0, 15)}`),
	laterId: (id) => liteLlmId('', insideLiteLlmId(id)),
	words: { ...OPENAI_WORDS, queued: 'processing', running: 'processing' },
	object: (facts) => ({
		...openAiObject(facts),
		usage: { duration_seconds: Number(facts.seconds) },
	}),
	unknownTask: openAiShape(404, 'Video not found', 'invalid_request_error', '404'),
	content: 'file',
	contentNotReady: () =>
		openAiShape(404, 'Generation is still in-progress', 'invalid_request_error', '404'),
	contentOfFailed: openAiShape(422, 'Video generation failed.', 'invalid_request_error', '422'),
	cancel: null,
	// Its pages lack the tasks of other users, and may so be short of the limit.
	list: {
		marks: true,
		largestPage: 3,
		of: { header: 'custom-llm-provider', value: 'hosted_vllm' },
	},
	noRoute: FASTAPI_NO_ROUTE,
};

/** QuantumNous/new-api, `relay/relay_task.go`, `dto/openai_video.go` and `controller/video_proxy.go`. */
export const newApi: HostManner = {
	name: 'new-api and its kin',
	reads: ['multipart', 'json'],
	unreadable: json(400, { code: 'invalid_request', message: 'prompt is required', data: null }),
	seconds: 'string',
	wrongSeconds: json(400, {
		code: 'invalid_request',
		message: 'json: cannot unmarshal number into Go struct field .seconds of type string',
		data: null,
	}),
	image: 'taken',
	newId: (seed) => `task_${seed.slice(0, 32)}`,
	words: { ...OPENAI_WORDS, queued: 'unknown' },
	object: (facts) => ({
		...openAiObject(facts),
		task_id: facts.id,
		metadata: facts.url === null ? undefined : { url: facts.url },
	}),
	unknownTask: json(400, { code: 'task_not_exist', message: 'task_not_exist', data: null }),
	content: 'file',
	contentNotReady: ({ status }) =>
		json(400, {
			error: {
				message: `Task is not completed yet, current status: ${status}`,
				type: 'invalid_request_error',
			},
		}),
	contentOfFailed: json(400, {
		error: { message: 'Task is not completed yet, current status: FAILURE', type: 'server_error' },
	}),
	cancel: null,
	list: null,
	noRoute: (method, path) =>
		openAiShape(404, `Invalid URL (${method} ${path})`, 'invalid_request_error'),
};

/** AISIX leaves out what it does not know, where OpenAI writes null. */
function withoutNulls(facts: VideoFacts): object {
	const { phase } = facts;
	const object = {
		...openAiObject(facts),
		created_at: 0,
		progress: phase === 'completed' ? 100 : 0,
	};
	return Object.fromEntries(Object.entries(object).filter(([, value]) => value !== null));
}

/** api7/aisix, `crates/aisix-proxy/src/videos.rs`. */
export const aisix: HostManner = {
	name: 'AISIX',
	reads: ['json'],
	unreadable: openAiShape(
		415,
		'Expected request with `Content-Type: application/json`',
		'invalid_request_error',
	),
	seconds: 'either',
	image: 'ignored',
	newId: (seed) => `vid-${seed.slice(0, 32)}`,
	words: OPENAI_WORDS,
	object: withoutNulls,
	unknownTask: openAiShape(404, 'video not found', 'invalid_request_error', 'video_not_found'),
	content: 'redirect',
	contentNotReady: () => openAiShape(400, 'video is not ready', 'invalid_request_error'),
	contentOfFailed: openAiShape(400, 'video generation failed', 'invalid_request_error'),
	cancel: null,
	list: null,
	// axum's: a known path with another method, and an unknown path.
	noRoute: (method) => nothing(method === 'DELETE' || method === 'GET' ? 405 : 404),
};

/** labring/aiproxy, `core/relay/model/video.go` and `core/router/relay.go`. */
export const aiproxy: HostManner = {
	name: 'aiproxy',
	reads: ['multipart', 'json'],
	unreadable: detail(400, 'invalid request'),
	seconds: 'integer',
	wrongSeconds: detail(
		400,
		'json: cannot unmarshal string into Go struct field VideoGenerationRequest.seconds of type int',
	),
	image: 'taken',
	newId: (seed) => `video_${seed.slice(0, 24)}`,
	words: { ...OPENAI_WORDS, completed: 'succeeded' },
	object: openAiObject,
	unknownTask: detail(404, 'video not found'),
	content: 'file',
	contentNotReady: () => detail(404, 'video is not ready'),
	contentOfFailed: detail(400, 'video failed'),
	cancel: {
		what: 'ends',
		reply: ({ id }) => json(200, { id, object: 'video.deleted', deleted: true }),
	},
	list: null,
	noRoute: () => text(404, '404 page not found'),
};

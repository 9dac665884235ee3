/** Servers that people run on machines of their own. */

import { json, nothing } from '../server/reply';
import {
	detail,
	FASTAPI_NO_ROUTE,
	OPENAI_WORDS,
	openAiObject,
	openAiShape,
	type HostManner,
} from './manner';

/** vllm-project/vllm-omni, `vllm_omni/entrypoints/openai/api_server.py` and `protocol/videos.py`. */
export const vllmOmni: HostManner = {
	name: 'vLLM-Omni',
	reads: ['multipart'],
	unreadable: openAiShape(
		400,
		"[{'type': 'missing', 'loc': ('body', 'prompt'), 'msg': 'Field required', 'input': None}]",
		'Bad Request',
		400,
	),
	seconds: 'string',
	image: 'taken',
	newId: (seed) => `video_gen_${seed.slice(0, 32)}`,
	words: OPENAI_WORDS,
	object: (facts) => ({
		...openAiObject(facts),
		media_type: 'video/mp4',
		inference_time_s: facts.completed === null ? null : 12.5,
		stage_durations: {},
		error: facts.failure && { code: 500, message: facts.failure.message },
	}),
	unknownTask: openAiShape(404, 'Video not found', 'Not Found', 404),
	unauthorized: json(401, { error: 'Unauthorized' }),
	failedStatus: () => 500,
	content: 'file',
	contentNotReady: () => openAiShape(404, 'Generation is still in-progress', 'Not Found', 404),
	contentOfFailed: openAiShape(
		422,
		'Video generation failed. Check job status for error details.',
		'Unprocessable Entity',
		422,
	),
	cancel: {
		what: 'ends',
		reply: ({ id }) => json(200, { id, deleted: true, object: 'video.deleted' }),
	},
	list: { marks: true, largestPage: 100 },
	noRoute: FASTAPI_NO_ROUTE,
};

/** sgl-project/sglang, `multimodal_gen/runtime/entrypoints/openai/video_api.py` and `protocol.py`. */
export const sglang: HostManner = {
	name: 'SGLang Diffusion',
	reads: ['multipart', 'json'],
	unreadable: detail(400, 'prompt is required'),
	seconds: 'either',
	image: 'taken',
	newId: (seed) => seed.slice(0, 32),
	words: { ...OPENAI_WORDS, running: 'queued' },
	object: ({ phase, completed, failure, ...facts }) => ({
		id: facts.id,
		object: 'video',
		model: facts.model,
		status: facts.status,
		progress: facts.progress,
		created_at: facts.created,
		size: facts.size,
		seconds: facts.seconds,
		quality: 'standard',
		file_path: phase === 'completed' ? `/outputs/${facts.id}.mp4` : null,
		completed_at: completed,
		error: failure && { message: failure.message },
	}),
	unknownTask: detail(404, 'Video not found'),
	content: 'file',
	contentNotReady: () => detail(404, 'Generation is still in-progress'),
	contentOfFailed: detail(404, 'Generation failed'),
	cancel: {
		what: 'removes',
		reply: (facts) => json(200, { ...openAiObject(facts), status: 'deleted' }),
	},
	list: { marks: false, largestPage: 100 },
	noRoute: FASTAPI_NO_ROUTE,
};

/** hao-ai-lab/FastVideo, as of August 2026. */
export const fastVideo: HostManner = {
	...sglang,
	name: 'FastVideo',
	newId: (seed) => `video_${seed.slice(0, 24)}`,
	object: (facts) => ({
		...sglang.object(facts),
		error: facts.failure && { code: 'generation_failed', message: facts.failure.message },
	}),
	contentOfFailed: detail(500, 'Video generation failed'),
};

/** unslothai/unsloth, `studio/backend/routes/video.py` and `utils/api_errors.py`. */
export const unslothStudio: HostManner = {
	name: 'Unsloth Studio',
	reads: ['multipart', 'json'],
	unreadable: openAiShape(400, 'prompt is required', 'invalid_request_error'),
	seconds: 'either',
	image: 'taken',
	newId: (seed) => `video_${seed.slice(0, 32)}`,
	words: OPENAI_WORDS,
	object: openAiObject,
	unknownTask: openAiShape(404, 'Video not found.', 'invalid_request_error', 'video_not_found'),
	content: 'file',
	contentNotReady: () =>
		openAiShape(400, 'Video is not ready yet.', 'invalid_request_error', 'video_not_ready'),
	contentOfFailed: openAiShape(400, 'Video generation failed.', 'invalid_request_error'),
	cancel: {
		what: 'ends',
		reply: ({ id }) => json(200, { id, object: 'video.deleted', deleted: true }),
	},
	list: { marks: true, largestPage: 100 },
	busy: openAiShape(
		409,
		'A video generation is already in progress.',
		'invalid_request_error',
		'video_generation_in_progress',
	),
	unfinishedHeaders: { 'openai-poll-after-ms': '2000' },
	noRoute: FASTAPI_NO_ROUTE,
};

/** tetherto/qvac, `packages/cli/src/serve/routes/videos.ts`. */
export const qvac: HostManner = {
	name: 'QVAC',
	reads: ['multipart', 'json'],
	unreadable: openAiShape(400, 'prompt is required', 'invalid_request_error'),
	seconds: 'string',
	wrongSeconds: openAiShape(400, 'seconds must be a string', 'invalid_request_error'),
	image: 'taken',
	newId: (seed) => `video_${seed.slice(0, 24)}`,
	words: OPENAI_WORDS,
	object: openAiObject,
	unknownTask: openAiShape(404, 'Video not found', 'invalid_request_error', 'video_not_found'),
	content: 'file',
	contentNotReady: () =>
		openAiShape(409, 'Video is not ready', 'invalid_request_error', 'video_not_ready', {
			'retry-after': '2',
		}),
	contentOfFailed: openAiShape(409, 'Video failed', 'invalid_request_error', 'video_failed'),
	videoType: 'video/avi',
	cancel: {
		what: 'ends',
		reply: ({ id }) => json(200, { id, object: 'video.deleted', deleted: true }),
	},
	list: { marks: true, largestPage: 100 },
	noRoute: (method, path) => openAiShape(404, `No route ${method} ${path}`, 'not_found'),
};

/** Crate `dynamo-llm`, `src/protocols/openai/videos.rs`: the create renders, and nothing can be asked afterwards. */
export const dynamo: HostManner = {
	name: 'NVIDIA Dynamo',
	reads: ['json'],
	unreadable: {
		status: 415,
		headers: { 'content-type': 'text/plain; charset=utf-8' },
		body: Buffer.from('Expected request with `Content-Type: application/json`'),
	},
	seconds: 'integer',
	// axum's words for what serde cannot read.
	wrongSeconds: {
		status: 422,
		headers: { 'content-type': 'text/plain; charset=utf-8' },
		body: Buffer.from(
			'Failed to deserialize the JSON body into the target type: seconds: invalid type: string "4", expected i32 at line 1 column 92',
		),
	},
	image: 'taken',
	newId: (seed) => `video-${seed.slice(0, 12)}`,
	words: OPENAI_WORDS,
	object: (facts) => ({
		id: facts.id,
		object: 'video',
		model: facts.model,
		status: facts.status,
		progress: 100,
		created: facts.created,
		data:
			facts.phase === 'completed'
				? [{ output_format: 'mp4', url: facts.url, b64_json: facts.base64 }]
				: [],
		error: facts.failure?.message ?? null,
		inference_time_s: 12.5,
	}),
	unknownTask: nothing(404),
	content: 'none',
	contentNotReady: () => nothing(404),
	contentOfFailed: nothing(404),
	cancel: null,
	list: null,
	noRoute: () => nothing(404),
};

/** Answers about a task that is complete, in every format that is read. */

import type { ProviderName } from '../../nodes/Sora/models/model';

export const URL_OF_VIDEO = 'https://cdn.example.com/v/clip.mp4';
export const VIDEO_ITSELF = 'data:video/mp4;base64,AAAAIGZ0eXBpc29tAAACAGlzb20=';

interface Format {
	provider: ProviderName;
	id: string;
	complete: (id: string) => Record<string, unknown>;
}

export const FORMATS: Readonly<Record<string, Format>> = {
	waveSpeed: {
		provider: 'waveSpeed',
		id: 'e6832d4abffb4d79bfbca19783fca133',
		complete: (id) => ({
			code: 200,
			message: 'success',
			data: { id, status: 'completed', outputs: [URL_OF_VIDEO], error: '' },
		}),
	},
	eachlabs: {
		provider: 'eachlabs',
		id: '7c9e6679-7425-40de-944b-e07fc1f90ae7',
		complete: (id) => ({ id, status: 'success', output: URL_OF_VIDEO, logs: null }),
	},
	openAiVideos: {
		provider: 'openAiCompatible',
		id: 'video_123',
		complete: (id) => ({ id, object: 'video', status: 'completed', progress: 100, error: null }),
	},
	newApiEnvelope: {
		provider: 'openAiCompatible',
		id: 'task_1',
		complete: (id) => ({
			code: 'success',
			message: '',
			data: { task_id: id, status: 'SUCCESS', progress: '100%', url: URL_OF_VIDEO },
		}),
	},
	videoWithoutId: {
		provider: 'openAiCompatible',
		id: 'task_1',
		complete: () => ({ status: 'done', progress: 100, video: { url: URL_OF_VIDEO, duration: 8 } }),
	},
	videoInside: {
		provider: 'openAiCompatible',
		id: 'task_1',
		complete: (id) => ({ id, object: 'video', status: 'succeed', metadata: { url: VIDEO_ITSELF } }),
	},
	dynamo: {
		provider: 'openAiCompatible',
		id: 'video-9',
		complete: (id) => ({
			id,
			object: 'video',
			status: 'completed',
			created: 1_788_400_867,
			data: [{ output_format: 'mp4', b64_json: 'AAAAIGZ0eXBpc29tAAACAGlzb20=' }],
		}),
	},
	nested: {
		provider: 'openAiCompatible',
		id: 'task_1',
		complete: (id) => ({
			code: 0,
			data: { task: { task_id: id, status: 'done', url: URL_OF_VIDEO } },
		}),
	},
	listOfTasks: {
		provider: 'openAiCompatible',
		id: 'task_1',
		complete: (id) => ({
			data: [
				{ id: 'task_0', status: 'rendering' },
				{ id, status: 'done', task_result: { videos: [{ url: URL_OF_VIDEO }] } },
			],
		}),
	},
	operation: {
		provider: 'openAiCompatible',
		id: 'operations/abc-1',
		complete: (id) => ({
			name: id,
			status: 'done',
			done: true,
			response: { generatedVideos: [{ video: { uri: URL_OF_VIDEO } }] },
		}),
	},
	jsonInJson: {
		provider: 'openAiCompatible',
		id: 'task_1',
		complete: (id) => ({
			data: {
				taskId: id,
				state: 'success',
				resultJson: JSON.stringify({ resultUrls: [URL_OF_VIDEO] }),
			},
		}),
	},
	bareBase64: {
		provider: 'openAiCompatible',
		id: 'task_1',
		complete: (id) => ({
			id,
			status: 'completed',
			video: { data: 'AAAAIGZ0eXBpc29tAAACAGlzb20=' },
		}),
	},
	misusedField: {
		provider: 'openAiCompatible',
		id: 'task_1',
		complete: (id) => ({ id, status: 'finish', remixed_from_video_id: URL_OF_VIDEO, error: null }),
	},
	openRouter: {
		provider: 'openRouter',
		id: 'gen-vid-1788400867-abcdefghij0123456789',
		complete: (id) => ({
			id,
			polling_url: `/api/v1/videos/${id}`,
			status: 'completed',
			unsigned_urls: [`https://openrouter.ai/api/v1/videos/${id}/content?index=0`],
			urls: [URL_OF_VIDEO],
			usage: { cost: 0.2, is_byok: false },
		}),
	},
	fal: {
		provider: 'fal',
		id: 'fal-ai/veo3.1/fast/requests/7c9e6679-7425-40de-944b-e07fc1f90ae7',
		complete: (id) => ({
			status: 'COMPLETED',
			request_id: id.split('/').pop(),
			video: { url: URL_OF_VIDEO },
		}),
	},
	ark: {
		provider: 'apiyi',
		id: 'cgt-20261121000000-abcde',
		complete: (id) => ({ id, status: 'succeeded', content: { video_url: URL_OF_VIDEO } }),
	},
	apiyiRelay: {
		provider: 'apiyi',
		id: 'video_123',
		complete: (id) => ({ id, object: 'video', status: 'completed', progress: 100 }),
	},
};

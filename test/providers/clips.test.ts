/** Clips as each provider gets them: byte for byte. */

import { PROVIDERS } from '../../nodes/Sora/providers';
import type { HttpBody, ProviderCall, StreamedFile } from '../../nodes/Sora/providers/http';
import type { ProviderName } from '../../nodes/Sora/models/model';
import { modelFromSchema } from '../../nodes/Sora/models/schema/schema';
import type { RequestClip, VideoRequest } from '../../nodes/Sora/providers/video';
import { requestOf, requestTo } from './requests';

const CLIP: RequestClip = { kind: 'url', url: 'https://f.example/clip.mp4' };
const OTHER: RequestClip = { kind: 'url', url: 'https://f.example/other.mp4' };
const TASK: RequestClip = { kind: 'task', id: 'video_1' };

const streamed: StreamedFile = {
	byteLength: 4,
	open: async () => await Promise.reject(new Error('nothing is read before it is sent')),
};
const FILE: RequestClip = {
	kind: 'file',
	bytes: streamed,
	mimeType: 'video/mp4',
	fileName: 'clip.mp4',
};

function written(body: HttpBody | undefined): string {
	if (body?.kind === 'json') return JSON.stringify(body.value);
	if (body?.kind !== 'multipart') throw new Error('no body');
	return body.parts
		.map((part) => `${part.name}=${'value' in part ? part.value : part.fileName}`)
		.join('&');
}

function call(provider: ProviderName, request: VideoRequest): ProviderCall {
	return PROVIDERS[provider].create(request);
}

/** The default model of each provider, and another. */
const CASES: ReadonlyArray<
	readonly [ProviderName, string | undefined, Partial<VideoRequest>, string]
> = [
	[
		'waveSpeed',
		undefined,
		{ clips: [CLIP], durationSeconds: 5, resolution: '720p' },
		'{"duration":5,"resolution":"720p","prompt":"A kite over dunes","video":"https://f.example/clip.mp4"}',
	],
	[
		'waveSpeed',
		'google/veo3.1-fast/video-extend',
		{ clips: [CLIP], durationSeconds: 7 },
		'{"prompt":"A kite over dunes","video":"https://f.example/clip.mp4"}',
	],
	[
		'waveSpeed',
		'wavespeed-ai/vace-video-joiner',
		{ clips: [CLIP, OTHER] },
		'{"videos":["https://f.example/clip.mp4","https://f.example/other.mp4"]}',
	],
	[
		'apiyi',
		undefined,
		{ clips: [CLIP], durationSeconds: 5 },
		'{"model":"doubao-seedance-2-0-fast-260128","content":[{"type":"text","text":"A kite over dunes"},{"type":"video_url","video_url":{"url":"https://f.example/clip.mp4"},"role":"reference_video"}],"ratio":"adaptive","duration":5,"watermark":false}',
	],
	[
		'eachlabs',
		undefined,
		{ clips: [CLIP] },
		'{"model":"kling-o1-video-to-video-edit","version":"0.0.1","input":{"prompt":"A kite over dunes","video_url":"https://f.example/clip.mp4"}}',
	],
	[
		'eachlabs',
		'merge-videos',
		{ clips: [CLIP, OTHER] },
		'{"model":"merge-videos","version":"0.0.1","input":{"video_urls":["https://f.example/clip.mp4","https://f.example/other.mp4"]}}',
	],
	[
		'fal',
		undefined,
		{ clips: [CLIP], durationSeconds: 5, resolution: '720p', generateAudio: true },
		'{"duration":5,"resolution":"720p","generate_audio_switch":true,"prompt":"A kite over dunes","video_url":"https://f.example/clip.mp4"}',
	],
	[
		'fal',
		'fal-ai/veo3.1/extend-video',
		{ clips: [CLIP], durationSeconds: 7 },
		'{"duration":"7s","prompt":"A kite over dunes","video_url":"https://f.example/clip.mp4"}',
	],
	[
		'openRouter',
		undefined,
		{ clips: [CLIP], durationSeconds: 5 },
		'{"model":"bytedance/seedance-2.0-fast","duration":5,"prompt":"A kite over dunes","input_references":[{"type":"video_url","video_url":{"url":"https://f.example/clip.mp4"}}]}',
	],
	[
		'openRouter',
		undefined,
		{
			clips: [CLIP],
			referenceImages: [{ kind: 'url', url: 'https://f.example/cup.png' }],
		},
		'{"model":"bytedance/seedance-2.0-fast","prompt":"A kite over dunes","input_references":[{"type":"video_url","video_url":{"url":"https://f.example/clip.mp4"}},{"type":"image_url","image_url":{"url":"https://f.example/cup.png"}}]}',
	],
	[
		'openRouter',
		undefined,
		{ clips: [TASK] },
		'{"model":"bytedance/seedance-2.0-fast","prompt":"A kite over dunes","previous_job_id":"video_1"}',
	],
	[
		'openAiCompatible',
		undefined,
		{ clips: [TASK], durationSeconds: 5 },
		'{"model":"grok-imagine-video","prompt":"A kite over dunes","seconds":"5","video":{"id":"video_1"}}',
	],
	[
		'openAiCompatible',
		undefined,
		{ clips: [FILE], durationSeconds: 5 },
		'model=grok-imagine-video&prompt=A kite over dunes&seconds=5&video=clip.mp4',
	],
];

it.each(CASES)('%s, %s: %#', (provider, id, words, expected) => {
	expect(written(call(provider, requestTo(provider, 'video', words, id)).body)).toBe(expected);
});

describe('a host that speaks the OpenAI Videos API', () => {
	const request = (words: Partial<VideoRequest>) =>
		requestTo('openAiCompatible', 'video', { clips: [FILE], ...words });

	it.each([
		['goes on for the length that is asked for', { durationSeconds: 5 }, '/videos/extensions'],
		['is changed where no length is', {}, '/videos/edits'],
	])('a clip %s', (_, words, path) => {
		expect(call('openAiCompatible', request(words)).path).toBe(path);
	});

	it('gets a file as a form, whatever format it reads otherwise', () => {
		const { body } = call('openAiCompatible', request({ format: 'json' }));
		expect(body?.kind).toBe('multipart');
		const refused = { status: 400, headers: {}, body: { error: { message: 'invalid JSON' } } };
		expect(PROVIDERS.openAiCompatible.parseCreate(refused, request({}))).toMatchObject({
			kind: 'refused',
			again: 'never',
		});
	});
});

describe('a model that only its live schema describes', () => {
	const describedAs = (properties: Record<string, object>) =>
		modelFromSchema('fal', 'acme/new', 'video', { properties });

	it.each(['video', 'video_url', 'source_video', 'input_video'])('takes its clip as %s', (name) => {
		const model = describedAs({ prompt: { type: 'string' }, [name]: { type: 'string' } });
		const { body } = call('fal', requestOf({ model, prompt: 'waves', clips: [CLIP] }));
		expect(written(body)).toBe(`{"prompt":"waves","${name}":"https://f.example/clip.mp4"}`);
	});

	it('takes a list of clips, and no prompt', () => {
		const model = describedAs({ video_urls: { type: 'array', items: { type: 'string' } } });
		const { body } = call('fal', requestOf({ model, prompt: 'waves', clips: [CLIP, OTHER] }));
		expect(written(body)).toBe(
			'{"video_urls":["https://f.example/clip.mp4","https://f.example/other.mp4"]}',
		);
	});
});

describe('a file that is uploaded first', () => {
	const upload = { bytes: streamed, mimeType: 'video/mp4', fileName: 'clip.mp4' };

	it('goes to WaveSpeedAI at an address that is asked for, with its headers alone', () => {
		const { upload: wire } = PROVIDERS.waveSpeed;
		expect(wire?.call(upload)).toMatchObject({
			path: '/api/v3/media/uploads',
			body: { value: { filename: 'clip.mp4', size: 4, content_type: 'video/mp4' } },
		});
		const data = {
			download_url: 'https://f.example/clip.mp4',
			upload: {
				method: 'PUT',
				url: 'https://store.example/1?sig=x',
				headers: { 'Content-Type': 'video/mp4', 'x-signed': 'yes' },
			},
		};
		const response = { status: 200, headers: {}, body: { code: 200, message: 'success', data } };
		expect(wire?.parse(response, upload)).toEqual({
			ok: true,
			value: {
				url: 'https://f.example/clip.mp4',
				put: {
					to: 'anywhere',
					method: 'PUT',
					url: 'https://store.example/1?sig=x',
					headers: { 'Content-Type': 'video/mp4', 'x-signed': 'yes' },
					body: { kind: 'bytes', bytes: streamed, mimeType: 'video/mp4' },
				},
			},
		});
		const without = { ...response, body: { code: 200, data: { ...data, upload: {} } } };
		expect(wire?.parse(without, upload)).toMatchObject({ ok: false });
	});

	it('is called a video at Eachlabs', () => {
		expect(PROVIDERS.eachlabs.upload?.call(upload).body).toMatchObject({
			value: { content_type: 'video/mp4', file_type: 'video' },
		});
	});
});

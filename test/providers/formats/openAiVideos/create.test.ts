import { findModel } from '../../../../nodes/Sora/providers/findModel';
import type { ModelKind } from '../../../../nodes/Sora/models/model';
import { openAiCompatible } from '../../../../nodes/Sora/providers/openAiCompatible';
import type { VideoRequest } from '../../../../nodes/Sora/providers/video';
import { requestOf } from '../../requests';

const IMAGE = new Uint8Array([0x89, 0x50, 0x4e, 0x47]);

function known(id: string, kind: ModelKind) {
	const model = findModel('openAiCompatible', id, kind);
	if (!model) throw new Error(`${id} is not in the catalogue`);
	return model;
}

function bodyOf(request: Partial<VideoRequest>) {
	return openAiCompatible.create(
		requestOf({
			model: openAiCompatible.passThrough('some-model', 'text'),
			prompt: 'A cat',
			...request,
		}),
	).body;
}

describe('submitting to an OpenAI-compatible host', () => {
	it('posts to /videos below a base URL that ends in /v1', () => {
		const call = openAiCompatible.create(
			requestOf({
				model: known('sora-2', 'text'),
				prompt: 'A calico cat playing a piano on stage',
				durationSeconds: 8,
				aspectRatio: '16:9',
				resolution: '720p',
			}),
		);

		expect(call).toMatchObject({
			to: 'provider',
			method: 'POST',
			path: '/videos',
			body: {
				kind: 'multipart',
				parts: [
					{ name: 'model', value: 'sora-2' },
					{ name: 'prompt', value: 'A calico cat playing a piano on stage' },
					{ name: 'seconds', value: '8' },
					{ name: 'size', value: '1280x720' },
				],
			},
		});
	});

	it('sends the picture as the file input_reference', () => {
		const body = bodyOf({
			model: known('sora-2-pro', 'image'),
			image: { kind: 'file', bytes: IMAGE, mimeType: 'image/png', fileName: 'cat.png' },
			durationSeconds: 4,
			aspectRatio: '9:16',
			resolution: '1024p',
		});

		expect(body).toEqual({
			kind: 'multipart',
			parts: [
				{ name: 'model', value: 'sora-2-pro' },
				{ name: 'prompt', value: 'A cat' },
				{ name: 'seconds', value: '4' },
				{ name: 'size', value: '1024x1792' },
				{
					name: 'input_reference',
					bytes: IMAGE,
					mimeType: 'image/png',
					fileName: 'cat.png',
				},
			],
		});
	});

	it('takes pictures as files only, and has no callback', () => {
		const model = known('sora-2', 'image');

		expect(openAiCompatible.imageBy(model)).toBe('file');
		expect(openAiCompatible.takesCallback(model)).toBe(false);
	});

	it.each([
		['480p', '16:9', '848x480'],
		['720p', '16:9', '1280x720'],
		['720p', '9:16', '720x1280'],
		['720p', '1:1', '720x720'],
		['1080p', '4:3', '1440x1080'],
		['4k', '16:9', '3840x2160'],
	] as const)('asks an unknown model for %s at %s as %s', (resolution, aspectRatio, size) => {
		const body = bodyOf({ resolution, aspectRatio });

		expect(body).toMatchObject({ parts: expect.arrayContaining([{ name: 'size', value: size }]) });
	});

	it('writes the options of an unknown model under their usual names', () => {
		const body = bodyOf({
			durationSeconds: 5,
			negativePrompt: 'blur',
			seed: 7,
			generateAudio: true,
		});

		expect(body).toEqual({
			kind: 'multipart',
			parts: [
				{ name: 'model', value: 'some-model' },
				{ name: 'prompt', value: 'A cat' },
				{ name: 'seconds', value: '5' },
				{ name: 'generate_audio', value: 'true' },
				{ name: 'negative_prompt', value: 'blur' },
				{ name: 'seed', value: '7' },
			],
		});
	});

	it("asks a self-hosted model for sound by vLLM-Omni's name", () => {
		const body = bodyOf({ model: known('Lightricks/LTX-2', 'text'), generateAudio: false });

		expect(body).toMatchObject({
			parts: expect.arrayContaining([{ name: 'generate_sound', value: 'false' }]),
		});
	});

	it('merges additional inputs last: strings as they are, the rest as JSON, null as nothing', () => {
		const body = bodyOf({
			durationSeconds: 5,
			aspectRatio: '16:9',
			resolution: '720p',
			additionalInputs: {
				seconds: '6',
				size: null,
				num_frames: 80,
				extra_params: { preencode_mp4: true },
				user: 'n8n',
			},
		});

		expect(body).toEqual({
			kind: 'multipart',
			parts: [
				{ name: 'model', value: 'some-model' },
				{ name: 'prompt', value: 'A cat' },
				{ name: 'seconds', value: '6' },
				{ name: 'num_frames', value: '80' },
				{ name: 'extra_params', value: '{"preencode_mp4":true}' },
				{ name: 'user', value: 'n8n' },
			],
		});
	});
});

describe('reading from an OpenAI-compatible host', () => {
	it('asks for a task by its ID', () => {
		expect(openAiCompatible.retrieve({ id: 'video_123' })).toMatchObject({
			to: 'provider',
			method: 'GET',
			path: '/videos/video_123',
		});
	});

	it.each([
		['../models', '/videos/..%2Fmodels'],
		['..', '/videos/%252E%252E'],
		['a?b#c/d', '/videos/a%3Fb%23c%2Fd'],
	])('keeps the ID %s inside one part of the path', (id, path) => {
		expect(openAiCompatible.retrieve({ id }).path).toBe(path);
	});

	it('cancels with DELETE, which removes a task that has ended: it is asked for first', () => {
		expect(openAiCompatible.cancel?.removesEnded).toBe(true);
		expect(openAiCompatible.cancel?.call({ id: 'a/b' })).toEqual({
			to: 'provider',
			method: 'DELETE',
			path: '/videos/a%2Fb',
		});
	});

	it.each([
		['OpenAI, vLLM-Omni', 200, { id: 'v', deleted: true, object: 'video.deleted' }, true],
		['SGLang Diffusion', 200, { id: 'v', object: 'video', status: 'deleted' }, true],
		['nothing', 204, '', true],
		['a task that goes on', 200, { id: 'v', object: 'video', status: 'in_progress' }, false],
		['LiteLLM', 405, { detail: 'Method Not Allowed' }, false],
		['new-api', 404, { error: { message: 'Invalid URL (DELETE /v1/videos/v)' } }, false],
		['vLLM-Omni, busy', 409, { error: { message: 'Please try again later.' } }, false],
	])('reads what %s answers to a cancel', (_host, status, body, ok) => {
		expect(openAiCompatible.cancel?.parse({ status, headers: {}, body }).ok).toBe(ok);
	});
});

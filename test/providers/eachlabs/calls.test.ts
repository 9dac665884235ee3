import { eachlabs } from '../../../nodes/Sora/providers/eachlabs';
import type { VideoRequest } from '../../../nodes/Sora/providers/video';
import { requestTo } from '../requests';

function submittedInputs(
	words: Partial<VideoRequest>,
	kind: 'text' | 'image',
	id?: string,
): unknown {
	const call = eachlabs.create(requestTo('eachlabs', kind, words, id));
	return call.body?.kind === 'json' ? (call.body.value as { input: unknown }).input : null;
}

describe('a submit to Eachlabs', () => {
	it('posts model, version and input to one path', () => {
		const request = requestTo('eachlabs', 'text', {
			durationSeconds: 4,
			aspectRatio: '9:16',
			resolution: '720p',
			seed: 7,
		});
		expect(eachlabs.create(request)).toEqual({
			to: 'provider',
			method: 'POST',
			path: '/v1/prediction',
			body: {
				kind: 'json',
				value: {
					model: 'bytedance-seedance-2-0-text-to-video-fast',
					version: '0.0.1',
					input: {
						prompt: 'A kite over dunes',
						duration: '4',
						aspect_ratio: '9:16',
						resolution: '720p',
						seed: '7',
					},
				},
			},
		});
	});

	it('writes the duration as a number where the model wants a number', () => {
		const image = { kind: 'url', url: 'https://example.com/a.png' } as const;
		const words = { image, durationSeconds: 20, aspectRatio: '9:16', resolution: '720p' } as const;
		expect(submittedInputs(words, 'image', 'sora-2-image-to-video')).toEqual({
			prompt: 'A kite over dunes',
			image_url: 'https://example.com/a.png',
			duration: 20,
			aspect_ratio: '9:16',
		});
	});

	it('names the resolution of that model only where it is not the usual one', () => {
		expect(submittedInputs({ resolution: '1080p' }, 'image', 'sora-2-image-to-video')).toEqual({
			prompt: 'A kite over dunes',
			resolution: '1080p',
		});
	});

	it('lets additional inputs win over everything else', () => {
		const additionalInputs = { duration: 'auto', end_user_id: 'u1' };
		expect(submittedInputs({ durationSeconds: 4, additionalInputs }, 'text')).toEqual({
			prompt: 'A kite over dunes',
			duration: 'auto',
			end_user_id: 'u1',
		});
	});

	it('names the callback and its secret beside the input', () => {
		const callbackUrl = 'https://n8n.example.com/webhook-waiting/7?signature=a';
		const value = (words: Partial<VideoRequest>) =>
			eachlabs.create(requestTo('eachlabs', 'text', words)).body;
		expect(value({ callbackUrl, callbackSecret: 's3cret' })).toMatchObject({
			value: { webhook_url: callbackUrl, webhook_secret: 's3cret' },
		});
		expect(value({ callbackUrl })).toMatchObject({ value: { webhook_url: callbackUrl } });
		expect(value({ callbackUrl })).not.toHaveProperty('value.webhook_secret');
		expect(value({ callbackSecret: 's3cret' })).not.toHaveProperty('value.webhook_secret');
	});
});

describe('the other calls to Eachlabs', () => {
	it.each([
		['abc123-def456-ghi789', '/v1/prediction/abc123-def456-ghi789'],
		['a/b?c', '/v1/prediction/a%2Fb%3Fc'],
		['..', '/v1/prediction/%252E%252E'],
	])('ask for the task %j and cancel it below its own path', (id, path) => {
		expect(eachlabs.retrieve({ id, readPath: '/v1/elsewhere' })).toEqual({
			to: 'provider',
			method: 'GET',
			path,
		});
		expect(eachlabs.cancel?.call({ id })).toEqual({
			to: 'provider',
			method: 'POST',
			path: `${path}/cancel`,
		});
		expect(new URL(path, 'https://api.eachlabs.ai').pathname).toBe(path);
	});

	it('ask for the executions by offset', () => {
		expect(eachlabs.list?.call(null).path).toBe('/v1/executions?limit=100&offset=0');
		expect(eachlabs.list?.call('200').path).toBe('/v1/executions?limit=100&offset=200');
		expect(eachlabs.list?.call('-5&x=1').path).toBe('/v1/executions?limit=100&offset=0');
	});

	it('ask for the models, and for the schema of one', () => {
		expect(eachlabs.models?.call().path).toBe('/v1/models?limit=500');
		expect(eachlabs.modelSchema?.call('wan-v2-6&x=1').path).toBe('/v1/model?slug=wan-v2-6%26x%3D1');
	});

	it('ask for a place for the picture without sending it', () => {
		const image = { bytes: new Uint8Array([1, 2]), mimeType: 'image/png', fileName: 'kite.png' };
		expect(eachlabs.upload?.call(image)).toEqual({
			to: 'provider',
			method: 'POST',
			path: '/v1/upload/presign',
			body: {
				kind: 'json',
				value: { content_type: 'image/png', file_type: 'image', expires_in_seconds: 604_800 },
			},
		});
	});

	it('take a callback for every model, and pictures by address', () => {
		const model = eachlabs.passThrough('some-model', 'image');
		expect(eachlabs.takesCallback(model)).toBe(true);
		expect(eachlabs.imageBy(model)).toBe('url');
		expect(model.inputs.image).toEqual({ name: 'image_url' });
	});
});

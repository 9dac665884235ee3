import type { ProviderCall } from '../../../nodes/Sora/providers/http';
import type { VideoRequest, VideoTask } from '../../../nodes/Sora/providers/video';
import { waveSpeed } from '../../../nodes/Sora/providers/waveSpeed';
import { fixture } from '../fixtures';
import { requestOf, requestTo } from '../requests';

function bodyOf(call: ProviderCall): unknown {
	return call.body?.kind === 'json' ? call.body.value : call.body;
}

function text(words: Partial<VideoRequest>, id?: string): ProviderCall {
	return waveSpeed.create(requestTo('waveSpeed', 'text', words, id));
}

describe('a submit to WaveSpeed', () => {
	it('posts the inputs to the path of the model, below the API prefix', () => {
		expect(text({ durationSeconds: 4, aspectRatio: '9:16', resolution: '720p' })).toEqual({
			to: 'provider',
			method: 'POST',
			path: '/api/v3/bytedance/seedance-2.5/text-to-video',
			body: {
				kind: 'json',
				value: {
					prompt: 'A kite over dunes',
					duration: 4,
					aspect_ratio: '9:16',
					resolution: '720p',
				},
			},
		});
	});

	it('writes the frame of a Sora model as pixels parted by an asterisk', () => {
		const words = { durationSeconds: 8, aspectRatio: '16:9', resolution: '1080p' } as const;
		expect(bodyOf(text(words, 'openai/sora-2/text-to-video-pro'))).toEqual({
			prompt: 'A kite over dunes',
			duration: 8,
			size: '1920*1080',
		});
	});

	it('sends the picture as an address', () => {
		const image = { kind: 'url', url: 'https://example.com/kite-frame.jpg' } as const;
		const request = requestTo(
			'waveSpeed',
			'image',
			{ image, durationSeconds: 8 },
			'openai/sora-2/image-to-video',
		);
		expect(waveSpeed.create(request)).toMatchObject({
			path: '/api/v3/openai/sora-2/image-to-video',
			body: {
				value: {
					image: 'https://example.com/kite-frame.jpg',
					prompt: 'A kite over dunes',
					duration: 8,
				},
			},
		});
	});

	it('leaves out every word that was not said', () => {
		expect(bodyOf(text({}))).toEqual({ prompt: 'A kite over dunes' });
	});

	it('lets additional inputs win over everything else', () => {
		const additionalInputs = { prompt: 'Another', duration: 6, enable_web_search: true };
		expect(bodyOf(text({ durationSeconds: 4, additionalInputs }))).toEqual({
			prompt: 'Another',
			duration: 6,
			enable_web_search: true,
		});
	});

	it('names the callback in the query, encoded', () => {
		const callbackUrl = 'https://n8n.example.com/webhook-waiting/7?signature=a&b=c d';
		expect(text({ callbackUrl }).path).toBe(
			'/api/v3/bytedance/seedance-2.5/text-to-video?webhook=https%3A%2F%2Fn8n.example.com%2Fwebhook-waiting%2F7%3Fsignature%3Da%26b%3Dc%20d',
		);
	});

	it.each([
		['a/../../balance', '/api/v3/a/%252E%252E/%252E%252E/balance'],
		['a/b?webhook=x', '/api/v3/a/b%3Fwebhook%3Dx'],
		['a/b#c', '/api/v3/a/b%23c'],
		['a/%2e%2e/b', '/api/v3/a/%252e%252e/b'],
		['a/\ud800b', '/api/v3/a/%EF%BF%BDb'],
	])('keeps the model %j below the API prefix', (id, path) => {
		const model = waveSpeed.passThrough(id, 'text');
		const call = waveSpeed.create(requestOf({ model, prompt: 'x' }));
		expect(call.path).toBe(path);
		expect(new URL(call.path, 'https://api.wavespeed.ai').pathname).toBe(path);
	});

	it('passes an unknown model through with the usual names', () => {
		const model = waveSpeed.passThrough('some/new-model', 'image');
		const call = waveSpeed.create(
			requestOf({
				model,
				prompt: 'A kite over dunes',
				image: { kind: 'url', url: 'https://example.com/a.png' },
				durationSeconds: 7,
				aspectRatio: '21:9',
				resolution: '4k',
				generateAudio: true,
				negativePrompt: 'rain',
				seed: 3,
			}),
		);
		expect(bodyOf(call)).toEqual({
			prompt: 'A kite over dunes',
			image: 'https://example.com/a.png',
			duration: 7,
			aspect_ratio: '21:9',
			resolution: '4k',
			generate_audio: true,
			negative_prompt: 'rain',
			seed: 3,
		});
	});
});

describe('a status call to WaveSpeed', () => {
	it.each([
		['the path that WaveSpeed named', 'abc', '/api/v3/predictions/abc', '/api/v3/predictions/abc'],
		['the usual path', 'abc', null, '/api/v3/predictions/abc/result'],
		[
			'the usual path where another task is named',
			'abc',
			'/api/v3/predictions/def/result',
			'/api/v3/predictions/abc/result',
		],
		[
			'the usual path where another call is named',
			'abc',
			'/api/v3/balance',
			'/api/v3/predictions/abc/result',
		],
		['an encoded ID', 'a/b?c', null, '/api/v3/predictions/a%2Fb%3Fc/result'],
		['an ID that is no way up', '..', null, '/api/v3/predictions/%252E%252E/result'],
	])('goes to %s', (_what, id, readPath, path) => {
		const call = waveSpeed.retrieve({ id, readPath });
		expect(call).toEqual({ to: 'provider', method: 'GET', path });
		expect(new URL(call.path, 'https://api.wavespeed.ai').pathname).toBe(path);
	});
});

describe('the other calls to WaveSpeed', () => {
	it('asks for the history page by page', () => {
		expect(waveSpeed.list?.call(null)).toEqual({
			to: 'provider',
			method: 'POST',
			path: '/api/v3/predictions',
			responseLimitBytes: 32_000_000,
			body: { kind: 'json', value: { page: 1, page_size: 100 } },
		});
		expect(waveSpeed.list?.call('3').body).toEqual({
			kind: 'json',
			value: { page: 3, page_size: 100 },
		});
	});

	it.each(['x', '0', '-1', '1.5', ''])('starts at the first page for the cursor %j', (cursor) => {
		expect(waveSpeed.list?.call(cursor).body).toMatchObject({ value: { page: 1 } });
	});

	it('uploads a picture as one multipart file', () => {
		const image = { bytes: new Uint8Array([1, 2]), mimeType: 'image/png', fileName: 'kite.png' };
		expect(waveSpeed.upload?.call(image)).toEqual({
			to: 'provider',
			method: 'POST',
			path: '/api/v3/media/upload/binary',
			body: { kind: 'multipart', parts: [{ name: 'file', ...image }] },
		});
	});

	it('asks for the models', () => {
		expect(waveSpeed.models?.call()).toEqual({
			to: 'provider',
			method: 'GET',
			path: '/api/v3/models',
			responseLimitBytes: 32_000_000,
		});
	});

	it('fetches the video without the key', () => {
		const result = waveSpeed.parseStatus(fixture('waveSpeed', 'status-completed'), {
			id: 'e6832d4abffb4d79bfbca19783fca133',
		});
		const task = result.kind === 'task' ? result.task : null;
		expect(waveSpeed.video(task as VideoTask)).toEqual([
			{ to: 'anywhere', method: 'GET', url: 'https://cdn.wavespeed.ai/outputs/1.mp4' },
		]);
		expect(waveSpeed.video({ ...(task as VideoTask), videoUrls: [] })).toEqual([]);
	});

	it('has no cancel, and takes a callback for every model', () => {
		expect(waveSpeed.cancel).toBeUndefined();
		expect(waveSpeed.takesCallback(waveSpeed.passThrough('a/b', 'text'))).toBe(true);
		expect(waveSpeed.imageBy(waveSpeed.passThrough('a/b', 'image'))).toBe('url');
	});
});

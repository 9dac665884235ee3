import { openRouter } from '../../../nodes/Sora/providers/openRouter';
import type { VideoRequest } from '../../../nodes/Sora/providers/video';
import { requestTo } from '../requests';

const IMAGE = { kind: 'url', url: 'https://example.com/a.png' } as const;
const FRAME = {
	type: 'image_url',
	image_url: { url: 'https://example.com/a.png' },
	frame_type: 'first_frame',
};

function sent(words: Partial<VideoRequest>, kind: 'text' | 'image' = 'text', id?: string): unknown {
	const { body } = openRouter.create(requestTo('openRouter', kind, words, id));
	return body?.kind === 'json' ? body.value : null;
}

describe('a submit to OpenRouter', () => {
	it('is JSON to one path', () => {
		const request = requestTo('openRouter', 'text', {
			durationSeconds: 4,
			aspectRatio: '9:16',
			resolution: '720p',
			generateAudio: false,
			seed: 7,
		});
		expect(openRouter.create(request)).toEqual({
			to: 'provider',
			method: 'POST',
			path: '/videos',
			body: {
				kind: 'json',
				value: {
					model: 'google/veo-3.1-lite',
					prompt: 'A kite over dunes',
					duration: 4,
					aspect_ratio: '9:16',
					resolution: '720p',
					generate_audio: false,
					seed: 7,
				},
			},
		});
	});

	it("spells 4k in OpenRouter's own way", () => {
		expect(sent({ resolution: '4k' }, 'text', 'google/veo-3.1')).toMatchObject({
			resolution: '4K',
		});
	});

	it('begins with the image, from an address or as a data URI', () => {
		expect(sent({ image: IMAGE }, 'image')).toEqual({
			model: 'google/veo-3.1-lite',
			prompt: 'A kite over dunes',
			frame_images: [FRAME],
		});
		expect(openRouter.imageBy(requestTo('openRouter', 'image').model)).toBe('urlOrData');
	});

	it('puts the image where the user says', () => {
		const reference = { type: 'image_url', image_url: { url: '@image' } };
		const additionalInputs = { input_references: [reference] };
		expect(sent({ image: IMAGE, additionalInputs }, 'image')).toEqual({
			model: 'google/veo-3.1-lite',
			prompt: 'A kite over dunes',
			input_references: [{ type: 'image_url', image_url: { url: IMAGE.url } }],
		});
	});

	it('lets additional inputs win over everything else', () => {
		const provider = { options: { 'google-vertex': { parameters: { negativePrompt: 'rain' } } } };
		expect(sent({ durationSeconds: 4, additionalInputs: { duration: 6, provider } })).toEqual({
			model: 'google/veo-3.1-lite',
			prompt: 'A kite over dunes',
			duration: 6,
			provider,
		});
	});

	it('names the callback, and no secret', () => {
		const callbackUrl = 'https://n8n.example.com/webhook-waiting/7?signature=a';
		expect(sent({ callbackUrl, callbackSecret: 's3cret' })).toEqual({
			model: 'google/veo-3.1-lite',
			prompt: 'A kite over dunes',
			callback_url: callbackUrl,
		});
	});

	it('passes a model on that nobody knows, with the usual names', () => {
		const model = openRouter.passThrough('acme/clip-9', 'image');
		expect(model).toMatchObject({
			knowledge: 'passThrough',
			inputs: { duration: { name: 'duration', as: 'integer' }, image: { name: 'frame_images' } },
		});
		expect(model.inputs.negativePrompt).toBeUndefined();
		expect(openRouter.takesCallback(model)).toBe(true);
	});
});

describe('the other calls to OpenRouter', () => {
	it.each([
		['gen-vid-1788400867-abc', '/videos/gen-vid-1788400867-abc'],
		['a/b?c', '/videos/a%2Fb%3Fc'],
		['..', '/videos/%252E%252E'],
	])('ask for the task %j', (id, path) => {
		const readPath = '/credits';
		expect(openRouter.retrieve({ id, readPath })).toEqual({ to: 'provider', method: 'GET', path });
		expect(new URL(path, 'https://openrouter.ai').pathname).toBe(path);
	});

	it('ask for the models', () => {
		expect(openRouter.models?.call()).toMatchObject({ method: 'GET', path: '/videos/models' });
	});

	it.each(['models', '../models', 'a/b', 'a%2Fb', 'https://openrouter.ai/api/v1/videos/models'])(
		'take %j for no task ID',
		(text) => {
			expect(openRouter.parseTaskRef(text)).toHaveProperty('problem');
		},
	);

	it.each([
		' job-abc123\n',
		'https://openrouter.ai/api/v1/videos/job-abc123',
		'https://openrouter.ai/api/v1/videos/job-abc123/content?index=0',
		'{"id":"job-abc123","polling_url":"https://elsewhere.example.com/api/v1/videos/other"}',
	])('find the task in %j', (text) => {
		expect(openRouter.parseTaskRef(text)).toEqual({ ref: { id: 'job-abc123', readPath: null } });
	});
});

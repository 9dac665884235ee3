import { fal } from '../../../nodes/Sora/providers/fal';
import { fixture } from '../fixtures';
import { requestTo } from '../requests';

const REQUEST = '764cabcf-b745-4b3e-ae38-1200304cf45b';
const FAST = 'fal-ai/veo3.1/fast';

describe('a submit to fal', () => {
	it('posts the inputs to the path of the model', () => {
		const request = requestTo('fal', 'text', {
			durationSeconds: 4,
			aspectRatio: '9:16',
			resolution: '720p',
			seed: 7,
		});
		expect(fal.create(request)).toEqual({
			to: 'provider',
			method: 'POST',
			path: '/bytedance/seedance-2.0/fast/text-to-video',
			body: {
				kind: 'json',
				value: {
					prompt: 'A kite over dunes',
					duration: '4',
					aspect_ratio: '9:16',
					resolution: '720p',
					seed: 7,
				},
			},
		});
	});

	it('writes the length with its unit where the model has it so', () => {
		const call = fal.create(requestTo('fal', 'text', { durationSeconds: 8 }, FAST));
		expect(call.body).toMatchObject({ value: { duration: '8s' } });
	});

	it('names the image, and puts the additional inputs last', () => {
		const image = { kind: 'url', url: 'https://example.com/a.png' } as const;
		const additionalInputs = { end_image_url: 'https://example.com/b.png', prompt: 'Another' };
		const call = fal.create(requestTo('fal', 'image', { image, additionalInputs }));
		expect(call.body).toEqual({
			kind: 'json',
			value: { image_url: image.url, ...additionalInputs },
		});
	});

	it('says where to call back in the query, encoded', () => {
		const callbackUrl = 'https://n8n.example.com/webhook-waiting/12?signature=a&b=c';
		const { path } = fal.create(requestTo('fal', 'text', { callbackUrl }));
		expect(path).toBe(
			'/bytedance/seedance-2.0/fast/text-to-video?fal_webhook=https%3A%2F%2Fn8n.example.com%2Fwebhook-waiting%2F12%3Fsignature%3Da%26b%3Dc',
		);
	});
});

describe("fal's answer to a submit", () => {
	const submitted = (name: string) =>
		fal.parseCreate(fixture('fal', name), requestTo('fal', 'text', { durationSeconds: 4 }, FAST));

	it('is a task whose ID names model and request', () => {
		expect(submitted('submit')).toMatchObject({
			kind: 'accepted',
			task: {
				id: `${FAST}/requests/${REQUEST}`,
				status: 'queued',
				requestedModel: FAST,
				durationSeconds: 4,
				readPath: null,
			},
		});
	});

	it('leads to where the returned addresses lead, if that is somewhere else', () => {
		const id = `fal-ai/veo-gateway/requests/${REQUEST}`;
		expect(submitted('submit-elsewhere')).toMatchObject({ kind: 'accepted', task: { id } });
		expect(fal.retrieve({ id }).path).toBe(`/fal-ai/veo-gateway/requests/${REQUEST}/status`);
	});

	it('is a task where a server error names one', () => {
		expect(submitted('submit-500-with-id')).toMatchObject({ kind: 'accepted' });
	});

	it.each([
		['error-401', 'auth', 'never'],
		['error-402', 'quota', 'never'],
		['error-403-balance', 'quota', 'never'],
		['error-403', 'auth', 'never'],
		['error-404-model', 'model_retired', 'never'],
		['error-422', 'invalid_input', 'never'],
		['result-422-moderation', 'moderation', 'never'],
		['error-429', 'rate_limit', 'later'],
	])('%s is refused: %s, again %s', (name, category, again) => {
		expect(submitted(name)).toMatchObject({ kind: 'refused', failure: { category }, again });
	});

	it.each(['submit-without-id', 'error-500', 'error-503-runner', 'page-502'])(
		'%s may have been accepted',
		(name) => {
			expect(submitted(name).kind).toBe('unknown');
		},
	);
});

describe('an image for fal', () => {
	const image = { bytes: new Uint8Array([1, 2]), mimeType: 'image/png', fileName: 'photo.png' };
	const { upload } = fal;

	it('is announced to the storage and put where that says', () => {
		expect(upload?.call(image)).toEqual({
			to: 'provider',
			host: 'storage',
			method: 'POST',
			path: '/storage/upload/initiate?storage_type=fal-cdn-v3',
			body: { kind: 'json', value: { content_type: 'image/png', file_name: 'photo.png' } },
		});
		expect(upload?.parse(fixture('fal', 'upload'), image)).toEqual({
			ok: true,
			value: {
				url: 'https://v3b.fal.media/files/b/koala/photo.png',
				put: {
					to: 'anywhere',
					method: 'PUT',
					url: 'https://v3b.fal.media/upload/signed?token=abc',
					headers: { 'Content-Type': 'image/png' },
					body: { kind: 'bytes', bytes: image.bytes, mimeType: 'image/png' },
				},
			},
		});
	});

	it.each(['error-401', 'error-500', 'status-completed'])('has no place after %s', (name) => {
		expect(upload?.parse(fixture('fal', name), image)).toMatchObject({ ok: false });
	});
});

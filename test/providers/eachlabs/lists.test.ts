import { eachlabs } from '../../../nodes/Sora/providers/eachlabs';
import { fixture } from '../fixtures';

const IMAGE = { bytes: new Uint8Array([1, 2]), mimeType: 'image/png', fileName: 'kite.png' };

describe("Eachlabs' executions", () => {
	it('are read as tasks, without pictures and without prompts', () => {
		const page = eachlabs.list?.parse(fixture('eachlabs', 'executions'), null);
		expect(page).toMatchObject({
			ok: true,
			value: {
				tasks: [
					{ id: 'run-1', status: 'running', prompt: null },
					{
						id: 'abc123-def456-ghi789',
						status: 'completed',
						deliveredModel: 'bytedance-seedance-2-0-text-to-video-fast',
						createdAt: '2026-11-20T12:00:00.000Z',
						completedAt: '2026-11-20T12:02:00.000Z',
						prompt: null,
					},
					{ id: 'bad-1', status: 'failed', failure: { category: 'timeout' } },
				],
				others: [{ id: 'pic-1', failure: { code: 'other_outputs' } }],
				createdAt: Array.from({ length: 4 }, () => '2026-11-20T12:00:00.000Z'),
				nextCursor: null,
			},
		});
	});

	it('go on while a page is full, whatever is on it', () => {
		const executions = Array.from({ length: 100 }, (_, index) => ({ id: `t${index}` }));
		const response = { status: 200, headers: {}, body: { executions, total_count: 100 } };
		expect(eachlabs.list?.parse(response, '100')).toEqual({
			ok: true,
			value: { tasks: [], others: [], createdAt: [], nextCursor: '200' },
		});
	});

	it.each(['error-401', 'page-502', 'submit', 'broken-json'])('are not there in %s', (name) => {
		expect(eachlabs.list?.parse(fixture('eachlabs', name), null)).toMatchObject({ ok: false });
	});
});

describe("Eachlabs' upload", () => {
	it('is a second call, without the key, with the headers that were signed', () => {
		expect(eachlabs.upload?.parse(fixture('eachlabs', 'presign'), IMAGE)).toEqual({
			ok: true,
			value: {
				url: 'https://cdn-us.eachlabs.ai/uploads/0dce0f44.png',
				put: {
					to: 'anywhere',
					method: 'PUT',
					url: 'https://eachlabs-storage.s3.amazonaws.com/uploads/0dce0f44.png?X-Amz-Signature=1',
					headers: {
						'Content-Type': 'image/png',
						'x-amz-meta-file-id': '0dce0f44-b8a5-4f30-91d4-5f6b0c221bf0',
					},
					body: { kind: 'bytes', bytes: IMAGE.bytes, mimeType: 'image/png' },
				},
			},
		});
	});

	it.each([
		['presign-400', 'content_type is required'],
		['submit', 'The response to the upload contains no URL'],
	])('fails in %s', (name, message) => {
		expect(eachlabs.upload?.parse(fixture('eachlabs', name), IMAGE)).toMatchObject({
			ok: false,
			failure: { message },
		});
	});
});

describe("Eachlabs' cancel", () => {
	it('is done once Eachlabs says so', () => {
		expect(eachlabs.cancel?.parse(fixture('eachlabs', 'cancel'))).toEqual({
			ok: true,
			value: true,
		});
	});

	it.each(['error-404', 'error-401', 'error-500', 'submit', 'page-200'])('is not in %s', (name) => {
		expect(eachlabs.cancel?.parse(fixture('eachlabs', name))).toMatchObject({ ok: false });
	});
});

describe("Eachlabs' models", () => {
	it('are those that make videos, of the kind that the slug or the inputs say', () => {
		expect(eachlabs.models?.parse(fixture('eachlabs', 'models'))).toMatchObject({
			ok: true,
			value: [
				{
					id: 'wan-v2-6-text-to-video',
					name: 'Wan | v2.6 | Text to Video',
					kind: 'text',
					model: { price: { about: [{ amount: 0.1, per: 'second' }] } },
				},
				{ id: 'kling-3-0', kind: 'image', model: { durations: null, kind: 'image' } },
			],
		});
	});

	it.each([
		['an edit of images', 'some-image-edit', ['image_urls'], []],
		['references, whatever the slug', 'some-reference-image-to-video', ['image_urls'], ['text']],
		['a first frame and references', 'some-image-to-video', ['image_url', 'image_urls'], ['image']],
	])('are told by their images: %s', (_, slug, images, kinds) => {
		const url = (name: string) => [
			name,
			name.endsWith('s') ? { type: 'array', items: { type: 'string' } } : { type: 'string' },
		];
		const properties = Object.fromEntries([['prompt', { type: 'string' }], ...images.map(url)]);
		const body = [{ slug, title: 'Some', request_schema: { type: 'object', properties } }];
		const parsed = eachlabs.models?.parse({ status: 200, headers: {}, body });
		const listings = parsed?.ok ? parsed.value : [];
		expect(listings.map(({ kind }) => kind)).toEqual(kinds);
		expect(listings.map(({ model }) => model?.kind)).toEqual(kinds);
	});

	it('are each described by their schema', () => {
		const response = fixture('eachlabs', 'model');
		expect(eachlabs.modelSchema?.parse(response, 'wan-v2-6-text-to-video')).toMatchObject({
			ok: true,
			value: {
				id: 'wan-v2-6-text-to-video',
				provider: 'eachlabs',
				kind: 'text',
				knowledge: 'schema',
				durations: { oneOf: [5, 10, 15] },
				aspectRatios: ['16:9', '9:16', '1:1', '4:3', '3:4'],
				resolutions: ['1080p', '720p'],
				inputs: {
					duration: { name: 'duration', as: 'string' },
					seed: { name: 'seed', as: 'integer' },
					negativePrompt: { name: 'negative_prompt' },
				},
			},
		});
	});

	it.each(['error-404-model', 'page-200', 'submit', 'models'])(
		'are not described in %s',
		(name) => {
			const response = fixture('eachlabs', name);
			expect(eachlabs.modelSchema?.parse(response, 'wan-v2-6-text-to-video')).toMatchObject({
				ok: false,
			});
			expect(eachlabs.modelSchema?.parse(fixture('eachlabs', 'model'), 'another')).toMatchObject({
				ok: false,
			});
		},
	);

	it.each(['error-500', 'submit', 'page-200'])('are not listed in %s', (name) => {
		expect(eachlabs.models?.parse(fixture('eachlabs', name))).toMatchObject({ ok: false });
	});
});

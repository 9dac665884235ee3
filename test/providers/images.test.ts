/** First and last frame, and references, as each provider gets them: byte for byte. */

import { PROVIDERS } from '../../nodes/Sora/providers';
import type { HttpBody } from '../../nodes/Sora/providers/http';
import type { ModelKind, ProviderName } from '../../nodes/Sora/models/model';
import { modelFromSchema } from '../../nodes/Sora/models/schema/schema';
import type { RequestImage, VideoRequest } from '../../nodes/Sora/providers/video';
import { requestOf, requestTo } from './requests';

const at = (name: string): RequestImage => ({ kind: 'url', url: `https://f.example/${name}.png` });
const file = (name: string): RequestImage => ({
	kind: 'file',
	bytes: new Uint8Array([0x89, 0x50]),
	mimeType: 'image/png',
	fileName: `${name}.png`,
});

const FRAMES = { image: at('first'), lastImage: at('last') };
const REFERENCES = { referenceImages: [at('cup'), at('logo')] };

function written(body: HttpBody | undefined): string {
	if (body?.kind === 'json') return JSON.stringify(body.value);
	if (body?.kind !== 'multipart') throw new Error('no body');
	return body.parts
		.map((part) => `${part.name}=${'value' in part ? part.value : part.fileName}`)
		.join('&');
}

function sent(provider: ProviderName, request: VideoRequest): string {
	return written(PROVIDERS[provider].create(request).body);
}

type Case = readonly [ProviderName, ModelKind, string, string];

const WITH_FRAMES: readonly Case[] = [
	[
		'waveSpeed',
		'image',
		'bytedance/seedance-2.5/image-to-video',
		'{"prompt":"A kite over dunes","image":"https://f.example/first.png","last_image":"https://f.example/last.png"}',
	],
	[
		'waveSpeed',
		'image',
		'kwaivgi/kling-v3.0-std/image-to-video',
		'{"prompt":"A kite over dunes","image":"https://f.example/first.png","end_image":"https://f.example/last.png"}',
	],
	[
		'apiyi',
		'image',
		'doubao-seedance-2-0-fast-260128',
		'{"model":"doubao-seedance-2-0-fast-260128","content":[{"type":"text","text":"A kite over dunes"},{"type":"image_url","image_url":{"url":"https://f.example/first.png"},"role":"first_frame"},{"type":"image_url","image_url":{"url":"https://f.example/last.png"},"role":"last_frame"}],"ratio":"adaptive","watermark":false}',
	],
	[
		'eachlabs',
		'image',
		'bytedance-seedance-2-0-image-to-video-fast',
		'{"model":"bytedance-seedance-2-0-image-to-video-fast","version":"0.0.1","input":{"prompt":"A kite over dunes","image_url":"https://f.example/first.png","end_image_url":"https://f.example/last.png"}}',
	],
	[
		'eachlabs',
		'image',
		'veo3-1-first-last-frame-to-video',
		'{"model":"veo3-1-first-last-frame-to-video","version":"0.0.1","input":{"prompt":"A kite over dunes","first_frame_url":"https://f.example/first.png","last_frame_url":"https://f.example/last.png"}}',
	],
	[
		'fal',
		'image',
		'bytedance/seedance-2.0/fast/image-to-video',
		'{"prompt":"A kite over dunes","image_url":"https://f.example/first.png","end_image_url":"https://f.example/last.png"}',
	],
	[
		'fal',
		'image',
		'fal-ai/veo3.1/first-last-frame-to-video',
		'{"prompt":"A kite over dunes","first_frame_url":"https://f.example/first.png","last_frame_url":"https://f.example/last.png"}',
	],
	[
		'openRouter',
		'image',
		'google/veo-3.1-lite',
		'{"model":"google/veo-3.1-lite","prompt":"A kite over dunes","frame_images":[{"type":"image_url","image_url":{"url":"https://f.example/first.png"},"frame_type":"first_frame"},{"type":"image_url","image_url":{"url":"https://f.example/last.png"},"frame_type":"last_frame"}]}',
	],
];

const WITH_REFERENCES: readonly Case[] = [
	[
		'waveSpeed',
		'text',
		'bytedance/seedance-2.0/text-to-video',
		'{"prompt":"A kite over dunes","reference_images":["https://f.example/cup.png","https://f.example/logo.png"]}',
	],
	[
		'waveSpeed',
		'text',
		'google/veo3.1/reference-to-video',
		'{"prompt":"A kite over dunes","images":["https://f.example/cup.png","https://f.example/logo.png"]}',
	],
	[
		'apiyi',
		'text',
		'doubao-seedance-2-0-fast-260128',
		'{"model":"doubao-seedance-2-0-fast-260128","content":[{"type":"text","text":"A kite over dunes"},{"type":"image_url","image_url":{"url":"https://f.example/cup.png"},"role":"reference_image"},{"type":"image_url","image_url":{"url":"https://f.example/logo.png"},"role":"reference_image"}],"watermark":false}',
	],
	[
		'eachlabs',
		'text',
		'veo3-1-reference-to-video',
		'{"model":"veo3-1-reference-to-video","version":"0.0.1","input":{"prompt":"A kite over dunes","image_urls":["https://f.example/cup.png","https://f.example/logo.png"]}}',
	],
	[
		'fal',
		'text',
		'bytedance/seedance-2.0/reference-to-video',
		'{"prompt":"A kite over dunes","image_urls":["https://f.example/cup.png","https://f.example/logo.png"]}',
	],
	[
		'openRouter',
		'text',
		'bytedance/seedance-2.0-fast',
		'{"model":"bytedance/seedance-2.0-fast","prompt":"A kite over dunes","input_references":[{"type":"image_url","image_url":{"url":"https://f.example/cup.png"}},{"type":"image_url","image_url":{"url":"https://f.example/logo.png"}}]}',
	],
];

it.each(WITH_FRAMES)('%s gets both frames (%s): %s', (provider, kind, id, body) => {
	expect(sent(provider, requestTo(provider, kind, FRAMES, id))).toBe(body);
});

it.each(WITH_REFERENCES)('%s gets references (%s): %s', (provider, kind, id, body) => {
	expect(sent(provider, requestTo(provider, kind, REFERENCES, id))).toBe(body);
});

describe('a host of MiniMax H3', () => {
	const h3 = (kind: ModelKind, images: Partial<VideoRequest>) =>
		requestTo('openAiCompatible', kind, images, 'MiniMaxAI/MiniMax-H3');

	it('gets both frames as files of a form, and what they are for', () => {
		const request = h3('image', { image: file('first'), lastImage: file('last') });
		expect(sent('openAiCompatible', request)).toBe(
			'model=MiniMaxAI/MiniMax-H3&prompt=A kite over dunes&input_references=first.png&input_references=last.png&extra_params={"task":"fl2va","frame_indices":[0,-1]}',
		);
	});

	it('gets references as files of a form', () => {
		const request = h3('text', { referenceImages: [file('cup'), file('logo')] });
		expect(sent('openAiCompatible', request)).toBe(
			'model=MiniMaxAI/MiniMax-H3&prompt=A kite over dunes&input_references=cup.png&input_references=logo.png&extra_params={"task":"ref2va"}',
		);
	});

	it('gets them in JSON where it reads nothing else', () => {
		const request = h3('image', { image: file('first'), lastImage: file('last'), format: 'json' });
		const source = 'data:image/png;base64,iVA=';
		expect(JSON.parse(sent('openAiCompatible', request))).toEqual({
			model: 'MiniMaxAI/MiniMax-H3',
			prompt: 'A kite over dunes',
			input_references: [
				{ type: 'image', source },
				{ type: 'image', source },
			],
			nvext: { task: 'fl2va', frame_indices: [0, -1] },
		});
	});
});

describe('images in places of the user’s choice', () => {
	const places = {
		tail: '@lastImage',
		subjects: ['https://f.example/own.png', '@referenceImages'],
	};

	it.each(['waveSpeed', 'eachlabs', 'fal', 'openRouter', 'apiyi', 'openAiCompatible'] as const)(
		'%s: go there instead of their usual fields',
		(provider) => {
			const model = PROVIDERS[provider].passThrough('some-model', 'image');
			const request = { model, prompt: 'A cup', additionalInputs: places };
			const body = sent(
				provider,
				requestOf({ ...request, lastImage: at('last'), ...REFERENCES, format: 'json' }),
			);
			expect(body).toContain('"tail":"https://f.example/last.png"');
			expect(body).toContain(
				'"subjects":["https://f.example/own.png","https://f.example/cup.png","https://f.example/logo.png"]',
			);
			expect(body.match(/last\.png/g)).toHaveLength(1);
			expect(body.match(/cup\.png/g)).toHaveLength(1);
		},
	);

	it('are files of a form where a field is nothing else', () => {
		const model = PROVIDERS.openAiCompatible.passThrough('some-model', 'image');
		const request = requestOf({
			model,
			prompt: 'A cup',
			lastImage: file('last'),
			referenceImages: [file('cup'), file('logo')],
			additionalInputs: { end: '@lastImage', images: '@referenceImages' },
		});
		expect(sent('openAiCompatible', request)).toBe(
			'model=some-model&prompt=A cup&end=last.png&images=cup.png&images=logo.png',
		);
	});
});

describe('a model that only its live schema describes', () => {
	it.each([
		['last_image', 'reference_images'],
		['tail_image_url', 'ref_image_urls'],
		['end_frame', 'images'],
		['last_frame_url', 'image_urls'],
	])('gets its frames and references as %s and %s', (last, references) => {
		const model = modelFromSchema('waveSpeed', 'acme/new', 'image', {
			properties: {
				prompt: { type: 'string' },
				start_image: { type: 'string' },
				[last]: { type: 'string' },
				[references]: { type: 'array', items: { type: 'string' }, maxItems: 2 },
			},
		});
		const request = requestOf({ model, prompt: 'A cup', ...FRAMES, ...REFERENCES });
		expect(JSON.parse(sent('waveSpeed', request))).toEqual({
			prompt: 'A cup',
			start_image: 'https://f.example/first.png',
			[last]: 'https://f.example/last.png',
			[references]: ['https://f.example/cup.png', 'https://f.example/logo.png'],
		});
	});

	it('that takes a single reference gets it without a list', () => {
		const model = modelFromSchema('fal', 'acme/new', 'text', {
			properties: { prompt: { type: 'string' }, reference_image_url: { type: 'string' } },
		});
		const request = requestOf({ model, prompt: 'A cup', referenceImages: [at('cup')] });
		expect(sent('fal', request)).toBe(
			'{"prompt":"A cup","reference_image_url":"https://f.example/cup.png"}',
		);
	});
});

it('the price call gets exactly the inputs of the submit', () => {
	const request = requestTo('waveSpeed', 'image', FRAMES);
	const { price, create } = PROVIDERS.waveSpeed;
	const call = price?.call(request);
	const body = call?.body?.kind === 'json' ? call.body.value : null;
	expect(JSON.stringify(body)).toContain(`"inputs":${written(create(request).body)}`);
});

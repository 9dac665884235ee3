import { PROVIDERS } from '../../../../nodes/Sora/providers';
import { openAiCompatible } from '../../../../nodes/Sora/providers/openAiCompatible';
import type { RequestImage, VideoRequest } from '../../../../nodes/Sora/providers/video';
import { requestTo } from '../../requests';

const BYTES = new Uint8Array([0x89, 0x50, 0x4e, 0x47]);
const FILE: RequestImage = {
	kind: 'file',
	bytes: BYTES,
	mimeType: 'image/png',
	fileName: 'cat.png',
};
const DATA_URI = 'data:image/png;base64,iVBORw==';

function bodyOf(additionalInputs: Record<string, unknown>, words: Partial<VideoRequest> = {}) {
	return openAiCompatible.create({
		model: openAiCompatible.passThrough('some-model', 'image'),
		prompt: 'A cat',
		image: FILE,
		inputs: {},
		additionalInputs,
		...words,
	}).body;
}

function partsOf(additionalInputs: Record<string, unknown>) {
	const body = bodyOf(additionalInputs);
	if (body?.kind !== 'multipart') throw new Error('no form');
	return body.parts.slice(2);
}

describe('the field that the image goes into', () => {
	const part = { bytes: BYTES, fileName: 'cat.png', mimeType: 'image/png' };

	it.each([
		[{}, [{ name: 'input_reference', ...part }]],
		[{ images: '@image' }, [{ name: 'images', ...part }]],
		[{ images: ['@image'] }, [{ name: 'images', ...part }]],
		[{ 'input_reference[]': '@image' }, [{ name: 'input_reference[]', ...part }]],
		[
			{ first: { image_url: '@image' } },
			[{ name: 'first', value: JSON.stringify({ image_url: DATA_URI }) }],
		],
	])('in a form with %j', (additionalInputs, parts) => {
		expect(partsOf(additionalInputs)).toEqual(parts);
	});

	it.each([
		[{}, { input_reference: DATA_URI }],
		[{ images: ['@image'] }, { images: [DATA_URI] }],
		[{ input_reference: { image_url: '@image' } }, { input_reference: { image_url: DATA_URI } }],
	])('in JSON with %j', (additionalInputs, fields) => {
		expect(bodyOf(additionalInputs, { format: 'json' })).toEqual({
			kind: 'json',
			value: { model: 'some-model', prompt: 'A cat', ...fields },
		});
	});

	it('keeps "@image" for whoever sends no image', () => {
		const body = bodyOf({ mention: '@image' }, { image: undefined, format: 'json' });

		expect(body).toMatchObject({ value: { mention: '@image' } });
	});

	it.each(['waveSpeed', 'eachlabs', 'apiyi'] as const)('can be named at %s too', (name) => {
		const url = 'https://cdn.example.com/cat.png';
		const { body } = PROVIDERS[name].create(
			requestTo(name, 'image', {
				image: { kind: 'url', url },
				additionalInputs: { images: ['@image'] },
			}),
		);
		const text = JSON.stringify(body);

		expect(text).toContain(`"images":["${url}"]`);
		expect(text.split(url).length).toBe(2);
	});
});

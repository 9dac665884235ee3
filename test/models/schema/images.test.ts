import type { ModelKind } from '../../../nodes/Sora/models/model';
import { modelFromSchema } from '../../../nodes/Sora/models/schema/schema';

const TEXT = { type: 'string' };
const URLS = { type: 'array', items: { type: 'string' } };

function inputsOf(properties: object, required: string[] = [], kind: ModelKind = 'image') {
	const schema = { type: 'object', properties: { prompt: TEXT, ...properties }, required };
	return modelFromSchema('fal', 'acme/new', kind, schema);
}

describe('the images of a live schema', () => {
	it.each([
		[{ image: TEXT }, { image: { name: 'image' } }],
		[
			{ image: TEXT, end_image: TEXT },
			{ image: { name: 'image' }, lastImage: { name: 'end_image' } },
		],
		[
			{ first_frame_url: TEXT, last_frame_url: { anyOf: [TEXT, { type: 'null' }] } },
			{ image: { name: 'first_frame_url' }, lastImage: { name: 'last_frame_url' } },
		],
		[
			{ image_urls: { ...URLS, maxItems: 4 } },
			{ referenceImages: { name: 'image_urls', most: 4 } },
		],
		[{ reference_images: URLS }, { referenceImages: { name: 'reference_images', most: null } }],
		[
			{ reference_image: TEXT },
			{ referenceImages: { name: 'reference_image', most: 1, isSingle: true } },
		],
		[{ image_urls: { type: 'array', items: { type: 'object' } } }, {}],
		[{ last_image: { type: 'boolean' }, images: { type: 'integer' } }, {}],
	])('are read from %j', (properties, images) => {
		const { image, lastImage, referenceImages } = inputsOf(properties).inputs;
		const read = { image, lastImage, referenceImages };
		expect(JSON.parse(JSON.stringify(read))).toEqual(images);
	});

	it('are needed where the schema requires them', () => {
		const { inputs } = inputsOf({ first_frame_url: TEXT, last_frame_url: TEXT, images: URLS }, [
			'last_frame_url',
			'images',
		]);
		expect(inputs.lastImage).toEqual({ name: 'last_frame_url', isRequired: true });
		expect(inputs.referenceImages).toEqual({ name: 'images', most: null, isRequired: true });
	});

	it('make a model one for text where it has no first frame', () => {
		expect(inputsOf({ image_urls: URLS }).kind).toBe('text');
		expect(inputsOf({ image_url: TEXT, image_urls: URLS }).kind).toBe('image');
		expect(inputsOf({}).kind).toBe('image');
		expect(inputsOf({ video_url: TEXT, image_urls: URLS }, [], 'video').kind).toBe('video');
	});
});

import { evidenceOf } from '../../../nodes/Sora/engine/submit/evidence';
import type { JobRequest } from '../../../nodes/Sora/engine/job';
import { fakeModel } from '../fakeProvider';

const request = (more: Partial<JobRequest> = {}): JobRequest => ({
	model: fakeModel,
	prompt: 'waves',
	inputs: {},
	additionalInputs: {},
	...more,
});
const withSeed = (seed: number) => request({ inputs: { duration: 5, seed } });
const image = { kind: 'url', url: 'https://files.example/a.png' } as const;
const lastImage = { kind: 'url', url: 'https://files.example/z.png' } as const;

describe('what a list shows of a task', () => {
	it.each([
		['the same seed', withSeed(7), { input: { prompt: 'waves', seed: 7 } }],
		['the same seed as text', withSeed(7), { data: { inputs: { seed: '7' } } }],
		[
			'the callback address',
			request({ callbackUrl: 'https://n8n.example/webhook-waiting/1?signature=a' }),
			{ webhook_url: 'https://n8n.example/webhook-waiting/1?signature=a' },
		],
		['the address of the image', request({ image }), { input: { image_url: image.url } }],
		[
			'the addresses of all images',
			request({ image, lastImage, referenceImages: [lastImage] }),
			{ input: { image_url: image.url, end_image_url: lastImage.url } },
		],
	])('says that it is ours: %s', (_, asked, response) => {
		expect(evidenceOf(asked, response)).toBe('ours');
	});

	it.each([
		['another seed', withSeed(7), { input: { seed: 8 } }],
		['another length', withSeed(-1), { input: { duration: '10s' } }],
		[
			'the callback address of another execution',
			request({ callbackUrl: 'https://n8n.example/webhook-waiting/1?signature=a' }),
			{ webhook_url: 'https://n8n.example/webhook-waiting/2?signature=b' },
		],
		[
			'a callback address, and we gave none',
			request(),
			{ webhook_url: 'https://elsewhere.example' },
		],
	])("says that it is another's: %s", (_, asked, response) => {
		expect(evidenceOf(asked, response)).toBe('anothers');
	});

	it.each([
		['nothing', withSeed(7), { id: 'task-1' }],
		['a seed, and we asked for one by chance', withSeed(-1), { input: { seed: 8 } }],
		['the same length with its unit', withSeed(-1), { input: { duration: '5s' } }],
		['the same seed, and an image that is not shown', { ...withSeed(7), image }, { seed: 7 }],
		[
			'the first frame, and another last frame',
			request({ image, lastImage }),
			{ input: { image_url: image.url, end_image_url: 'https://files.example/y.png' } },
		],
		[
			'a resolution in other words',
			request({ inputs: { size: '720p' } }),
			{ input: { size: '1280x720' } },
		],
		['an empty callback address', request(), { webhook_url: '' }],
	])('says neither: %s', (_, asked, response) => {
		expect(evidenceOf(asked, response)).toBe('none');
	});
});

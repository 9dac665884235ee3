import { imageSize } from '../../../../nodes/Sora/media/image/size';
import { kindOf } from '../../../../nodes/Sora/media/image/kind';
import { modelId } from '../../../harness/providers';
import { useSimulator } from '../../../harness/simulator';
import { retryDataOf } from '../../../harness/harness';
import { imageNodeAt, itemWith } from './imageRuns';

jest.setTimeout(60_000);

const sim = useSimulator({ renderMs: 100 });
const run = imageNodeAt(sim);

/** Takes the shape of its image. */
const seedance = { model: modelId('bytedance/seedance-2.5/image-to-video') };

/** What the model got for an item's prompt. */
async function sentFor(prompt: string): Promise<Uint8Array> {
	const bill = sim.bills.find(({ input }) => input.prompt === prompt);
	const response = await fetch(String(bill?.input.image));
	return new Uint8Array(await response.arrayBuffer());
}

const shaped = { ...seedance, prompt: '={{ $json.file }}', aspectRatio: '9:16' };

describe('a model that follows its image, and an aspect ratio', () => {
	it('gets the image cropped to it, or as it came where it fits', async () => {
		const files = ['photo.jpg', 'photo.png', 'turned.jpg', 'exact-720x1280.jpg'];
		const items = files.map((file) => itemWith(file));
		const result = await run('waveSpeed', items, shaped);
		expect(result.error).toBeUndefined();
		expect(result.items.map(({ json }) => json.warnings)).toEqual([
			['The image (640x360) was cropped around its center (68% of its width cut off).'],
			[],
			[],
			[],
		]);
		const cut = await sentFor('photo.jpg');
		expect([kindOf(cut), imageSize(cut)]).toEqual([
			'jpeg',
			{ width: 202, height: 360, orientation: 1 },
		]);
		for (const file of files.slice(1)) {
			const original = Buffer.from(itemWith(file).binary?.data.data ?? '', 'base64');
			expect(Buffer.from(await sentFor(file)).equals(original)).toBe(true);
		}
		expect(sim.bills.map(({ input }) => input.aspect_ratio)).toEqual(files.map(() => undefined));
	});

	it('gets it padded where that is asked for, also from an address', async () => {
		const result = await run('waveSpeed', [{ json: { file: 'an address' } }], {
			...shaped,
			aspectRatio: '1:1',
			imageSource: 'url',
			imageUrl: sim.imageFileUrl('photo.jpg'),
			options: { imageFit: 'pad' },
		});
		expect(result.items[0].json.warnings).toEqual([
			'The image (640x360) was padded to 640x640 with a blurred copy of itself.',
		]);
		expect(imageSize(await sentFor('an address'))).toMatchObject({ width: 640, height: 640 });
	});

	it('is not paid for an image that cannot be changed, and for none that may not', async () => {
		const webp = await run('waveSpeed', [itemWith('photo.webp')], shaped);
		expect(webp.error?.message).toMatch(/WebP images can't be cropped.*Edit Image node/);
		const fits = { ...shaped, aspectRatio: '1:1' };
		const fitting = await run('waveSpeed', [itemWith('photo.webp')], fits);
		expect(fitting.items[0].json).toMatchObject({ status: 'completed', warnings: [] });
		const strict = { ...shaped, options: { imageFit: 'error' } };
		const refused = await run('waveSpeed', [itemWith('photo.jpg')], strict);
		expect(refused.error?.message).toMatch(/640x360.*Aspect Ratio is 9:16/);
		expect(sim.bills.map(({ input }) => input.prompt)).toEqual(['photo.webp']);
	});

	it('is paid once, though the execution is tried again', async () => {
		const impatient = { ...shaped, options: { waitTimeout: 0.02 } };
		const first = await run('waveSpeed', [itemWith('photo.jpg')], impatient);
		expect(first.error?.message).toMatch(/task/);
		const more = { retryOf: retryDataOf(first.run) };
		const second = await run('waveSpeed', [itemWith('photo.jpg')], shaped, {}, more);
		expect(second.items[0].json.status).toBe('completed');
		expect(sim.bills.length).toBe(1);
	});
});

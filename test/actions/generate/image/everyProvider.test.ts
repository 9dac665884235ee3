import { readFileSync } from 'node:fs';
import { mediaPath } from '../../../../support/simulator';
import { PROVIDER_NAMES } from '../../../harness/providers';
import { videoOf } from '../../../harness/harness';
import { useSimulator } from '../../../harness/simulator';
import { imageNodeAt, itemWith } from './imageRuns';

jest.setTimeout(180_000);

const sim = useSimulator({ renderMs: 100 });
const run = imageNodeAt(sim);

describe.each(PROVIDER_NAMES)('Sora Image to Video with %s', (provider) => {
	it('animates a file of an earlier node', async () => {
		const result = await run(provider, [itemWith('photo.jpg')]);
		expect(result.error).toBeUndefined();
		expect(result.items[0].json).toMatchObject({ provider, status: 'completed' });
		expect((await videoOf(result.items[0])).subarray(4, 8).toString()).toBe('ftyp');
		expect(sim.bills.length).toBe(1);
		expect(sim.violations).toEqual([]);
	});

	it('animates a picture from an address, and from a data URL', async () => {
		const data = `data:image/png;base64,${readFileSync(mediaPath('photo.png')).toString('base64')}`;
		const result = await run(
			provider,
			[{ json: { url: sim.imageFileUrl('photo.jpg') } }, { json: { url: data } }],
			{ imageSource: 'url', imageUrl: '={{ $json.url }}' },
		);
		expect(result.error).toBeUndefined();
		expect(result.items.map(({ json }) => json.status)).toEqual(['completed', 'completed']);
		expect(sim.violations).toEqual([]);
	});
});

describe('where the provider wants an address', () => {
	it.each(['waveSpeed', 'eachlabs'] as const)(
		'%s gets each distinct picture once, however many items use it',
		async (provider) => {
			await run(provider, [itemWith('photo.jpg'), itemWith('photo.jpg'), itemWith('photo.png')]);
			const uploads = sim.requests.filter(
				({ kind, method }) => kind === 'upload' && method === 'POST',
			);
			expect(uploads.length).toBe(2);
			expect(sim.bills.length).toBe(3);
		},
	);

	it('an address is passed on, not uploaded again', async () => {
		const url = sim.imageFileUrl('photo.jpg');
		await run('waveSpeed', [{ json: {} }], { imageSource: 'url', imageUrl: url });
		expect(sim.bills[0].input.image).toBe(url);
		expect(sim.requests.filter(({ kind }) => kind === 'upload')).toEqual([]);
	});
});

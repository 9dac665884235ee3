import { readFileSync } from 'node:fs';
import { imageSize } from '../../../../nodes/Sora/media/image/size';
import { mediaPath } from '../../../../support/simulator';
import { modelId } from '../../../harness/providers';
import { useSimulator } from '../../../harness/simulator';
import { imageNodeAt, itemWith } from './imageRuns';

jest.setTimeout(60_000);

const sim = useSimulator({ renderMs: 100 });
const run = imageNodeAt(sim);

describe('a model with an exact frame', () => {
	const sora = { model: modelId('sora-2'), resolution: '720p' };

	beforeEach(() => (sim.manner.retired = false));

	it.each(['photo.jpg', 'photo.png', 'turned.jpg'])('gets %s cut to its frame', async (file) => {
		const result = await run('apiyi', [itemWith(file)], sora);
		expect(result.error).toBeUndefined();
		const warnings = (result.items[0].json.warnings as string[]).join(' ');
		expect(warnings).toMatch(/1280\s?[x×]\s?720|720\s?[x×]\s?1280/);
		expect(sim.bills.length).toBe(1);
	});

	it('takes the allowed ratio nearest to the picture', async () => {
		await run('apiyi', [itemWith('exact-720x1280.jpg'), itemWith('exact-1280x720.png')], sora);
		expect(sim.bills.map(({ input }) => input.size).sort()).toEqual(['1280x720', '720x1280']);
	});

	it('gets a picture of the right size untouched', async () => {
		const result = await run('apiyi', [itemWith('exact-1280x720.png')], sora);
		const size = imageSize(readFileSync(mediaPath('exact-1280x720.png')));
		expect(size).toMatchObject({ width: 1280, height: 720 });
		const warnings = (result.items[0].json.warnings as string[]).join(' ');
		expect(warnings).not.toMatch(/cut|crop|scaled/i);
	});

	it('refuses a picture of another size where that was asked for, naming both sizes', async () => {
		const result = await run('apiyi', [itemWith('photo.jpg')], {
			...sora,
			options: { imageFit: 'error' },
		});
		expect(result.error?.message).toMatch(/\d+\s?[x×]\s?\d+.*\d+\s?[x×]\s?\d+/);
		expect(sim.bills).toEqual([]);
	});
});

import type { INodeParameters } from 'n8n-workflow';
import { startSimulator } from '../../../../support/simulator';
import { modelId } from '../../../harness/providers';
import { retryDataOf, useFilesystemStore, type RunResult } from '../../../harness/harness';
import { imageNodeAt, itemWith } from './imageRuns';

jest.setTimeout(120_000);

interface Retry {
	first: RunResult;
	second: RunResult;
	bills: number;
}

/** @param fails what the provider does not give any more when the retry begins. */
async function retry(
	parameters: INodeParameters,
	change: INodeParameters,
	fails: 'models' | null = null,
): Promise<Retry> {
	const sim = await startSimulator({ renderMs: 100 });
	try {
		const run = imageNodeAt(sim);
		sim.faults.add({ on: 'status', fault: 'status401', times: Infinity });
		const first = await run('waveSpeed', [itemWith('photo.jpg')], parameters);
		sim.faults.clear();
		if (fails) sim.faults.add({ on: fails, fault: 'status502', times: Infinity });
		const again = { ...parameters, ...change };
		const second = await run(
			'waveSpeed',
			[itemWith('photo.jpg')],
			again,
			{},
			{
				retryOf: retryDataOf(first.run),
			},
		);
		return { first, second, bills: sim.bills.length };
	} finally {
		await sim.close();
	}
}

const clip = { model: modelId('acme/clip-1/image-to-video'), duration: 6, resolution: 'auto' };

/** Half a minute passes until a key is believed to be no good, so that all of them are played side by side. */
const SCENES = {
	noSchema: async () => await retry(clip, {}, 'models'),
	fit: async () => await retry({}, { options: { imageFit: 'pad' } }),
	resolution: async () => await retry({}, { resolution: '480p' }),
};
type SceneName = keyof typeof SCENES;

const played = new Map<SceneName, Retry>();

beforeAll(async () => {
	await useFilesystemStore();
	const names = Object.keys(SCENES) as SceneName[];
	await Promise.all(names.map(async (name) => played.set(name, await SCENES[name]())));
});

function sceneOf(name: SceneName): Retry {
	const scene = played.get(name);
	if (!scene) throw new Error(`${name} was not played`);
	expect(scene.first.error?.context?.data).toMatchObject({ submitted: true });
	return scene;
}

describe('a retry', () => {
	it('picks the task up also where the model’s schema is not to be had any more', () => {
		const { second, bills } = sceneOf('noSchema');
		expect(second.items[0].json).toMatchObject({ status: 'completed' });
		expect(bills).toBe(1);
	});

	it.each([
		['another way to fit the picture', 'fit'],
		['another resolution', 'resolution'],
	] as const)('with %s is another video', (_, name) => {
		const { second, bills } = sceneOf(name);
		expect(second.items[0].json).toMatchObject({ status: 'completed' });
		expect(bills).toBe(2);
	});
});

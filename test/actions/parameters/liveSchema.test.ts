import type { INodeParameters } from 'n8n-workflow';
import { runNode } from '../../harness/harness';
import { credentialsFor, modelId } from '../../harness/providers';
import { useSimulator } from '../../harness/simulator';

jest.setTimeout(30_000);

const sim = useSimulator({ renderMs: 1 });

const MODELS = [
	['waveSpeed', 'acme/clip-2/text-to-video'],
	['eachlabs', 'acme-clip-2-text-to-video'],
] as const;

describe.each(MODELS)('a model of %s with values of its own', (provider, model) => {
	const run = async (parameters: INodeParameters) =>
		await runNode({
			node: 'soraTextToVideo',
			items: [{ json: {} }],
			credentials: credentialsFor(sim, provider),
			parameters: {
				provider,
				model: modelId(model),
				prompt: 'waves',
				waitMode: 'submit',
				...parameters,
			},
		});

	it('gets them in its own spelling', async () => {
		const options = { generateAudio: false, seed: 7 };
		const { error } = await run({ duration: 4, aspectRatio: '9:16', resolution: '1080p', options });

		expect(error).toBeUndefined();
		expect(sim.bills.map(({ input }) => input)).toEqual([
			{
				prompt: 'waves',
				duration: '4s',
				aspect_ratio: 'portrait',
				resolution: '1080P',
				generate_audio: 'false',
				seed: '7',
			},
		]);
	});

	it.each([
		[{ duration: 5 }, '4, 6 or 8 seconds, not 5'],
		[{ aspectRatio: '1:1' }, 'aspect ratio 16:9 or 9:16, not 1:1'],
		[{ resolution: '4k' }, 'resolution 720p or 1080p, not 4k'],
	])('is not paid for %j, and the message lists what it takes', async (parameters, taken) => {
		const { error } = await run(parameters);

		expect(error?.message).toContain(taken);
		expect(sim.bills).toEqual([]);
		expect(sim.requests.filter(({ kind }) => kind === 'submit')).toEqual([]);
	});
});

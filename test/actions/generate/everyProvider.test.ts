import '../../faults/shortTimes';
import type { INodeParameters } from 'n8n-workflow';
import type { ProviderName } from '../../../nodes/Sora/models/model';
import { defaultModelId } from '../../../nodes/Sora/providers/findModel';
import { credentialsFor, modelId, PROVIDER_NAMES } from '../../harness/providers';
import { runNode, videoOf } from '../../harness/harness';
import { useSimulator } from '../../harness/simulator';

jest.setTimeout(60_000);

const sim = useSimulator({ renderMs: 100 });

const text = async (
	provider: ProviderName,
	prompts: string[],
	parameters: INodeParameters = {},
	settings = {},
) =>
	await runNode({
		node: 'soraTextToVideo',
		items: prompts.map((prompt) => ({ json: { prompt } })),
		credentials: credentialsFor(sim, provider),
		parameters: { provider, prompt: '={{ $json.prompt }}', ...parameters },
		settings,
	});

describe.each(PROVIDER_NAMES)('%s', (provider) => {
	it('turns a prompt into a video with its default model', async () => {
		const result = await text(provider, ['waves', 'dunes']);
		expect(result.error).toBeUndefined();
		expect(result.items.map(({ json }) => json.status)).toEqual(['completed', 'completed']);
		expect(result.items[0].json).toMatchObject({ provider, warnings: [], durationSeconds: 4 });
		expect((await videoOf(result.items[1])).subarray(4, 8).toString()).toBe('ftyp');
		expect(sim.bills.length).toBe(2);
		expect(sim.violations).toEqual([]);
	});

	it('takes its default model where none is chosen', async () => {
		const model = { __rl: true, mode: 'list', value: '' };
		const result = await text(provider, ['waves'], { model, waitMode: 'submit' });
		expect(result.items[0].json.model).toBe(defaultModelId(provider, 'text'));
		expect(sim.bills[0].model).toBe(defaultModelId(provider, 'text'));
	});

	it('passes a model on that nobody knows', async () => {
		sim.manner.retired = false;
		const result = await text(provider, ['waves'], {
			model: modelId('acme/clip-9'),
			waitMode: 'submit',
		});
		// Whether the provider has it is for the provider to say.
		const said = result.error?.context?.data ?? result.items[0]?.json;
		expect(said).toMatchObject({ provider, model: 'acme/clip-9' });
		expect(sim.requests.some(({ kind }) => kind === 'submit')).toBe(true);
	});

	it('names the credential where the key is wrong', async () => {
		const result = await runNode({
			node: 'soraTextToVideo',
			items: [{ json: {} }],
			credentials: credentialsFor(sim, provider, 'wrong-key-5678'),
			parameters: { provider, prompt: 'waves' },
		});
		expect(result.error?.context?.data).toMatchObject({ category: 'auth', submitted: false });
		expect(result.error?.message).toMatch(/credential .+ API/);
		expect(JSON.stringify(result.run)).not.toContain('wrong-key-5678');
	});

	it('reports a failed render with the task and the provider’s words', async () => {
		sim.script(() => ({ outcome: 'failed', message: 'The sky is too blue' }));
		const result = await text(provider, ['waves']);
		expect(result.error?.message).toContain(sim.bills[0].taskId);
		expect(result.error?.message).toContain('The sky is too blue');
	});
});

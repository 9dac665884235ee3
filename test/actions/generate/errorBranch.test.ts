import type { INode } from 'n8n-workflow';
import { credentialsFor } from '../../harness/providers';
import { runNode } from '../../harness/harness';
import { useSimulator } from '../../harness/simulator';

jest.setTimeout(60_000);

const sim = useSimulator({ renderMs: 50 });

/** A video, a render that fails, and a prompt that is empty. */
async function run(onError: INode['onError']) {
	sim.script(({ input }) =>
		input.prompt === 'bad' ? { outcome: 'failed', message: 'The sky is too blue' } : undefined,
	);
	return await runNode({
		node: 'soraTextToVideo',
		items: ['good', 'bad', ''].map((prompt, index) => ({ json: { prompt, row: index } })),
		credentials: credentialsFor(sim, 'waveSpeed'),
		parameters: { provider: 'waveSpeed', prompt: '={{ $json.prompt }}' },
		settings: { onError },
	});
}

const taskIdOf = (prompt: string) =>
	sim.bills.find(({ input }) => input.prompt === prompt)?.taskId ?? '';

/** What a workflow needs to go on with a failed item: why, and which task was paid. */
const failedItems = () => [
	{
		error: expect.stringContaining(`task ${taskIdOf('bad')}: The sky is too blue`),
		details: {
			taskId: taskIdOf('bad'),
			provider: 'waveSpeed',
			model: expect.any(String),
			status: 'failed',
			code: expect.any(String),
			category: expect.any(String),
			submitted: true,
			cost: { amount: 0, currency: 'USD' },
		},
	},
	{
		error: expect.stringMatching(/prompt is empty/),
		details: expect.objectContaining({
			taskId: null,
			category: 'invalid_input',
			submitted: false,
		}),
	},
];

/** Versions of n8n add the fields of the input item to those of the error branch. */
const withoutInput = ({ prompt: _prompt, row: _row, ...rest }: Record<string, unknown>) => rest;

describe('failed items beside good ones', () => {
	it('go to the error branch with all their details', async () => {
		const result = await run('continueErrorOutput');
		expect(result.error).toBeUndefined();
		expect(result.items.map(({ json }) => json.status)).toEqual(['completed']);
		expect(result.errorItems.map(({ json }) => withoutInput(json))).toEqual(failedItems());
	});

	it('go out between them with all their details, without an error branch', async () => {
		const result = await run('continueRegularOutput');
		expect(result.error).toBeUndefined();
		expect(result.items[0].json.status).toBe('completed');
		expect(result.items.slice(1).map(({ json }) => json)).toEqual(failedItems());
		expect(result.items.map(({ pairedItem }) => pairedItem)).toEqual([
			{ item: 0 },
			{ item: 1 },
			{ item: 2 },
		]);
	});
});

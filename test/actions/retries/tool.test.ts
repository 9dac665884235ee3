/** As the tool of an AI agent: n8n counts each call of it as a run of its own, and each try of a call. */

import type { INode } from 'n8n-workflow';
import { credentialsFor } from '../../harness/providers';
import { useSimulator } from '../../harness/simulator';
import { toolOf } from '../../harness/toolHarness';

jest.setTimeout(60_000);

const sim = useSimulator({ renderMs: 100 });

const tool = async (settings: Partial<INode> = {}) =>
	await toolOf({
		node: 'soraTextToVideo',
		parameters: {
			provider: 'openAiCompatible',
			prompt: "={{ $fromAI('prompt', '', 'string') }}",
			downloadVideo: false,
			options: { waitTimeout: 1 },
		},
		credentials: credentialsFor(sim, 'openAiCompatible'),
		settings,
	});

const prompts = () => sim.bills.map(({ input }) => input.prompt).sort();
/** Longer than the tool waits. */
const slow = () => sim.script(() => ({ renderMs: 1_500 }));

it('pays for each call of the agent that has been answered', async () => {
	const { call } = await tool();
	const answers = [await call({ prompt: 'waves' }), await call({ prompt: 'waves' })];
	expect(answers).toEqual(Array(2).fill([expect.objectContaining({ status: 'completed' })]));
	expect(prompts()).toEqual(['waves', 'waves']);
});

it('pays for each of two calls side by side', async () => {
	const { call } = await tool();
	await Promise.all([call({ prompt: 'waves' }), call({ prompt: 'waves' })]);
	expect(prompts()).toEqual(['waves', 'waves']);
});

it('goes on with its task when n8n tries the call again', async () => {
	slow();
	const { call } = await tool({ retryOnFail: true, maxTries: 2, waitBetweenTries: 1_000 });
	const answer = await call({ prompt: 'waves' });
	expect(prompts()).toEqual(['waves']);
	const { taskId } = sim.bills[0];
	expect(answer).toEqual([expect.objectContaining({ status: 'completed', taskId })]);
});

it('goes on with its task when the agent calls again after an error, and says so', async () => {
	slow();
	const { call } = await tool();
	const first = await call({ prompt: 'waves' });
	const { taskId } = sim.bills[0];
	expect(first).toContain(taskId);
	await call({ prompt: 'dunes' });
	sim.end(taskId);
	expect(await call({ prompt: 'waves' })).toEqual([
		expect.objectContaining({
			...{ status: 'completed', taskId },
			warnings: [expect.stringContaining('an earlier call of this tool')],
		}),
	]);
	expect(prompts()).toEqual(['dunes', 'waves']);
	// That one has been answered.
	await call({ prompt: 'waves' });
	expect(prompts()).toEqual(['dunes', 'waves', 'waves']);
});

it('goes on with its task where the workflow goes on after an error, too', async () => {
	slow();
	const { call } = await tool({ onError: 'continueRegularOutput' });
	expect(await call({ prompt: 'waves' })).toEqual([
		expect.objectContaining({ error: expect.any(String) as string }),
	]);
	const { taskId } = sim.bills[0];
	sim.end(taskId);
	expect(await call({ prompt: 'waves' })).toEqual([expect.objectContaining({ taskId })]);
	expect(prompts()).toEqual(['waves']);
});

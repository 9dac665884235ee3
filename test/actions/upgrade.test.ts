/**
 * What executions of 0.1.0 have stored, as its code wrote it: `{task 0}` and `{task 1}`
 * stand for the IDs. Whoever updates n8n's nodes meanwhile neither pays again nor loses a video.
 */

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { IDataObject, INode, INodeExecutionData, INodeParameters } from 'n8n-workflow';
import { TOKEN_HEADER } from '../../nodes/Sora/actions/suspend/selfCalls';
import type { ProviderName } from '../../nodes/Sora/models/model';
import { credentialsFor } from '../harness/providers';
import { runNode, videoOf } from '../harness/harness';
import { callResumeUrl, dataAt } from '../harness/resumeHarness';
import { useSimulator } from '../harness/simulator';
import failedExecutions from './fixtures/failedExecutions.json';
import suspendedExecutions from './fixtures/suspendedExecutions.json';

jest.setTimeout(60_000);

const sim = useSimulator();

const PROMPTS = ['waves', 'dunes'];
const PHOTO = readFileSync(join(__dirname, '../../support/simulator/media/photo.png'));
const ITEMS = PROMPTS.map((prompt): INodeExecutionData => ({
	json: { prompt },
	binary: {
		data: { data: PHOTO.toString('base64'), mimeType: 'image/png', fileName: 'photo.png' },
	},
}));

/** The two tasks, which the provider has completed since, in a copy of what was stored. */
function withTasks<T>(stored: T, provider: ProviderName, model: string): T {
	const tasks = PROMPTS.map((prompt) => sim.addTask({ provider, model, input: { prompt } }));
	for (const { id } of tasks) sim.end(id);
	const text = tasks.reduce(
		(stillNamed, { id }, index) => stillNamed.replaceAll(`{task ${index}}`, id),
		JSON.stringify(stored),
	);
	return JSON.parse(text) as T;
}

const submits = () => sim.requests.filter(({ kind }) => kind === 'submit');

/** An execution with such data goes on at the node. */
async function goOn(
	provider: ProviderName,
	nodeName: string,
	parameters: INodeParameters,
	context: IDataObject,
	items: INodeExecutionData[],
) {
	const node = nodeName === 'Sora Text to Video' ? 'soraTextToVideo' : 'soraImageToVideo';
	const retryOf = dataAt({ name: nodeName } as INode, items, context);
	return await runNode({
		node,
		items,
		parameters,
		credentials: credentialsFor(sim, provider),
		retryOf,
	});
}

describe('a failed execution of 0.1.0 that is retried', () => {
	it.each(failedExecutions)('finds its tasks: $provider, $node', async (stored) => {
		const provider = stored.provider as ProviderName;
		const { node, parameters } = stored;
		const { context } = withTasks(stored, provider, parameters.model.value);
		const result = await goOn(provider, node, parameters as INodeParameters, context, ITEMS);
		expect(result.error).toBeUndefined();
		expect(submits()).toEqual([]);
		expect(result.items.map(({ json }) => json.taskId)).toEqual(sim.tasks.map(({ id }) => id));
		expect(result.items.map(({ json }) => json.status)).toEqual(['completed', 'completed']);
	});
});

interface SuspendedExecution {
	token: string;
	context: {
		soraTasks: IDataObject;
		soraSuspension: { parkedAt: number; tasks: Array<{ modelId: string; submittedAt: number }> };
	};
}

/** Moves the times of a suspension, so that it began just now. */
function begunNow(stored: SuspendedExecution): SuspendedExecution {
	const byMs = Date.now() - stored.context.soraSuspension.parkedAt;
	const text = JSON.stringify(stored).replace(
		/"(at|submittedAt|parkedAt|deadline)":(\d+)/g,
		(_, name: string, at: string) => `"${name}":${Number(at) + byMs}`,
	);
	return JSON.parse(text) as SuspendedExecution;
}

describe('an execution that 0.1.0 has suspended', () => {
	it.each(['waveSpeed', 'eachlabs'] as const)('is resumed, with %s', async (provider) => {
		const [{ modelId }] = suspendedExecutions[provider].context.soraSuspension.tasks;
		const { token, context } = begunNow(
			withTasks<SuspendedExecution>(suspendedExecutions[provider], provider, modelId),
		);
		// Older than what may still be called back for.
		for (const task of context.soraSuspension.tasks) task.submittedAt -= 60_000;

		const parameters = { provider, prompt: '={{ $json.prompt }}', waitMode: 'suspend' };
		const answer = await callResumeUrl({
			node: 'soraTextToVideo',
			parameters,
			credentials: credentialsFor(sim, provider),
			stored: context,
			executionId: `suspended at ${provider}`,
			headers: { [TOKEN_HEADER]: token },
		});
		const items = answer.items ?? [];
		expect(items.map(({ json }) => json)).toEqual(PROMPTS.map((prompt) => ({ prompt })));

		const result = await goOn(provider, 'Sora Text to Video', parameters, context, items);
		expect(result.error).toBeUndefined();
		expect(submits()).toEqual([]);
		expect(result.items.map(({ json }) => [json.taskId, json.status])).toEqual(
			sim.tasks.map(({ id }) => [id, 'completed']),
		);
		for (const item of result.items) expect((await videoOf(item)).length).toBeGreaterThan(10_000);
	});
});

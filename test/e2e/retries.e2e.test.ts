import type { INode } from 'n8n-workflow';
import { itemsOf, type ExecutionWithData, type WorkflowFile } from '../../support/n8n/api';
import { until } from '../../support/n8n/until';
import { setStage, type Stage } from './stages/stage';
import {
	NODE,
	RENDER_MS,
	type Wanted,
	type Started,
	statuses,
	workflowOf,
} from './stages/retriesStage';

let stage: Stage;

beforeAll(async () => {
	stage = await setStage({ renderMs: RENDER_MS });
});
afterEach(() => stage.simulator.reset());
afterAll(async () => {
	await stage?.clear();
});

const bills = () => stage.simulator.bills.map(({ input }) => String(input.prompt)).sort();

async function start(prompts: string[], wanted: Wanted = {}): Promise<Started> {
	const { api } = stage.n8n;
	const { path, ...workflow } = workflowOf(wanted);
	const workflowId = await api.createWorkflow(workflow);
	await api.activate(workflowId);
	await api.callWebhook(path, { prompts: prompts.map((prompt) => ({ prompt })) });
	const first = await until(
		'the execution to begin',
		async () => (await api.executions(workflowId))[0],
		20_000,
	);
	return { workflowId, executionId: first.id };
}

async function run(prompts: string[], wanted: Wanted = {}): Promise<ExecutionWithData> {
	const { executionId } = await start(prompts, wanted);
	return await stage.n8n.api.ended(executionId);
}

async function retry(executionId: string, loadWorkflow = false): Promise<ExecutionWithData> {
	const { api } = stage.n8n;
	return await api.ended(await api.retry(executionId, loadWorkflow));
}

/** The first `count` renders of the prompt "bad" fail. */
function failing(count: number): void {
	let failed = 0;
	stage.simulator.script(({ input }) =>
		input.prompt === 'bad' && failed++ < count
			? { outcome: 'failed', message: 'The sky is too blue' }
			: undefined,
	);
}

const RETRY_ON_FAIL: Partial<INode> = { retryOnFail: true, maxTries: 3, waitBetweenTries: 500 };

describe('Retry On Fail in a real n8n', () => {
	it('pays the good items once, and the failing one once for each failure', async () => {
		failing(1);
		const execution = await run(['good', 'bad', 'also good'], { node: RETRY_ON_FAIL });
		expect(execution.status).toBe('success');
		expect(statuses(execution)).toEqual(['completed', 'completed', 'completed']);
		expect(bills()).toEqual(['also good', 'bad', 'bad', 'good']);
	});

	it('with "continue on fail" pays the good items once, whatever the first one says', async () => {
		failing(Infinity);
		const node = { ...RETRY_ON_FAIL, onError: 'continueRegularOutput' } as const;
		const execution = await run(['bad', 'good', 'also good'], { node });
		expect(execution.status).toBe('success');
		expect(statuses(execution)).toEqual(['failed', 'completed', 'completed']);
		expect(bills().filter((prompt) => prompt !== 'bad')).toEqual(['also good', 'good']);
	});
});

describe('Retry in the list of executions', () => {
	const blindFor = () =>
		stage.simulator.faults.add({ on: 'status', fault: 'status401', times: Infinity });

	it('picks up what was paid', async () => {
		const blind = blindFor();
		const failed = await run(['waves', 'dunes']);
		expect(failed.status).toBe('error');
		blind.remove();
		const retried = await retry(failed.id);
		expect(retried.status).toBe('success');
		expect(statuses(retried)).toEqual(['completed', 'completed']);
		expect(bills()).toEqual(['dunes', 'waves']);
	});

	it('picks it up a second time, when the first retry fails as well', async () => {
		const blind = blindFor();
		const failed = await run(['waves']);
		const again = await retry(failed.id);
		expect(again.status).toBe('error');
		blind.remove();
		expect((await retry(again.id)).status).toBe('success');
		expect(bills()).toEqual(['waves']);
	});

	it('with the workflow as it was saved meanwhile pays what was changed, and only that', async () => {
		failing(Infinity);
		const { executionId, workflowId } = await start(['waves', 'bad']);
		const { api } = stage.n8n;
		const failed = await api.ended(executionId);
		expect(failed.status).toBe('error');
		const workflow = await api.call<WorkflowFile & { versionId: string }>(
			'GET',
			`/workflows/${workflowId}`,
		);
		const nodes = workflow.nodes.map((node) =>
			node.name === NODE
				? {
						...node,
						parameters: {
							...node.parameters,
							prompt: '={{ $json.prompt === "bad" ? "a better one" : $json.prompt }}',
						},
					}
				: node,
		);
		const { versionId } = workflow;
		await api.call('PATCH', `/workflows/${workflowId}`, { nodes, versionId });
		const retried = await retry(failed.id, true);
		expect(statuses(retried)).toEqual(['completed', 'completed']);
		expect(bills()).toEqual(['a better one', 'bad', 'waves']);
	});
});

describe('what is another video is paid as one', () => {
	it('two items with the same prompt', async () => {
		const execution = await run(['waves', 'waves']);
		expect(new Set(itemsOf(execution, NODE).map(({ json }) => json.taskId)).size).toBe(2);
		expect(bills()).toEqual(['waves', 'waves']);
	});

	it('a loop that comes back with the same prompt', async () => {
		const execution = await run(['waves', 'waves', 'waves'], { loops: true });
		expect(execution.status).toBe('success');
		const passes = execution.data.resultData.runData[NODE];
		const ids = passes.map(({ data }) => data?.main[0]?.[0]?.json.taskId);
		expect(new Set(ids)).toEqual(new Set(stage.simulator.bills.map(({ taskId }) => taskId)));
		expect(bills()).toEqual(['waves', 'waves', 'waves']);
	});

	it('but not the second pass of a loop, retried', async () => {
		let polls = 0;
		const blind = stage.simulator.faults.add({
			on: 'status',
			fault: 'status401',
			times: Infinity,
			match: () => ++polls > 1,
		});
		const failed = await run(['waves', 'waves', 'waves'], { loops: true });
		expect(failed.status).toBe('error');
		expect(bills().length).toBe(2);
		blind.remove();
		expect((await retry(failed.id)).status).toBe('success');
		expect(bills()).toEqual(['waves', 'waves', 'waves']);
	});
});

/** Sora in a sub-workflow: what is paid when its caller calls again, or is retried. */

import type { IDataObject, INode } from 'n8n-workflow';
import type { ExecutionWithData, WorkflowFile } from '../../support/n8n/api';
import { until } from '../../support/n8n/until';
import { CREDENTIAL, setStage, type Stage } from './stages/stage';
import { statusCalls } from './stages/suspendStage';

const NODE = 'Sora Text to Video';
const CALLER = 'Call';

let stage: Stage;
let workflows = 0;

beforeAll(async () => {
	stage = await setStage({ renderMs: 1_500 });
});
afterEach(() => stage.simulator.reset());
afterAll(async () => {
	await stage?.clear();
});

const bills = () => stage.simulator.bills.map(({ input }) => String(input.prompt)).sort();

function nodeAt(x: number, name: string, type: string, more: Partial<INode>): INode {
	const number = `${++workflows}`.padStart(12, '0');
	return {
		id: `00000000-0000-4000-8000-${number}`,
		webhookId: `00000000-0000-4000-9000-${number}`,
		name,
		type,
		typeVersion: 1,
		position: [x, 0],
		parameters: {},
		...more,
	};
}

function workflowOf(name: string, nodes: INode[]): WorkflowFile {
	const links = nodes
		.slice(0, -1)
		.map((node, index): [string, object] => [
			node.name,
			{ main: [[{ node: nodes[index + 1].name, type: 'main', index: 0 }]] },
		]);
	return {
		name,
		nodes,
		connections: Object.fromEntries(links) as IDataObject,
		settings: { executionOrder: 'v1' },
	};
}

interface Wanted {
	mode?: 'once' | 'each';
	caller?: Partial<INode>;
}

/** @returns how to start the workflow that calls, and its ID */
async function workflowsOf({ mode = 'once', caller }: Wanted) {
	const { api } = stage.n8n;
	const subId = await api.createWorkflow(
		workflowOf('Sub-workflow', [
			nodeAt(0, 'Called', 'n8n-nodes-base.executeWorkflowTrigger', {
				typeVersion: 1.1,
				parameters: { inputSource: 'passthrough' },
			}),
			nodeAt(200, NODE, 'n8n-nodes-sora.soraTextToVideo', {
				credentials: { [CREDENTIAL.type]: { id: '', name: CREDENTIAL.name } },
				parameters: { prompt: '={{ $json.prompt }}', options: {} },
			}),
		]),
	);
	await api.activate(subId);
	const path = `sub-${workflows}`;
	const workflowId = await api.createWorkflow(
		workflowOf('Caller', [
			nodeAt(0, 'Webhook', 'n8n-nodes-base.webhook', {
				typeVersion: 2,
				parameters: { httpMethod: 'POST', path, responseMode: 'onReceived', options: {} },
			}),
			nodeAt(200, 'Prompts', 'n8n-nodes-base.splitOut', {
				parameters: { fieldToSplitOut: 'body.prompts', options: {} },
			}),
			nodeAt(400, CALLER, 'n8n-nodes-base.executeWorkflow', {
				typeVersion: 1.1,
				parameters: {
					workflowId: { __rl: true, mode: 'id', value: subId },
					mode,
					options: {},
				},
				...caller,
			}),
		]),
	);
	await api.activate(workflowId);
	return { path, workflowId };
}

async function start(prompts: string[], wanted: Wanted = {}): Promise<string> {
	const { api } = stage.n8n;
	const { path, workflowId } = await workflowsOf(wanted);
	await api.callWebhook(path, { prompts: prompts.map((prompt) => ({ prompt })) });
	const began = async () => (await api.executions(workflowId))[0];
	return (await until('the execution to begin', began, 20_000)).id;
}

const run = async (prompts: string[], wanted: Wanted = {}): Promise<ExecutionWithData> =>
	await stage.n8n.api.ended(await start(prompts, wanted));

async function retry(executionId: string): Promise<ExecutionWithData> {
	const { api } = stage.n8n;
	return await api.ended(await api.retry(executionId));
}

const bothPolled = async () =>
	await until(
		'both tasks to be polled',
		async () => await Promise.resolve(statusCalls(stage.simulator).size >= 2),
		30_000,
		20,
	);

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

describe('Retry On Fail on the node that calls', () => {
	it.each(['once', 'each'] as const)(
		'pays the good items once, and the failing one once for each failure: run %s',
		async (mode) => {
			failing(1);
			const prompts = ['good', 'also good', 'bad'];
			const execution = await run(prompts, { mode, caller: RETRY_ON_FAIL });
			expect(execution.status).toBe('success');
			expect(bills()).toEqual(['also good', 'bad', 'bad', 'good']);
		},
	);
});

describe('Retry of the execution that calls', () => {
	it.each(['once', 'each'] as const)('picks up what was paid: run %s', async (mode) => {
		failing(1);
		const failed = await run(['good', 'also good', 'bad'], { mode });
		expect(failed.status).toBe('error');
		const retried = await retry(failed.id);
		expect(retried.status).toBe('success');
		expect(bills()).toEqual(['also good', 'bad', 'bad', 'good']);
	});

	it('picks up what was paid before n8n crashed', async () => {
		const { simulator, n8n } = stage;
		simulator.script(() => ({ renderMs: 6_000 }));
		const executionId = await start(['waves', 'dunes']);
		await bothPolled();
		await n8n.kill();
		await n8n.start();
		const retried = await retry(executionId);
		expect(retried.status).toBe('success');
		expect(bills()).toEqual(['dunes', 'waves']);
	});

	it('picks up what was paid before somebody stopped it', async () => {
		const { simulator, n8n } = stage;
		simulator.script(() => ({ renderMs: 6_000 }));
		const executionId = await start(['waves', 'dunes']);
		await bothPolled();
		await n8n.api.stop(executionId);
		await n8n.api.ended(executionId);
		const retried = await retry(executionId);
		const { runData } = retried.data.resultData;
		expect(runData[CALLER].at(-1)?.executionStatus).toBe('success');
		expect(bills()).toEqual(['dunes', 'waves']);
	});

	it('pays for each call of a new execution', async () => {
		await run(['waves', 'waves'], { mode: 'each' });
		expect(bills()).toEqual(['waves', 'waves']);
	});
});

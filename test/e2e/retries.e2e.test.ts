import type { IDataObject, INode } from 'n8n-workflow';
import { itemsOf, type ExecutionWithData, type WorkflowFile } from '../../support/n8n/api';
import { until } from '../../support/n8n/until';
import { CREDENTIAL, setStage, type Stage } from './stage';

const NODE = 'Sora Text to Video';
const RENDER_MS = 1_500;
const SETTLED_WITHIN_MS = 1_000;

let stage: Stage;
let workflows = 0;

beforeAll(async () => {
	stage = await setStage({ renderMs: RENDER_MS });
});
afterEach(() => stage.simulator.reset());
afterAll(async () => {
	await stage?.clear();
});

const sleep = async (ms: number) => await new Promise((resolve) => setTimeout(resolve, ms));

const bills = () => stage.simulator.bills.map(({ input }) => String(input.prompt)).sort();

interface Wanted {
	node?: Partial<INode>;
	parameters?: IDataObject;
	settings?: IDataObject;
	/** The node once per prompt, by a loop. */
	loops?: boolean;
	/** Seconds that a node behind it takes. */
	afterwards?: number;
}

/** A webhook that answers at once, one item per prompt, and the node. */
function workflowOf({
	node,
	parameters,
	settings,
	loops,
	afterwards,
}: Wanted): WorkflowFile & { path: string } {
	const number = String(++workflows).padStart(12, '0');
	const path = `retries-${number}`;
	const at = (name: string, type: string, x: number, more: Partial<INode>): INode => ({
		id: `00000000-0000-4000-8000-${number.slice(3)}${String(x).padStart(3, '0')}`,
		name,
		type,
		typeVersion: 1,
		position: [x, 0],
		parameters: {},
		...more,
	});
	const to = (name: string) => [{ node: name, type: 'main', index: 0 }];
	const nodes = [
		at('Webhook', 'n8n-nodes-base.webhook', 0, {
			typeVersion: 2,
			webhookId: `00000000-0000-4000-9000-${number}`,
			parameters: { httpMethod: 'POST', path, responseMode: 'onReceived', options: {} },
		}),
		at('Prompts', 'n8n-nodes-base.splitOut', 220, {
			parameters: { fieldToSplitOut: 'body.prompts', options: {} },
		}),
		at('Loop', 'n8n-nodes-base.splitInBatches', 440, {
			typeVersion: 3,
			parameters: { batchSize: 1, options: {} },
		}),
		at(NODE, 'n8n-nodes-sora.soraTextToVideo', 660, {
			credentials: { [CREDENTIAL.type]: { id: '', name: CREDENTIAL.name } },
			...node,
			parameters: { prompt: '={{ $json.prompt }}', options: {}, ...parameters },
		}),
		at('Wait', 'n8n-nodes-base.wait', 880, {
			typeVersion: 1.1,
			webhookId: `00000000-0000-4000-a000-${number}`,
			parameters: { resume: 'timeInterval', amount: afterwards ?? 0, unit: 'seconds' },
		}),
	].filter(({ name }) => (loops || name !== 'Loop') && (afterwards || name !== 'Wait'));
	return {
		path,
		name: `Retries ${number}`,
		nodes,
		connections: {
			Webhook: { main: [to('Prompts')] },
			Prompts: { main: [to(loops ? 'Loop' : NODE)] },
			...(loops ? { Loop: { main: [[], to(NODE)] }, [NODE]: { main: [to('Loop')] } } : {}),
			...(afterwards ? { [NODE]: { main: [to('Wait')] } } : {}),
		},
		settings: { executionOrder: 'v1', ...settings },
	};
}

interface Started {
	workflowId: string;
	executionId: string;
}

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

const statuses = (execution: ExecutionWithData) =>
	itemsOf(execution, NODE).map(({ json }) => json.status ?? 'failed');

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

describe('Stop', () => {
	it.each([
		['submitting', 'submit', 300, { on: 'submit', fault: 'hang' }],
		['waiting', 'status', 300, null],
		['downloading', 'download', 500, { on: 'download', fault: 'slowDrip' }],
	] as const)('while %s ends it within a second, and nothing is sent after', async (...row) => {
		const [what, kind, afterMs, fault] = row;
		const { simulator, n8n } = stage;
		if (fault) simulator.faults.add({ ...fault, times: Infinity });
		if (what !== 'downloading') simulator.script(() => ({ renderMs: 60_000 }));
		const { executionId } = await start(['waves', 'dunes']);
		const isThere = async () =>
			await Promise.resolve(simulator.requests.some((request) => request.kind === kind));
		await until(`the first ${kind}`, isThere, 30_000, 20);
		await sleep(afterMs);
		const stoppedAt = Date.now();
		await n8n.api.stop(executionId);
		const { status } = await n8n.api.ended(executionId);
		expect(status).toBe('canceled');
		const settledMs = Date.now() - stoppedAt;
		await sleep(Math.max(0, SETTLED_WITHIN_MS - settledMs));
		const sent = simulator.requests.length;
		await sleep(3_000);
		expect(simulator.requests.slice(sent).map((request) => request.kind)).toEqual([]);
		expect(settledMs).toBeLessThan(SETTLED_WITHIN_MS);
	});

	it('by the execution’s own time-out sends nothing after it either', async () => {
		const { simulator } = stage;
		simulator.script(() => ({ renderMs: 60_000 }));
		const execution = await run(['waves', 'dunes'], { settings: { executionTimeout: 4 } });
		expect(['canceled', 'error']).toContain(execution.status);
		await sleep(SETTLED_WITHIN_MS);
		const sent = simulator.requests.length;
		await sleep(3_000);
		expect(simulator.requests.length).toBe(sent);
	});
});

describe('an execution that did not come to its end', () => {
	const firstLook = async () =>
		await until(
			'the first look',
			async () =>
				await Promise.resolve(stage.simulator.requests.some(({ kind }) => kind === 'status')),
			30_000,
			20,
		);

	it('because of Stop: its retry picks up what was paid', async () => {
		const { simulator, n8n } = stage;
		simulator.script(() => ({ renderMs: 6_000 }));
		const { executionId } = await start(['waves', 'dunes']);
		await firstLook();
		await n8n.api.stop(executionId);
		await n8n.api.ended(executionId);
		await sleep(SETTLED_WITHIN_MS);
		const retried = await retry(executionId);
		expect(statuses(retried)).toEqual(['completed', 'completed']);
		expect(bills()).toEqual(['dunes', 'waves']);
	});

	it('because n8n crashed: its retry picks up what was paid', async () => {
		const { simulator, n8n } = stage;
		simulator.script(() => ({ renderMs: 6_000 }));
		const { executionId } = await start(['waves', 'dunes']);
		await firstLook();
		await n8n.kill();
		await n8n.start();
		const retried = await retry(executionId);
		expect(retried.status).toBe('success');
		expect(statuses(retried)).toEqual(['completed', 'completed']);
		expect(bills()).toEqual(['dunes', 'waves']);
	});

	it('because n8n crashed while it submitted: its retry pays nothing again', async () => {
		const { simulator, n8n } = stage;
		simulator.faults.add({ on: 'submit', fault: 'hang', times: Infinity });
		const { executionId } = await start(['waves']);
		await until('the submit', async () => await Promise.resolve(simulator.bills[0]), 30_000, 20);
		await n8n.kill();
		simulator.faults.clear();
		await n8n.start();
		const retried = await retry(executionId);
		expect(retried.status).toBe('error');
		expect(retried.data.resultData.error?.message).toContain(simulator.bills[0].taskId);
		expect(bills()).toEqual(['waves']);
	});

	const lastDownload = async () => {
		const { requests } = stage.simulator;
		const isThere = async () =>
			await Promise.resolve(requests.filter(({ kind }) => kind === 'download').length >= 2);
		await until('the last download', isThere, 30_000, 20);
		await sleep(2_000);
	};

	it('because of Stop behind the node: its retry picks up what was paid', async () => {
		const { n8n } = stage;
		const { executionId } = await start(['waves', 'dunes'], { afterwards: 15 });
		await lastDownload();
		await n8n.api.stop(executionId);
		await n8n.api.ended(executionId);
		const retried = await retry(executionId);
		expect(statuses(retried)).toEqual(['completed', 'completed']);
		expect(bills()).toEqual(['dunes', 'waves']);
	});

	it('because n8n crashed behind the node: its retry picks up what was paid', async () => {
		const { n8n } = stage;
		const { executionId } = await start(['waves', 'dunes'], { afterwards: 15 });
		await lastDownload();
		await n8n.kill();
		await n8n.start();
		const retried = await retry(executionId);
		expect(retried.status).toBe('success');
		expect(bills()).toEqual(['dunes', 'waves']);
	});

	it('because n8n crashed between two tries: its retry picks up what was paid', async () => {
		const { n8n, simulator } = stage;
		failing(1);
		const node = { retryOnFail: true, maxTries: 2, waitBetweenTries: 5_000 };
		const { executionId } = await start(['bad', 'waves'], { node });
		await until(
			'the failure',
			async () =>
				await Promise.resolve(
					simulator.requests.filter(({ kind }) => kind === 'status').length >= 2,
				),
			30_000,
			20,
		);
		await sleep(3_500);
		await n8n.kill();
		await n8n.start();
		const retried = await retry(executionId);
		expect(retried.status).toBe('success');
		expect(bills()).toEqual(['bad', 'bad', 'waves']);
	});

	it('does not give its videos to a new execution, which pays for its own', async () => {
		const { simulator, n8n } = stage;
		simulator.script(() => ({ renderMs: 3_000 }));
		const { executionId } = await start(['waves']);
		await firstLook();
		await n8n.api.stop(executionId);
		await n8n.api.ended(executionId);
		await run(['waves']);
		expect(bills()).toEqual(['waves', 'waves']);
	});
});

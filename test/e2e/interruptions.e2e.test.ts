import { type ExecutionWithData } from '../../support/n8n/api';
import { until } from '../../support/n8n/until';
import { setStage, type Stage } from './stages/stage';
import { RENDER_MS, type Wanted, type Started, statuses, workflowOf } from './stages/retriesStage';
import { statusCalls } from './stages/suspendStage';
const SETTLED_WITHIN_MS = 1_000;

let stage: Stage;

beforeAll(async () => {
	stage = await setStage({ renderMs: RENDER_MS });
});
afterEach(() => stage.simulator.reset());
afterAll(async () => {
	await stage?.clear();
});

const sleep = async (ms: number) => await new Promise((resolve) => setTimeout(resolve, ms));

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
	const allPolled = async (count: number) =>
		await until(
			`${count} tasks to be polled`,
			async () => await Promise.resolve(statusCalls(stage.simulator).size >= count),
			30_000,
			20,
		);

	it('because of Stop: its retry picks up what was paid', async () => {
		const { simulator, n8n } = stage;
		simulator.script(() => ({ renderMs: 6_000 }));
		const { executionId } = await start(['waves', 'dunes']);
		await allPolled(2);
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
		await allPolled(2);
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
			async () => await Promise.resolve(statusCalls(simulator).size >= 2),
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
		await allPolled(1);
		await n8n.api.stop(executionId);
		await n8n.api.ended(executionId);
		await run(['waves']);
		expect(bills()).toEqual(['waves', 'waves']);
	});
});

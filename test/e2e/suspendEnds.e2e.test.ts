import { itemsOf } from '../../support/n8n/api';
import { setStage, type Stage } from './stages/stage';
import {
	addCredentials,
	AFTER,
	begin,
	NODE,
	untilSuspended,
	prompts,
	publish,
	statusCalls,
	type VideoWorkflow,
} from './stages/suspendStage';

jest.setTimeout(180_000);

const RENDER_MS = 4_000;
const EXECUTIONS_AT_THE_CRASH = 20;
const ITEMS_OF_EACH = 5;

let stage: Stage;
let workflows = 0;

beforeAll(async () => {
	stage = await setStage({ renderMs: RENDER_MS });
	await addCredentials(stage.n8n.api, stage.simulator);
});
beforeEach(() => stage.simulator.reset());
afterAll(async () => await stage?.clear());

/** Publishes a workflow and starts it once. */
async function start(
	wanted: Omit<VideoWorkflow, 'name'>,
	items: ReadonlyArray<Record<string, unknown>> = prompts(2),
): Promise<string> {
	const { api } = stage.n8n;
	const name = `suspended-${++workflows}`;
	return await begin(api, await publish(api, { name, ...wanted }), name, items);
}

const never = () => ({ outcome: 'never' as const });
const taskIds = () => stage.simulator.bills.map(({ taskId }) => taskId);
/** Submits of one moment arrive in any order: a task is known by its prompt. */
const taskOf = (prompt: string) =>
	stage.simulator.bills.find(({ input }) => input.prompt === prompt)?.taskId ?? 'none';
const highest = (calls: Map<string, number>) => Math.max(...calls.values());

describe('a task that fails', () => {
	const oneFails = () =>
		stage.simulator.script(({ input }) =>
			input.prompt === 'prompt 1'
				? { outcome: 'failed', message: 'too foggy', renderMs: 2_000 }
				: { renderMs: 12_000 },
		);

	it('ends the execution at once, and a retry pays for that task only', async () => {
		const { n8n, simulator } = stage;
		oneFails();
		const failed = await n8n.api.ended(await start({}, prompts(3)));
		const lastEnd = Math.max(...simulator.tasks.map(({ endsAt }) => endsAt));
		expect(Date.now()).toBeLessThan(lastEnd);
		expect(failed.status).toBe('error');
		const { error } = failed.data.resultData;
		expect(error?.message).toMatch(/too foggy/);
		expect(error?.message).toContain(taskOf('prompt 1'));
		expect(error?.description).toContain(taskOf('prompt 0'));
		expect(itemsOf(failed, AFTER)).toEqual([]);

		simulator.script(() => undefined);
		const retried = await n8n.api.ended(await n8n.api.retry(failed.id));
		expect(itemsOf(retried, NODE).map(({ json }) => json.status)).toEqual(
			Array(3).fill('completed'),
		);
		const billed = simulator.bills.map(({ input }) => input.prompt);
		expect(billed.slice(0, 3).sort()).toEqual(['prompt 0', 'prompt 1', 'prompt 2']);
		expect(billed.slice(3)).toEqual(['prompt 1']);
	});

	it('leaves by the error output, and the others by the first one', async () => {
		oneFails();
		const id = await start({ settings: { onError: 'continueErrorOutput' } }, prompts(3));
		const execution = await stage.n8n.api.ended(id);
		expect(execution.status).toBe('success');
		const [good, bad] = execution.data.resultData.runData[NODE][0].data?.main ?? [];
		expect(good?.map(({ json }) => json.status)).toEqual(['completed', 'completed']);
		expect(bad).toHaveLength(1);
		expect(bad?.[0].json.error).toMatch(/too foggy/);
		expect(bad?.[0].json.error).toContain(taskOf('prompt 1'));
	});
});

describe('the deadline', () => {
	it.each(['error', 'return'] as const)('with On Timeout: %s', async (onTimeout) => {
		const { n8n, simulator } = stage;
		simulator.script(({ input }) => (input.prompt === 'prompt 0' ? never() : undefined));
		const options = { waitTimeout: 8, onTimeout };
		const execution = await n8n.api.ended(await start({ parameters: { options } }));
		const items = itemsOf(execution, NODE);
		const late = taskOf('prompt 0');
		if (onTimeout === 'return') {
			expect(items.map(({ json }) => json.status)).toEqual(['queued', 'completed']);
			expect(items[0].json.warnings).toEqual(['The video was not ready within 8 seconds.']);
			expect(items.map(({ binary }) => binary?.data.mimeType)).toEqual([undefined, 'video/mp4']);
		} else {
			expect(execution.data.resultData.error?.message).toContain(late);
			expect(execution.data.resultData.error?.message).toMatch(/not ready within 8 seconds/);
			expect(itemsOf(execution, AFTER)).toEqual([]);
		}
		expect(highest(statusCalls(simulator))).toBeLessThanOrEqual(2);
	});
});

describe('a crash of n8n', () => {
	it(`${EXECUTIONS_AT_THE_CRASH} suspended executions come back, all videos are there, and each is paid once`, async () => {
		const { n8n, simulator } = stage;
		const videos = EXECUTIONS_AT_THE_CRASH * ITEMS_OF_EACH;
		simulator.script(never);
		const name = 'crash';
		const workflowId = await publish(n8n.api, { name });
		for (let index = 0; index < EXECUTIONS_AT_THE_CRASH; index++) {
			await n8n.api.callWebhook(name, { items: prompts(ITEMS_OF_EACH, `run ${index},`) });
		}
		const ids = (await n8n.api.executions(workflowId)).map(({ id }) => id);
		expect(ids).toHaveLength(EXECUTIONS_AT_THE_CRASH);
		for (const id of ids) await untilSuspended(n8n.api, id);
		await n8n.kill();
		await n8n.start();
		// Not all in one moment: n8n takes a good tenth of a second for each callback.
		for (const taskId of taskIds()) {
			simulator.end(taskId, { outcome: 'completed' });
			await new Promise((done) => setTimeout(done, 150));
		}

		const delivered = [];
		for (const id of ids) {
			const execution = await n8n.api.ended(id);
			expect(execution.status).toBe('success');
			delivered.push(...itemsOf(execution, AFTER));
		}
		const files = delivered.map(({ json, binary }) => [json.taskId, binary?.data.mimeType]);
		expect(files.sort()).toEqual(
			taskIds()
				.map((taskId) => [taskId, 'video/mp4'])
				.sort(),
		);
		expect(simulator.bills).toHaveLength(videos);
		// Nothing is remembered after a crash: what was looked at before is looked at again, and once
		// more where a callback came while n8n was not there.
		expect(highest(statusCalls(simulator))).toBeLessThanOrEqual(4);
	});
});

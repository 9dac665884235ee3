/** The retry of an execution of which n8n has stored nothing but that it was stopped. */

import type { INode } from 'n8n-workflow';
import { databaseFor } from '../../harness/database';
import { retryDataOf, runNode, type RunOptions } from '../../harness/harness';
import { credentialsFor } from '../../harness/providers';
import { useSimulator } from '../../harness/simulator';

const sim = useSimulator({ renderMs: 200 });

const promptsOf = (bills: typeof sim.bills) => bills.map(({ input }) => input.prompt).sort();

/** `error`: in the workflow that n8n starts when another one has failed. */
type Mode = 'trigger' | 'error' | 'retry';

async function run(
	workflowId: string,
	id: string,
	more: Partial<RunOptions> & { mode?: Mode; retriedId?: string; prompts?: string[] } = {},
) {
	const { retriedId, prompts = ['waves', 'dunes'], ...rest } = more;
	const { mode = retriedId === undefined ? 'trigger' : 'retry', ...options } = rest;
	return await runNode({
		node: 'soraTextToVideo',
		items: prompts.map((prompt) => ({ json: { prompt } })),
		credentials: credentialsFor(sim, 'openAiCompatible'),
		parameters: {
			...{ provider: 'openAiCompatible', prompt: '={{ $json.prompt }}' },
			options: { maxConcurrent: 20 },
		},
		execution: { id, mode, workflowId, retriedId },
		...options,
	});
}

/** Stopped as soon as all its tasks are there. */
async function stopped(
	workflowId: string,
	id: string,
	prompts: string[],
	mode: Mode = 'trigger',
): Promise<void> {
	let settled: () => void = () => {};
	const isOver = new Promise<void>((resolve) => (settled = resolve));
	sim.script(() => ({ renderMs: 60_000 }));
	await run(workflowId, id, {
		prompts,
		mode,
		onSettled: settled,
		onStart: (stop) => {
			const looking = setInterval(() => {
				if (sim.bills.length < prompts.length) return;
				clearInterval(looking);
				stop();
			}, 10);
		},
	});
	await isOver;
	for (const { taskId } of sim.bills) sim.end(taskId);
	sim.script(() => undefined);
}

/** More than stand in one row of the journal. */
const MANY = Array.from({ length: 20 }, (_, index) => `clip ${index}`);

const REGULAR: Partial<INode> = { onError: 'continueRegularOutput' };

it.each(['trigger', 'error'] as const)('picks up what was paid: begun by %s', async (mode) => {
	await databaseFor(mode);
	await stopped(mode, '1', ['waves', 'dunes'], mode);
	const { items } = await run(mode, '2', { retriedId: '1' });
	expect(items.map(({ json }) => json.status)).toEqual(['completed', 'completed']);
	expect(promptsOf(sim.bills)).toEqual(['dunes', 'waves']);
});

/** Each item is recognised by what it asks for. */
it.each([
	['in another order', ['waves', 'dunes', 'clouds'], ['clouds', 'waves', 'dunes']],
	['without the first one', ['waves', 'dunes', 'clouds'], ['dunes', 'clouds']],
	['with another one in front', ['waves', 'dunes'], ['rain', 'waves', 'dunes']],
	['with equal ones among them', ['waves', 'dunes', 'waves'], ['waves', 'waves', 'dunes']],
	['with one of two equal ones', ['waves', 'waves', 'dunes'], ['dunes', 'waves']],
	['with one more of a kind', ['waves', 'waves'], ['waves', 'waves', 'waves']],
	['far from where they were', MANY, [...MANY].reverse()],
])('pays once for what comes back %s', async (name, before, after) => {
	await databaseFor(name);
	await stopped(name, '1', before);
	const paid = new Map(sim.bills.map(({ taskId, input }) => [taskId, input.prompt]));
	const { items } = await run(name, '2', { retriedId: '1', prompts: after });
	const isNew = after.filter(
		(prompt, index) =>
			after.slice(0, index + 1).filter((one) => one === prompt).length >
			before.filter((one) => one === prompt).length,
	);
	expect(promptsOf(sim.bills)).toEqual([...before, ...isNew].sort());
	const taskIds = items.map(({ json }) => String(json.taskId));
	expect(new Set(taskIds).size).toBe(after.length);
	const old = taskIds.map((id) => paid.get(id));
	expect(old.filter(Boolean)).toEqual(after.filter((_, index) => old[index]));
	expect(old.filter(Boolean).length).toBe(after.length - isNew.length);
});

describe('while the database does not answer', () => {
	it('submits nothing, says so, and picks it up once the database is back', async () => {
		const database = await databaseFor('refused');
		await stopped('refused', '1', ['waves', 'dunes']);
		database.isBroken = true;
		const refused = await run('refused', '2', { retriedId: '1' });
		expect(refused.error?.message).toBe(
			"n8n's database did not say whether the execution that is retried has paid for this item. [item 0]",
		);
		expect(refused.error?.description).toContain(
			'Nothing was submitted. Retry the execution again',
		);
		expect(refused.error?.context?.data).toMatchObject({ submitted: false, category: 'network' });

		database.mend();
		const data = retryDataOf(refused.run);
		const { items } = await run('refused', '3', { retriedId: '2', retryOf: data });
		expect(items.map(({ json }) => json.status)).toEqual(['completed', 'completed']);
		expect(promptsOf(sim.bills)).toEqual(['dunes', 'waves']);
	});

	it('refuses each item where the workflow goes on', async () => {
		const database = await databaseFor('goes on');
		await stopped('goes on', '1', ['waves', 'dunes']);
		database.isBroken = true;
		const { items } = await run('goes on', '2', { retriedId: '1', settings: REGULAR });
		expect(items.map(({ json }) => json.error)).toEqual(
			Array(2).fill(expect.stringMatching(/^n8n's database did not say/)),
		);
		expect(sim.bills.length).toBe(2);
	});

	it('is paid by a new execution, which repeats nothing', async () => {
		const database = await databaseFor('new');
		database.isBroken = true;
		const { items } = await run('new', '1', { prompts: ['waves'] });
		expect(items[0].json.status).toBe('completed');
	});
});

/** Executions in every wait mode, and workers that are killed at random moments. */

import { itemsOf, type ExecutionWithData } from '../../../support/n8n/api';
import type { Bill } from '../../../support/simulator';
import { chanceOf } from '../../../scripts/chaos/random';
import type { Queue } from './queueStage';
import { begin, NODE } from './suspendStage';

const WAIT_MODES = ['wait', 'suspend', 'submit'] as const;
const WORKFLOWS_PER_MODE = 2;
const ITEMS = 2;
const RENDER_MS = { shortest: 1_000, longest: 8_000 };
/** Until a worker is killed, and until it is started again. */
const LONGEST_PAUSE_MS = 4_000;
/** n8n misses a worker after some seconds; a suspended execution comes back by itself after a minute or two. */
const ENDED_WITHIN_MS = 200_000;

/** What the next execution says of a submit whose answer its worker did not live to read. */
const MAY_EXIST = 'That task may exist and may be billed';

const sleep = (ms: number) => new Promise<void>((done) => setTimeout(done, ms));

export interface Struck {
	waitMode: string;
	workflowId: string;
	path: string;
	prompts: readonly string[];
	execution: ExecutionWithData;
}

const promptOf = ({ input }: Bill) => String(input.prompt);

/**
 * Starts executions in every wait mode, and kills a worker, twice; each time it is started again.
 * @param seed draws the pauses, the workers and the render times
 * @returns the executions, all of them ended
 */
export async function strike(queue: Queue, seed: number): Promise<Struck[]> {
	const chance = chanceOf(seed);
	const { shortest, longest } = RENDER_MS;
	queue.simulator.script(() => ({ renderMs: chance.between(shortest, longest) }));
	const begun: Array<Omit<Struck, 'execution'> & { id: string }> = [];
	for (let round = 0; round < WORKFLOWS_PER_MODE; round++) {
		for (const waitMode of WAIT_MODES) {
			const path = `struck-${waitMode}-${round}`;
			const prompts = Array.from({ length: ITEMS }, (_, item) => `${path} item ${item}`);
			const workflowId = await queue.publish(path, { parameters: { waitMode } });
			const items = prompts.map((prompt) => ({ prompt }));
			const id = await begin(queue.api, workflowId, path, items);
			begun.push({ waitMode, workflowId, path, prompts, id });
		}
		const worker = chance.oneOf(queue.n8n.workers);
		await sleep(chance.between(0, LONGEST_PAUSE_MS));
		await worker.kill();
		await sleep(chance.between(0, LONGEST_PAUSE_MS));
		await worker.start();
	}
	const struck: Struck[] = [];
	for (const { id, ...rest } of begun) {
		struck.push({ ...rest, execution: await queue.api.ended(id, ENDED_WITHIN_MS) });
	}
	queue.simulator.script(() => undefined);
	return struck;
}

/** Prompts that were paid for more than once. */
export function paidTwice(queue: Queue, struck: readonly Struck[]): string[] {
	const paid = queue.simulator.bills.map(promptOf);
	return struck
		.flatMap(({ prompts }) => prompts)
		.filter((prompt) => paid.filter((one) => one === prompt).length > 1);
}

/** Tasks that neither an execution nor a worker's log names, nor the next execution of the workflow. */
export async function lost(queue: Queue, struck: readonly Struck[]): Promise<string[]> {
	const logs = queue.n8n.workers.map(({ name }) => queue.logOf(name)).join('\n');
	const named = (execution: ExecutionWithData, { taskId }: Bill) =>
		JSON.stringify(execution.data).includes(taskId);
	const unnamed = struck
		.map((one) => ({
			...one,
			bills: queue.simulator.bills.filter(
				(bill) =>
					one.prompts.includes(promptOf(bill)) &&
					!named(one.execution, bill) &&
					!logs.includes(bill.taskId),
			),
		}))
		.filter(({ bills }) => bills.length > 0);
	const nowhere: string[] = [];
	for (const { workflowId, path, prompts, bills } of unnamed) {
		const items = prompts.map((prompt) => ({ prompt }));
		const next = await queue.api.ended(await begin(queue.api, workflowId, path, items));
		const told = itemsOf(next, NODE);
		for (const bill of bills) {
			const warnings = String(told[prompts.indexOf(promptOf(bill))]?.json.warnings);
			if (!warnings.includes(bill.taskId) && !warnings.includes(MAY_EXIST)) {
				nowhere.push(`${promptOf(bill)}: ${bill.taskId}`);
			}
		}
	}
	return nowhere;
}

/** How the executions of each wait mode ended: `wait: 1 success, 1 error`. */
export function endings(struck: readonly Struck[]): string {
	const perMode = WAIT_MODES.map((mode) => {
		const statuses = struck
			.filter(({ waitMode }) => waitMode === mode)
			.map(({ execution }) => execution.status);
		const counts = [...new Set(statuses)].map(
			(status) => `${statuses.filter((one) => one === status).length} ${status}`,
		);
		return `${mode}: ${counts.join(', ')}`;
	});
	return perMode.join('; ');
}

/** Executions in the wait modes, and processes of n8n that are killed at random moments. */

import type { INodeParameters } from 'n8n-workflow';
import { itemsOf, type ExecutionWithData } from '../../../support/n8n/api';
import type { QueueProcess } from '../../../support/n8n/queue';
import type { Bill } from '../../../support/simulator';
import { chanceOf } from '../../../scripts/chaos/random';
import type { Queue } from './queueStage';
import { begin, NODE } from './suspendStage';

/** Draws the pauses, the processes and the render times. */
const SEED = Number(process.env.QUEUE_SEED ?? Date.now() % 1_000_000);
/** How often one is killed; more than here in a long run. */
export const MORE_ROUNDS = Number(process.env.QUEUE_ROUNDS ?? 0);

const WAIT_MODES = ['wait', 'suspend', 'submit'] as const;
const ITEMS = 2;
const RENDER_MS = { shortest: 1_000, longest: 8_000 };
/** Until a process is killed, and until it is started again. */
const LONGEST_PAUSE_MS = 4_000;
/** n8n misses a worker after some seconds; a suspended execution comes back by itself after a minute or two. */
const ENDED_WITHIN_MS = 200_000;

/** What the next execution says of a submit whose answer its worker did not live to read. */
const MAY_EXIST = 'That task may exist and may be billed';

const sleep = (ms: number) => new Promise<void>((done) => setTimeout(done, ms));

export interface Strike {
	/** Of its workflows. No two strikes on one n8n have the same. */
	name: string;
	/** In each round one execution of each wait mode begins, and one process is killed and started again. */
	rounds: number;
	waitModes?: readonly string[];
	/** One of these is killed. */
	victims: readonly QueueProcess[];
	/** Of the node. */
	options?: INodeParameters;
}

export interface Struck {
	waitMode: string;
	workflowId: string;
	path: string;
	prompts: readonly string[];
	execution: ExecutionWithData;
}

const promptOf = ({ input }: Bill) => String(input.prompt);

/** @returns the executions, all of them ended */
async function strike(queue: Queue, wanted: Strike): Promise<Struck[]> {
	const { name, rounds, victims, waitModes = WAIT_MODES, options = {} } = wanted;
	const chance = chanceOf(SEED);
	const { shortest, longest } = RENDER_MS;
	queue.simulator.script(() => ({ renderMs: chance.between(shortest, longest) }));
	const begun: Array<Omit<Struck, 'execution'> & { id: string }> = [];
	for (let round = 0; round < rounds; round++) {
		for (const [index, waitMode] of waitModes.entries()) {
			const path = `${name}-${round}-${index}-${waitMode}`;
			const prompts = Array.from({ length: ITEMS }, (_, item) => `${path} item ${item}`);
			const workflowId = await queue.publish(path, { parameters: { waitMode, options } });
			const items = prompts.map((prompt) => ({ prompt }));
			const id = await begin(queue.api, workflowId, path, items);
			begun.push({ waitMode, workflowId, path, prompts, id });
		}
		const victim = chance.oneOf(victims);
		await sleep(chance.between(0, LONGEST_PAUSE_MS));
		await victim.kill();
		await sleep(chance.between(0, LONGEST_PAUSE_MS));
		await victim.start();
	}
	const struck: Struck[] = [];
	for (const { id, ...rest } of begun) {
		struck.push({ ...rest, execution: await queue.api.ended(id, ENDED_WITHIN_MS) });
	}
	queue.simulator.script(() => undefined);
	return struck;
}

/** Prompts that were paid for more than once. */
function paidTwice(queue: Queue, struck: readonly Struck[]): string[] {
	const paid = queue.simulator.bills.map(promptOf);
	return struck
		.flatMap(({ prompts }) => prompts)
		.filter((prompt) => paid.filter((one) => one === prompt).length > 1);
}

/** Tasks that neither an execution nor a worker's log names, nor the next execution of the workflow. */
async function lost(queue: Queue, struck: readonly Struck[]): Promise<string[]> {
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
function endings(struck: readonly Struck[]): string {
	const modes = [...new Set(struck.map(({ waitMode }) => waitMode))];
	const perMode = modes.map((mode) => {
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

/**
 * Strikes, and expects that every task was paid for once, and can be found.
 * @returns the executions, all of them ended
 */
export async function survive(queue: Queue, wanted: Strike): Promise<Struck[]> {
	const struck = await strike(queue, wanted);
	const prompts = struck.flatMap((one) => one.prompts);
	const taskIds = queue.simulator.bills
		.filter((bill) => prompts.includes(promptOf(bill)))
		.map(({ taskId }) => taskId);
	const unheard = queue.simulator.deliveries.filter(
		({ taskId, status }) => taskIds.includes(taskId) && status === null,
	);
	process.stdout.write(
		`${wanted.name}, seed ${SEED}: ${endings(struck)}; ${unheard.length} callbacks met nobody\n`,
	);
	expect(paidTwice(queue, struck)).toEqual([]);
	expect(await lost(queue, struck)).toEqual([]);
	return struck;
}

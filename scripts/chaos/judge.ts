/** Gathers what a storm has left behind, and what the next executions say of it. */

import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { itemsOf } from '../../support/n8n/api';
import { CHECKOUT } from '../../support/n8n/install';
import { allExecutions, calm } from './executions';
import type { Begun } from './recipes';
import {
	describePaid,
	isOf,
	isToldByTheNext,
	verdictOf,
	type Evidence,
	type Paid,
	type Verdict,
} from './verdict';
import { TRIGGER } from './workflows';
import { KEYS, type World } from './world';

export interface Judgement extends Omit<Verdict, 'untold'> {
	/** Executions of the makers, retries and sub-workflows included. */
	executions: number;
	bills: number;
	/** Tasks that were paid for, and that not even the next execution of the same prompts tells of. */
	lost: string[];
	/** Requests with a key that should have had none. */
	violations: number;
	/** Writes what the storm has left behind to a file. @returns its path */
	keep(): string;
}

export async function judge(world: World, begun: readonly Begun[]): Promise<Judgement> {
	const { bills, violations, requests } = world.simulator;
	const evidence = await gather(world, begun);
	const counts = { executions: evidence.made.length, bills: bills.length };
	const { untold, ...verdict } = verdictOf(evidence);
	const lost = await untoldByTheNext(world, begun, untold);
	const keep = () => {
		const path = join(CHECKOUT, `.cache/chaos-${Date.now()}.json`);
		writeFileSync(path, JSON.stringify({ ...evidence, requests }));
		return path;
	};
	return { ...verdict, ...counts, lost, violations: violations.length, keep };
}

async function gather(world: World, begun: readonly Begun[]): Promise<Evidence> {
	const { simulator, makers, watchers } = world;
	const executions = await allExecutions(world);
	const isDone = (taskId: string) => simulator.state(taskId).phase === 'completed';
	return {
		begun,
		bills: [...simulator.bills],
		completed: simulator.bills.map(({ taskId }) => taskId).filter(isDone),
		made: executions
			.filter(({ workflowId }) => makers.includes(workflowId))
			.map(({ id, data }) => ({ id, text: JSON.stringify(data) })),
		emitted: executions
			.filter(({ workflowId }) => watchers.includes(workflowId))
			.flatMap((execution) => itemsOf(execution, TRIGGER))
			.map(({ json }) => String(json.taskId)),
		log: world.log(),
		keys: KEYS,
	};
}

/** The next execution of the same prompts tells of them, or they are lost. */
async function untoldByTheNext(
	world: World,
	begun: readonly Begun[],
	untold: readonly Paid[],
): Promise<string[]> {
	if (untold.length === 0) return [];
	// Nothing fails that would end an execution before it comes to them.
	world.simulator.script(() => ({ renderMs: 300 }));
	for (const execution of begun) {
		if (untold.some((bill) => isOf(execution, bill))) await world.begin(execution);
	}
	await calm(world);
	const executions = await allExecutions(world);
	const texts = executions.map(({ data }) => JSON.stringify(data));
	return untold
		.filter((bill) => !texts.some((text) => isToldByTheNext(text, bill)))
		.map((bill) => {
			const by = executions.filter((_, index) => texts[index].includes(bill.mark));
			const ends = by.map(({ id, status }) => `${id} (${status})`).join(', ');
			return `${describePaid(bill)}, its prompt is in ${ends || 'no execution'}`;
		});
}

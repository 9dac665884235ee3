/** What must hold after the storm. */

import { itemsOf, type Execution, type ExecutionWithData } from '../../support/n8n/api';
import type { Bill } from '../../support/simulator';
import { calm, MARK, type Begun } from './storm';
import { KEYS, type World } from './world';

export interface Verdict {
	executions: number;
	bills: number;
	/** Prompts that were paid for twice, though the first task had not failed. */
	paidTwice: string[];
	/** Tasks that were paid for, and are named nowhere, nor told of as a submit without an answer. */
	lost: string[];
	/** Tasks whose IDs nobody could know: an execution says that the item may have been paid for. */
	toldWithoutId: number;
	/** Tasks that Sora Trigger has emitted more than once. */
	emittedTwice: string[];
	/** Where a key was found. */
	leaks: string[];
	violations: number;
}

interface ExecutionPage {
	results: Execution[];
	nextCursor?: string | null;
}

/** All of a workflow, newest first: n8n lists a hundred at a time. */
async function executionsOf({ n8n }: World, workflowId: string): Promise<Execution[]> {
	const filter = encodeURIComponent(JSON.stringify({ workflowId }));
	const all: Execution[] = [];
	let from = '';
	for (;;) {
		const path = `/executions?filter=${filter}&limit=100${from}`;
		const { results, nextCursor } = await n8n.api.call<ExecutionPage>('GET', path);
		all.push(...results);
		if (!nextCursor) return all;
		from = `&cursor=${encodeURIComponent(nextCursor)}`;
	}
}

async function allExecutions(world: World, workflows: readonly string[]) {
	const executions: ExecutionWithData[] = [];
	for (const workflow of workflows) {
		for (const { id } of await executionsOf(world, workflow)) {
			executions.push(await world.n8n.api.execution(id));
		}
	}
	return executions;
}

const markOf = ({ input }: Bill) =>
	MARK.exec(JSON.stringify(input))?.[0] ?? 'a prompt without a mark';

export async function judge(world: World, begun: readonly Begun[]): Promise<Verdict> {
	const { simulator, makers, watchers } = world;
	const made = await allExecutions(world, makers);
	const watched = await allExecutions(world, watchers);
	const log = world.log();
	const texts = made.map((execution) => JSON.stringify(execution.data));

	const paid = simulator.bills.filter(
		({ taskId }) => simulator.state(taskId).phase === 'completed',
	);
	const prompts = new Set(paid.map(markOf));
	const paidTwice = [...prompts].flatMap((prompt) => {
		const bills = paid.filter((bill) => markOf(bill) === prompt);
		return bills.length > 1 ? [`${prompt}: ${bills.map(describeBill).join(', ')}`] : [];
	});

	const isNamed = ({ taskId }: Bill) =>
		log.includes(taskId) || texts.some((text) => text.includes(taskId));
	const billed = simulator.bills.length;
	const unnamed = paid.filter((bill) => !isNamed(bill));
	const untold = unnamed.filter(
		(bill) => !texts.some((text) => text.includes(markOf(bill)) && MAY_BE_PAID.test(text)),
	);
	for (const bill of untold) {
		for (const [index, text] of texts.entries()) {
			if (!text.includes(markOf(bill))) continue;
			const { id, status, data } = made[index];
			console.log(
				`${describeBill(bill)}: execution ${id} (${status}): ${data.resultData.error?.message}`,
			);
		}
	}
	const lost = await unnamedByTheNext(world, begun, untold);

	const emitted = watched.flatMap((execution) =>
		itemsOf(execution, 'Sora Trigger').map(({ json }) => String(json.taskId)),
	);
	const emittedTwice = [...new Set(emitted.filter((id, index) => emitted.indexOf(id) !== index))];

	const everything = [['the log', log], ...texts.map((text, index) => [made[index].id, text])];
	const leaks = everything.flatMap(([where, text]) =>
		KEYS.filter((key) => text.includes(key)).map((key) => `${key} in ${where}`),
	);
	return {
		executions: made.length,
		bills: billed,
		paidTwice,
		lost,
		toldWithoutId: unnamed.length - untold.length,
		emittedTwice,
		leaks,
		violations: simulator.violations.length,
	};
}

/** What is said of an item whose submit had no answer that could be read. */
const MAY_BE_PAID = /"submitted":true,"taskId":null|"taskId":null,[^{}]*"submitted":true/;

/** … and what is said of one in the next execution, where n8n was killed in the middle of it. */
const MAY_EXIST = 'That task may exist and may be billed';

const describeBill = ({ provider, taskId }: Bill) => `${provider} ${taskId}`;

/** The next execution of the same prompts names them in its warnings, or they are lost. */
async function unnamedByTheNext(
	world: World,
	begun: readonly Begun[],
	bills: readonly Bill[],
): Promise<string[]> {
	if (bills.length === 0) return [];
	const isIn = ({ prompts }: Begun, bill: Bill) =>
		prompts.some((prompt) => prompt.endsWith(` ${markOf(bill)}`));
	for (const execution of begun) {
		if (bills.some((bill) => isIn(execution, bill))) await world.begin(execution);
	}
	await calm(world);
	const executions = await allExecutions(world, world.makers);
	const texts = executions.map(({ data }) => JSON.stringify(data));
	return bills
		.filter(
			(bill) =>
				!texts.some(
					(text) =>
						text.includes(bill.taskId) || (text.includes(markOf(bill)) && text.includes(MAY_EXIST)),
				),
		)
		.map((bill) => `${markOf(bill)}: ${describeBill(bill)}`);
}

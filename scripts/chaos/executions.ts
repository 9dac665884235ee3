/** The executions of a world's workflows, and the wait for their end. */

import type { Execution, ExecutionWithData } from '../../support/n8n/api';
import { until } from '../../support/n8n/until';
import type { World } from './world';

interface ExecutionPage {
	results: Execution[];
	nextCursor?: string | null;
}

const OPEN = ['new', 'running', 'waiting'];
/** How an execution has ended that may be retried. */
export const FAILED = ['error', 'crashed', 'canceled'];
/** What n8n lists at a time. */
const PAGE_SIZE = 100;
const READ_AT_ONCE = 4;

async function page({ n8n }: World, filter: object, from = ''): Promise<ExecutionPage> {
	const encoded = encodeURIComponent(JSON.stringify(filter));
	const path = `/executions?filter=${encoded}&limit=${PAGE_SIZE}${from}`;
	return await n8n.api.call<ExecutionPage>('GET', path);
}

/** Those that go on, a hundred at the most. */
export async function openExecutions(world: World): Promise<Execution[]> {
	return (await page(world, { status: OPEN })).results;
}

/**
 * Those of the makers that can be retried; of a sub-workflow's and its caller's the caller's only:
 * where both are retried, each may pay.
 */
export function failedExecutions(
	{ makers, subWorkflows }: World,
	executions: readonly Execution[],
): Execution[] {
	return executions.filter(
		({ status, workflowId }) =>
			FAILED.includes(status) && makers.includes(workflowId) && !subWorkflows.includes(workflowId),
	);
}

/** All, newest first. */
export async function listedExecutions(world: World): Promise<Execution[]> {
	const listed: Execution[] = [];
	for (let from: string | null = ''; from !== null;) {
		const { results, nextCursor }: ExecutionPage = await page(world, {}, from);
		listed.push(...results);
		from = nextCursor ? `&cursor=${encodeURIComponent(nextCursor)}` : null;
	}
	return listed;
}

/** All with what came of them, newest first. */
export async function allExecutions(world: World): Promise<ExecutionWithData[]> {
	const listed = await listedExecutions(world);
	const read: ExecutionWithData[] = [];
	for (let index = 0; index < listed.length; index += READ_AT_ONCE) {
		const some = listed.slice(index, index + READ_AT_ONCE);
		read.push(
			...(await Promise.all(some.map(async ({ id }) => await world.n8n.api.execution(id)))),
		);
	}
	return read;
}

/** Far more than any machine takes: a slow one must not look like executions that hang. */
const CALM_TIMEOUT_MS = 900_000;

/** No more faults: waits until every execution has ended. @throws Error for one that does not */
export async function calm(world: World): Promise<void> {
	world.simulator.faults.clear();
	await until(
		'all executions to end',
		async () => {
			const open = await openExecutions(world);
			const isLeftWaiting = ({ status, workflowId }: Execution) =>
				status === 'waiting' && world.callers.includes(workflowId);
			// n8n lets a caller wait for ever where it was killed while the sub-workflow ran.
			if (open.every(isLeftWaiting)) {
				for (const { id } of open) await world.n8n.api.stop(id);
			}
			return open.length === 0;
		},
		CALM_TIMEOUT_MS,
		500,
	);
}

/** Two polls of Sora Trigger, which show what was emitted twice. */
const WATCHERS_TAKE_MS = 45_000;

/** Waits until every Sora Trigger has polled since the last task ended. */
export async function letWatchersPoll({ simulator }: World): Promise<void> {
	const lastEnd = Math.max(0, ...simulator.tasks.map(({ endsAt }) => endsAt));
	const leftMs = Math.max(0, lastEnd + WATCHERS_TAKE_MS - Date.now());
	await new Promise((done) => setTimeout(done, leftMs));
}

/** What the tasks of a run were charged, where their status does not say it. */

import type { Provider } from '../../providers/provider';
import { hasEnded, type VideoTask } from '../../providers/video';
import type { Money } from '../../shared/money';
import { exchange } from '../exchange';
import type { Ports } from '../ports';

/** For all bills of a run together; then null is an honest answer. */
export const BILL_PATIENCE_MS = 5_000;
/** A charge is settled soon after the end of its task: asked for again after so long. */
const ASK_AGAIN_MS: readonly number[] = [500, 1_000];

export type BillPorts = Pick<Ports, 'http' | 'clock'>;
type Bill = NonNullable<Provider['bill']>;
type Charges = Map<string, Money>;

function chunksOf<T>(list: readonly T[], size: number): T[][] {
	const starts = Array.from({ length: Math.ceil(list.length / size) }, (_, index) => index * size);
	return starts.map((start) => list.slice(start, start + size));
}

/** Whether the provider may have a bill that says what this task was charged. */
export function hasOpenBill({ bill }: Provider, task: VideoTask): boolean {
	if (!bill || task.cost !== null || !hasEnded(task.status)) return false;
	return bill.knows?.(task) ?? true;
}

/** @returns whether asking again may bring more. */
async function ask(
	bill: Bill,
	tasks: readonly VideoTask[],
	charges: Charges,
	{ http, clock }: BillPorts,
	deadline: number,
): Promise<boolean> {
	const timeLimitMs = deadline - clock.now();
	if (timeLimitMs <= 0 || clock.stopped) return false;
	const decoded = await exchange(http, { ...bill.call(tasks), timeLimitMs }, (response) =>
		bill.parse(response, tasks),
	);
	if (!decoded.ok) return false;
	for (const [id, money] of decoded.value) {
		if (tasks.some((task) => task.id === id)) charges.set(id, money);
	}
	return true;
}

async function chargesOf(
	bill: Bill,
	tasks: readonly VideoTask[],
	ports: BillPorts,
): Promise<ReadonlyMap<string, Money>> {
	const deadline = ports.clock.now() + BILL_PATIENCE_MS;
	const charges: Charges = new Map();
	const askFor = async (open: readonly VideoTask[]): Promise<boolean> => {
		const asked = chunksOf(open, bill.maxTasks).map(
			async (chunk) => await ask(bill, chunk, charges, ports, deadline),
		);
		return (await Promise.all(asked)).every(Boolean);
	};
	let mayBringMore = await askFor(tasks);
	for (const waitMs of ASK_AGAIN_MS) {
		const open = tasks.filter(({ id }) => !charges.has(id));
		if (open.length === 0 || !mayBringMore || ports.clock.stopped) break;
		await ports.clock.sleep(waitMs);
		mayBringMore = await askFor(open);
	}
	return charges;
}

/**
 * The tasks with what they were charged, as far as the provider says it now; those that have not ended
 * as they are. Takes five seconds at most, and never rejects.
 */
export async function billTasks(
	provider: Provider,
	tasks: readonly VideoTask[],
	ports: BillPorts,
): Promise<VideoTask[]> {
	const open = new Map(
		tasks.filter((task) => hasOpenBill(provider, task)).map((task) => [task.id, task]),
	);
	if (!provider.bill || open.size === 0) return [...tasks];
	const charges = await chargesOf(provider.bill, [...open.values()], ports);
	return tasks.map((task) => ({ ...task, cost: task.cost ?? charges.get(task.id) ?? null }));
}

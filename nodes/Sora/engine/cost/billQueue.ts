/** Bills of tasks that end one after another: those that end at about the same time are in one call. */

import type { Provider } from '../../providers/provider';
import type { VideoTask } from '../../providers/video';
import type { Money } from '../../shared/money';
import { billTasks, hasOpenBill, type BillPorts } from './billTasks';

/** So long after the first one, others join its call. */
const GATHER_MS = 200;

interface Batch {
	tasks: VideoTask[];
	billed: Promise<ReadonlyMap<string, Money | null>>;
}

export class BillQueue {
	private batch: Batch | null = null;

	constructor(
		private readonly provider: Provider,
		private readonly ports: BillPorts,
	) {}

	/** Whether there is anything to wait for. */
	isOpen(task: VideoTask): boolean {
		return hasOpenBill(this.provider, task);
	}

	/** What the task was charged; null where nobody says so within five seconds. Never rejects. */
	async costOf(task: VideoTask): Promise<Money | null> {
		if (!this.isOpen(task)) return task.cost;
		this.batch ??= this.gather();
		const { tasks, billed } = this.batch;
		tasks.push(task);
		return (await billed).get(task.id) ?? null;
	}

	private gather(): Batch {
		const tasks: VideoTask[] = [];
		return { tasks, billed: this.billGathered(tasks) };
	}

	private async billGathered(
		tasks: readonly VideoTask[],
	): Promise<ReadonlyMap<string, Money | null>> {
		await this.ports.clock.sleep(GATHER_MS);
		this.batch = null;
		const billed = await billTasks(this.provider, tasks, this.ports);
		return new Map(billed.map(({ id, cost }) => [id, cost]));
	}
}

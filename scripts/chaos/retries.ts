/** Retry in the list of executions, as somebody uses it who sees how they stand. */

import type { Execution } from '../../support/n8n/api';
import { FAILED, failedExecutions, listedExecutions } from './executions';
import type { World } from './world';

/**
 * What is being retried, or was retried well, is not retried again: a second retry beside the first
 * is another wish for the same video.
 */
export class Retries {
	/** The first execution of each line of retries that goes on, or has ended well. */
	private readonly notNow = new Set<string>();

	constructor(private readonly world: World) {}

	/** One of those that failed, by chance. @param share 0 ≤ x < 1: which of them */
	async retryOne(share: number): Promise<void> {
		// n8n may be down just now.
		const failed = await this.retriable().catch(() => []);
		const execution = failed[Math.floor(share * failed.length)];
		if (execution) await this.retry(execution);
	}

	/** @param isWanted called for each */
	async retrySome(isWanted: () => boolean): Promise<void> {
		const roots = new Set<string>();
		const some = (await this.retriable()).filter(({ root }) => {
			if (roots.has(root) || !isWanted()) return false;
			return roots.add(root);
		});
		await Promise.all(some.map(async (execution) => await this.retry(execution)));
	}

	private async retriable(): Promise<Array<{ id: string; root: string }>> {
		const all = await listedExecutions(this.world);
		const retried = new Map(all.map(({ id, retryOf }) => [id, retryOf]));
		const rootOf = (id: string): string => {
			const before = retried.get(id);
			return before ? rootOf(before) : id;
		};
		// Also those of which no answer came, because n8n was killed at their end.
		const doneWell = new Set(
			all.filter(({ status }) => !FAILED.includes(status)).map(({ id }) => rootOf(id)),
		);
		return failedExecutions(this.world, all)
			.map(({ id }) => ({ id, root: rootOf(id) }))
			.filter(({ root }) => !this.notNow.has(root) && !doneWell.has(root));
	}

	/** n8n answers once the retry has ended, or is suspended. */
	private async retry({ id, root }: { id: string; root: string }): Promise<void> {
		if (this.notNow.has(root)) return;
		this.notNow.add(root);
		const { api } = this.world.n8n;
		const path = `/executions/${id}/retry`;
		const ended = await api
			.call<Execution>('POST', path, { loadWorkflow: false })
			// n8n was killed, or refuses to retry what has not got as far as a node.
			.catch(() => null);
		if (ended === null || FAILED.includes(ended.status)) {
			this.notNow.delete(root);
		}
	}
}

/** The memory behind n8n's Remove Duplicates node, as n8n 2.41 keeps it, without the database. */

import type { DeduplicationHelperFunctions, ICheckProcessedContextData, INode } from 'n8n-workflow';

const pause = async () => await new Promise<void>((resolve) => setImmediate(resolve));

/** A process dies in the middle: nothing after this call is ever written. */
export class Crash extends Error {}

/** Rows by workflow and node. A row is read, changed and written back, and anything may come in between. */
export class ProcessedData {
	readonly rows = new Map<string, string[]>();
	calls = 0;
	/** How many more calls reach the database. */
	callsLeft = Infinity;

	async checkProcessedAndRecord(
		items: unknown[],
		_scope: string,
		{ workflow, node }: ICheckProcessedContextData,
	): Promise<{ new: string[]; processed: string[] }> {
		const name = `${workflow.id} n:${node?.id}`;
		const data = [...((await this.read(name)) ?? [])];
		const there = new Set(data);
		const words = items.map(String);
		const added = words.filter((word) => !there.has(word));
		await this.write(name, [...data, ...added]);
		return { new: added, processed: words.filter((word) => there.has(word)) };
	}

	async removeProcessed(
		items: unknown[],
		_scope: string,
		{ workflow, node }: ICheckProcessedContextData,
	): Promise<void> {
		const name = `${workflow.id} n:${node?.id}`;
		const data = await this.read(name);
		if (data === undefined) return;
		const left = [...data];
		for (const item of items.map(String)) {
			const index = left.indexOf(item);
			if (index >= 0) left.splice(index, 1);
		}
		await this.write(name, left);
	}

	async clearAllProcessedItems(
		_scope: string,
		{ workflow, node }: ICheckProcessedContextData,
	): Promise<void> {
		const name = `${workflow.id} n:${node?.id}`;
		await this.spend();
		this.rows.delete(name);
	}

	async getProcessedDataCount(
		_scope: string,
		{ workflow, node }: ICheckProcessedContextData,
	): Promise<number> {
		const name = `${workflow.id} n:${node?.id}`;
		return (await this.read(name))?.length ?? 0;
	}

	/** What n8n gives a node: bound to the node's own object. */
	helpersFor(workflow: { id: string }, node: INode): Partial<DeduplicationHelperFunctions> {
		const contextData = { workflow, node } as ICheckProcessedContextData;
		return {
			checkProcessedAndRecord: async (items, scope) =>
				await this.checkProcessedAndRecord(items, scope, contextData),
			removeProcessed: async (items, scope) =>
				await this.removeProcessed(items, scope, contextData),
			clearAllProcessedItems: async (scope) =>
				await this.clearAllProcessedItems(scope, contextData),
			getProcessedDataCount: async (scope) => await this.getProcessedDataCount(scope, contextData),
		};
	}

	get words(): number {
		return [...this.rows.values()].reduce((sum, row) => sum + row.length, 0);
	}

	private async read(name: string): Promise<string[] | undefined> {
		await this.spend();
		return this.rows.get(name);
	}

	private async write(name: string, row: string[]): Promise<void> {
		await this.spend();
		this.rows.set(name, row);
	}

	private async spend(): Promise<void> {
		await pause();
		this.calls++;
		if (this.callsLeft-- <= 0) throw new Crash('The process is gone');
	}
}

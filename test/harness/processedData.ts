/** The memory behind n8n's Remove Duplicates node, as n8n 2.41 keeps it, without the database. */

import type { DeduplicationHelperFunctions, ICheckProcessedContextData, INode } from 'n8n-workflow';

const pause = async () => await new Promise<void>((resolve) => setImmediate(resolve));

/** A process's way to the database. */
export class Connection {
	/** The process dies after so many more calls: none is answered any more, or written. */
	dieAfter = Infinity;
	private died: () => void = () => {};
	readonly death = new Promise<void>((resolve) => (this.died = resolve));

	get isDead(): boolean {
		return this.dieAfter <= 0;
	}

	async use(): Promise<void> {
		this.dieAfter--;
		if (!this.isDead) return;
		this.died();
		await new Promise<never>(() => {});
	}
}

/** How often each word is in it: n8n keeps a list, in which a search takes long. */
type Row = ReadonlyMap<string, number>;

/** Rows by workflow and node. A row is read, changed and written back, and anything may come in between. */
export class ProcessedData {
	readonly rows: Map<string, Row>;
	calls = 0;
	isBroken = false;
	brokenBy = new Error('no such table');
	/** After so many more it is broken. */
	callsLeft = Infinity;

	/** @param from begins with what is in another one. */
	constructor(from?: ProcessedData) {
		this.rows = new Map(from?.rows);
	}

	async checkProcessedAndRecord(
		items: unknown[],
		_scope: string,
		{ workflow, node }: ICheckProcessedContextData,
	): Promise<{ new: string[]; processed: string[] }> {
		const name = `${workflow.id} n:${node?.id}`;
		const there: Row = (await this.read(name)) ?? new Map();
		const words = items.map(String);
		const added = words.filter((word) => !there.has(word));
		const row = new Map(there);
		for (const word of added) row.set(word, (row.get(word) ?? 0) + 1);
		await this.write(name, row);
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
		const left = new Map(data);
		for (const word of items.map(String)) {
			const times = left.get(word) ?? 0;
			if (times > 1) left.set(word, times - 1);
			else left.delete(word);
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
		return sizeOf((await this.read(name)) ?? new Map());
	}

	/** What n8n gives a node: bound to the node's own object. */
	helpersFor(
		workflow: { id: string },
		node: INode,
		connection = new Connection(),
	): Partial<DeduplicationHelperFunctions> {
		// n8n, too, reads the node's ID before it waits for anything.
		const now = () => ({ workflow, node: { ...node } }) as ICheckProcessedContextData;
		const via = async <T>(call: () => Promise<T>): Promise<T> => {
			await connection.use();
			return await call();
		};
		return {
			checkProcessedAndRecord: async (items, scope) => {
				const contextData = now();
				return await via(async () => await this.checkProcessedAndRecord(items, scope, contextData));
			},
			removeProcessed: async (items, scope) => {
				const contextData = now();
				await via(async () => await this.removeProcessed(items, scope, contextData));
			},
			clearAllProcessedItems: async (scope) => {
				const contextData = now();
				await via(async () => await this.clearAllProcessedItems(scope, contextData));
			},
			getProcessedDataCount: async (scope) => {
				const contextData = now();
				return await via(async () => await this.getProcessedDataCount(scope, contextData));
			},
		};
	}

	mend(): void {
		this.isBroken = false;
		this.callsLeft = Infinity;
	}

	get words(): number {
		return [...this.rows.values()].reduce((sum, row) => sum + sizeOf(row), 0);
	}

	private async read(name: string): Promise<Row | undefined> {
		await this.spend();
		return this.rows.get(name);
	}

	private async write(name: string, row: Row): Promise<void> {
		await this.spend();
		this.rows.set(name, row);
	}

	private async spend(): Promise<void> {
		await pause();
		this.calls++;
		if (this.callsLeft-- <= 0) this.isBroken = true;
		if (this.isBroken) throw this.brokenBy;
	}
}

function sizeOf(row: Row): number {
	return [...row.values()].reduce((sum, times) => sum + times, 0);
}

/** n8n around the crash journal: processes that come and go, executions in them, one database. */

import type { IExecuteFunctions, INode } from 'n8n-workflow';
import type { LedgerEntry } from '../../nodes/Sora/engine/ports';
import type * as crashJournal from '../../nodes/Sora/transport/ledger/crashJournal';
import { Connection, ProcessedData } from './processedData';

type Module = typeof crashJournal;
type Handler = (run: { status: string }) => Promise<void>;

export interface ExecutionOptions {
	id: string;
	mode?: string;
	retryOf?: string;
	/** What n8n gives to an execution and leaves to its retries, in newer releases. */
	resumeToken?: string;
	/** Of a sub-workflow: the execution that called it. */
	parent?: { executionId: string; establishedAt?: number; shouldResume?: boolean };
	rootMode?: string;
	/** Says of which executions n8n has stored what. */
	stored?: Record<string, unknown>;
	node?: string;
	/** An n8n that shows no hooks. */
	hasHooks?: boolean;
}

/** One n8n process. Another one knows only what is in the database. */
export class Process {
	readonly logged: string[] = [];
	readonly warned: string[] = [];
	readonly connection = new Connection();
	private module: Promise<Module> | null = null;

	constructor(readonly data: ProcessedData = new ProcessedData()) {}

	async load(): Promise<Module> {
		if (this.module === null) {
			jest.resetModules();
			this.module = import('../../nodes/Sora/transport/ledger/crashJournal');
		}
		return await this.module;
	}

	execution(options: ExecutionOptions): Execution {
		return new Execution(this, options);
	}
}

export class Execution {
	private readonly handlers: Handler[] = [];
	private readonly hooks: object;

	constructor(
		private readonly process: Process,
		private readonly options: ExecutionOptions,
	) {
		this.hooks = {
			addHandler: (_: string, handler: Handler) => void this.handlers.push(handler),
			retryOf: options.retryOf,
		};
	}

	/** The node begins to run. */
	async journal(runIndex = 0) {
		const { crashJournalOf } = await this.process.load();
		return await crashJournalOf(this.context(), runIndex);
	}

	/** The node runs, and does no more than write entries down. */
	async write(entries: Record<string, LedgerEntry | null>, runIndex = 0): Promise<void> {
		const journal = await this.journal(runIndex);
		await Promise.all(
			Object.entries(entries).map(async ([key, entry]) => {
				if (entry?.state === 'accepted') {
					await journal.write(key, { state: 'sending', at: entry.at });
				}
				await journal.write(key, entry);
			}),
		);
		await journal.close(true);
	}

	/** The IDs that it goes on with, or the states where there is no ID; by key. */
	async restore(keys: readonly string[], runIndex = 0): Promise<Record<string, string>> {
		const journal = await this.journal(runIndex);
		const { entries } = await journal.restore(keys);
		return Object.fromEntries(
			[...entries].map(([key, { taskId, state }]) => [key, taskId ?? state]),
		);
	}

	/** What its user is told, by key. */
	async warnings(keys: readonly string[], runIndex = 0): Promise<Record<string, string[]>> {
		const journal = await this.journal(runIndex);
		const { earlierTasks } = await journal.restore(keys);
		const told = [...earlierTasks].filter(([, tasks]) => tasks.length > 0);
		return Object.fromEntries(
			told.map(([key, tasks]) => [key, tasks.map(({ kind, taskId }) => `${kind} ${taskId}`)]),
		);
	}

	async end(status: 'success' | 'error' | 'waiting' | 'canceled'): Promise<void> {
		for (const handler of this.handlers) await handler({ status });
	}

	private context() {
		const { id, mode = 'trigger', parent, rootMode, stored = {}, hasHooks = true } = this.options;
		const node = { id: this.options.node ?? 'node', name: 'Video' } as INode;
		const workflow = { id: 'workflow' };
		const { logged, warned, data, connection } = this.process;
		const parentExecution = parent && {
			executionId: parent.executionId,
			workflowId: 'caller',
			shouldResume: parent.shouldResume,
			executionContext: { establishedAt: parent.establishedAt },
		};
		return {
			helpers: data.helpersFor(workflow, node, connection),
			node,
			getWorkflow: () => workflow,
			getNode: () => structuredClone(node),
			getMode: () => mode,
			getExecutionId: () => id,
			getExecutionDataById: async (wanted: string) => await Promise.resolve(stored[wanted]),
			runExecutionData: { parentExecution, resumeToken: this.options.resumeToken },
			additionalData: { ...(hasHooks ? { hooks: this.hooks } : {}), rootExecutionMode: rootMode },
			logger: {
				info: (line: string) => logged.push(line),
				warn: (line: string) => warned.push(line),
			},
		} as unknown as IExecuteFunctions;
	}
}

export const accepted = (taskId: string, at = Date.now()): LedgerEntry => ({
	state: 'accepted',
	at,
	taskId,
});

/**
 * What is known of the tasks of running executions, for those that do not come to their end. n8n
 * stores a node's context, and with it the ledger, only when the execution ends, and not at all with
 * Stop; a retry then begins at the trigger and knows nothing. Nor does a sub-workflow that is called
 * again. Where a worker was lost there is no retry either, so a new execution is told.
 */

import type { IExecuteFunctions } from 'n8n-workflow';
import type { LedgerEntry } from '../../engine/ports';
import { dedupStoreOf, type DedupStore } from './dedupStore';
import { executionOf, type Execution } from './execution';
import { hooksOf, isStored, type ExecutionHooks } from './executionHooks';
import { openJournal, type OpenJournal } from './openJournal';
import { Orphans, type Orphan } from './orphans';

/** A task that was submitted for this same item before. */
export interface EarlierTask {
	/** null: the submit was sent, and no response to it is known. */
	taskId: string | null;
	/**
	 * `orphaned`: by another execution, which was stopped, broke off, failed, or runs elsewhere.
	 * `earlierCall`: by an earlier call of this sub-workflow, from the same execution.
	 * `pickedUp`: by such a call; it is this item's now, since a call has failed.
	 * `unanswered`: by a call of this tool that has failed; it is this one's now.
	 */
	kind: 'orphaned' | 'earlierCall' | 'pickedUp' | 'unanswered';
}

/** What was left for an execution that repeats an earlier one. By key, as all that follows. */
export interface Restored {
	entries: ReadonlyMap<string, LedgerEntry>;
	/** What the user should know of. */
	earlierTasks: ReadonlyMap<string, readonly EarlierTask[]>;
	/**
	 * Executions that this one repeats, of which the database would not tell: any item without an
	 * entry may have been paid for there. null where all was read.
	 */
	unread: readonly string[] | null;
}

export interface CrashJournal {
	/**
	 * What is known of items that the ledger does not know: what an earlier execution has left, where
	 * this one repeats it (a retry, or a sub-workflow that is called again after a call has failed).
	 * @param unread executions that the one before this could not read.
	 */
	restore(keys: readonly string[], unread?: readonly string[]): Promise<Restored>;
	/** Writes an item's entry down, and a new task's ID to the log; null strikes it out. */
	write(key: string, entry: LedgerEntry | null): Promise<void>;
	/**
	 * The node has ended. What it has written is struck out at the end of the execution, or at once
	 * where n8n does not tell of that.
	 * @param isOver false: the execution was stopped, so that it stays for its retry.
	 */
	close(isOver: boolean): Promise<void>;
}

type Context = Pick<
	IExecuteFunctions,
	'helpers' | 'getWorkflow' | 'getNode' | 'getMode' | 'getExecutionId' | 'logger'
>;

/** @param runIndex which pass of a loop this is, as n8n counts. */
export async function crashJournalOf(context: Context, runIndex = 0): Promise<CrashJournal> {
	const hooks = hooksOf(context);
	const visit = await visitOf(context, hooks, runIndex);
	const { execution, own, store } = visit;
	let isClosed = false;
	/** Passes are counted from the first one of this execution. */
	const counted = (key: string) =>
		key.replace(/^\d+/, (run) => String(Number(run) - visit.firstRun));

	return {
		restore: async (keys, unread = []) => {
			const restored = { entries: new Map<string, LedgerEntry>(), earlierTasks: new Map() };
			store.tryAgain();
			if (!store.isThere || keys.length === 0) return { ...restored, unread: null };
			const found = await restoreVisit(visit, keys.map(counted), unread);
			for (const key of keys) {
				const entry = found.entries.get(counted(key));
				if (entry !== undefined) restored.entries.set(key, entry);
				restored.earlierTasks.set(key, found.earlierTasks.get(counted(key)) ?? []);
			}
			return { ...restored, unread: found.unread };
		},
		write: async (key, entry) => {
			if (entry?.state === 'accepted') {
				const { name } = context.getNode();
				const line = `Execution ${execution.id}, node "${name}": task ${entry.taskId} was submitted`;
				context.logger.info(line);
			}
			// An answer that was lost changes nothing: the submit is on its way.
			if (isClosed || !store.isThere || entry?.state === 'unknown') return;
			await own.write(counted(key), execution.id, entry?.state === 'failed' ? null : entry);
		},
		close: async (isOver) => {
			isClosed = true;
			if (hooks === null || !isOver) await leave(visit, isOver ? 'success' : 'canceled');
		},
	};
}

/** Keys are counted from the first pass on. */
async function restoreVisit(
	visit: Visit,
	keys: readonly string[],
	unreadBefore: readonly string[],
): Promise<Restored> {
	const { execution, own, orphans, store } = visit;
	const entries = new Map<string, LedgerEntry>();
	const earlierTasks = new Map<string, EarlierTask[]>();
	const open = () => keys.filter((key) => !entries.has(key));

	// Also where it writes nothing: else a retry of this retry would not know what was retried first.
	if (execution.isRetry === true && execution.root === null) await own.list();
	await own.load(keys);
	for (const key of keys) {
		const entry = await own.pickUp(key, execution.id);
		if (entry === null) continue;
		entries.set(key, entry);
		if (entry.taskId) earlierTasks.set(key, [{ taskId: entry.taskId, kind: 'pickedUp' }]);
	}
	for (const source of await orphans.predecessors(unreadBefore)) {
		const found = await orphans.find(source, open());
		for (const { key, entry } of await takeOver(visit, found)) entries.set(key, entry);
	}
	const { isRetry, retryOf, root } = execution;
	// What was not read is not there, as it seems. A new execution has nothing to find.
	const unread =
		isRetry === true && store.isLost
			? [...new Set([...unreadBefore, ...(retryOf === null ? [] : [retryOf])])]
			: null;
	if (isRetry === true && root === null) return { entries, earlierTasks, unread };
	const orphaned = await orphans.tasks(open());
	for (const key of open()) {
		const tasks = (kind: EarlierTask['kind'], taskIds: ReadonlyArray<string | null>) =>
			taskIds.map((taskId): EarlierTask => ({ taskId, kind }));
		earlierTasks.set(key, [
			...tasks('earlierCall', own.earlierTasks(key, execution.id)),
			...tasks('orphaned', orphaned.get(key) ?? []),
		]);
	}
	return { entries, earlierTasks, unread };
}

/** Each is written down here before it is taken there, so that it is never nobody's. */
async function takeOver(visit: Visit, found: readonly Orphan[]): Promise<Orphan[]> {
	const { execution, own, orphans } = visit;
	const write = async (key: string, entry: LedgerEntry | null) =>
		await own.write(key, execution.id, entry);
	await Promise.all(found.map(async ({ key, entry }) => await write(key, entry)));
	const taken = await orphans.take(found);
	const lost = found.filter((one) => !taken.includes(one));
	await Promise.all(lost.map(async ({ key }) => await write(key, null)));
	return taken;
}

/** A node's part in an execution, over all its tries and passes. */
interface Visit {
	store: DedupStore;
	execution: Execution;
	orphans: Orphans;
	own: OpenJournal;
	/**
	 * The run index of the node's first pass. After a crash n8n invents a run for each node that had
	 * begun (its `ExecutionRecoveryService`), so that the retry counts on from there.
	 */
	firstRun: number;
}

const visits = new WeakMap<ExecutionHooks, Map<string, Promise<Visit>>>();

async function visitOf(
	context: Context,
	hooks: ExecutionHooks | null,
	runIndex: number,
): Promise<Visit> {
	const owner = `${context.getWorkflow().id} ${context.getNode().id}`;
	if (hooks === null) return await enter(context, owner, 0);
	const ofExecution = visits.get(hooks) ?? new Map<string, Promise<Visit>>();
	visits.set(hooks, ofExecution);
	const known = ofExecution.get(owner);
	if (known !== undefined) return await known;
	const entering = enter(context, owner, runIndex);
	ofExecution.set(owner, entering);
	const visit = await entering;
	hooks.addHandler('workflowExecuteAfter', async ({ status = '' }) => await leave(visit, status));
	return visit;
}

async function enter(context: Context, owner: string, firstRun: number): Promise<Visit> {
	const { logger } = context;
	const node = `node "${context.getNode().name}"`;
	const store = dedupStoreOf(context, (reason) =>
		logger.warn(
			`n8n's database does not accept what ${node} records about its tasks (${reason}). If this execution is stopped or crashes, its retry pays for them again.`,
		),
	);
	const execution = await executionOf(context);
	const log = (message: string) => logger.info(`${node}: ${message}`);
	const orphans = new Orphans({ owner, store, context, log }, execution);
	const own = openJournal(owner, execution.journal, store, {
		isShared: execution.root !== null,
		list: async () => {
			const isListed = await orphans.listOwn();
			if (!isListed)
				log('too many executions have left records; those of this one are known to its retry only');
		},
	});
	own.enter(execution.id);
	return { store, execution, orphans, own, firstRun };
}

/** The execution has ended, as n8n says. */
async function leave({ execution, orphans, own }: Visit, status: string): Promise<void> {
	const { root, isRetry } = execution;
	const isGood = status === 'success' || status === 'waiting';
	own.leave(execution.id, !isGood && root?.isWaitedFor === true);
	// The execution that called it may call again, or be retried.
	if (root !== null) return;
	// A retry that has failed is not stored with the execution that it retried.
	const isRetriedAgain = isRetry === true && !isGood;
	if (!isStored({ status }) || isRetriedAgain) {
		orphans.releaseOwn();
		return;
	}
	await own.journal.clear();
	await orphans.forgetOwn();
	if (isRetry === true && status === 'success') await orphans.dropRetried();
}

import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';
import type { Ledger, LedgerEntry } from '../../engine/ports';
import { fingerprintIn, movedKeys, positionIn } from '../../engine/submit/ledgerKey';
import { arrayOf, textOf } from '../../shared/json';
import { LEDGER_FIELD, UNREAD_FIELD } from '../../shared/storedNames';
import { crashJournalOf, type CrashJournal, type EarlierTask } from './crashJournal';

/** Tasks of all executions of this process: what is one's cannot be another's lost one. Oldest first. */
const known = new Set<string>();
const MAX_KNOWN = 50_000;

function keepInMind(taskId: string): void {
	known.delete(taskId);
	known.add(taskId);
	const [oldest] = known;
	if (known.size > MAX_KNOWN) known.delete(oldest);
}

/**
 * The ledger in the node's context, which n8n stores with the execution: it survives Retry On Fail
 * and "Retry execution", and ends with the execution.
 * @param context what `getContext('node')` returns.
 * @param journal for executions that do not come to their end.
 */
export function ledgerIn(context: IDataObject, journal?: Pick<CrashJournal, 'write'>): Ledger {
	const entries = entriesIn(context);
	return {
		get: (key) => entries[key],
		record: async (key, entry) => {
			if (entry === null) delete entries[key];
			else entries[key] = entry;
			if (entry?.taskId) keepInMind(entry.taskId);
			await journal?.write(key, entry);
		},
		taskIds: () =>
			new Set([
				...known,
				...Object.values(entries).flatMap(({ taskId }) => (taskId ? [taskId] : [])),
			]),
	};
}

function entriesIn(context: IDataObject): Record<string, LedgerEntry> {
	context[LEDGER_FIELD] ??= {};
	return context[LEDGER_FIELD] as unknown as Record<string, LedgerEntry>;
}

function aliveIn(entries: Readonly<Record<string, LedgerEntry>>): string[] {
	return Object.keys(entries).filter((key) => entries[key].state !== 'failed');
}

export interface OpenLedger {
	ledger: Ledger;
	/** Tasks that were submitted for the same items before, and that the user should know of, by key. */
	earlierTasks: ReadonlyMap<string, readonly EarlierTask[]>;
	/** Items of which nobody can say whether an earlier execution has paid for them: n8n's database would not tell. */
	unreadKeys: ReadonlySet<string>;
	/**
	 * The node has ended.
	 * @param isOver false: the execution was stopped.
	 * @param isDelivered its items have gone to whoever asked for them.
	 */
	close(isOver: boolean, isDelivered: boolean): Promise<void>;
}

/** Passes of a node that are under way, by its context. */
const running = new WeakMap<IDataObject, Set<number>>();

/**
 * Each call of a tool has a run index of its own, and so has each try of a call. What a call has
 * submitted that ended without an answer belongs to the next one that asks for the same.
 */
function unansweredIn(
	entries: Readonly<Record<string, LedgerEntry>>,
	stored: IDataObject,
): string[] {
	return aliveIn(entries).filter((key) => {
		const pass = positionIn(key)?.runIndex ?? 0;
		return !entries[key].isDelivered && !running.get(stored)?.has(pass);
	});
}

/**
 * The ledger of a node that generates, with what earlier executions have left for its items.
 * @param runIndex which pass of a loop this is, as n8n counts.
 * @param keys of the items that may be submitted.
 * @param isTool the node runs as the tool of an agent.
 */
export async function openLedger(
	context: IExecuteFunctions,
	runIndex: number,
	keys: readonly string[],
	isTool = false,
): Promise<OpenLedger> {
	const journal = await crashJournalOf(context, runIndex);
	const stored = context.getContext('node');
	const entries = entriesIn(stored);
	const move = ([key, moved]: [string, string]) => {
		entries[key] = entries[moved];
		delete entries[moved];
	};
	[...movedKeys(keys, aliveIn(entries))].forEach(move);
	const unanswered = isTool
		? [...movedKeys(keys, unansweredIn(entries, stored), fingerprintIn)]
		: [];
	unanswered.forEach(move);
	const passes = running.get(stored) ?? new Set();
	running.set(stored, passes.add(runIndex));
	// What has failed here may have been submitted again by another retry since.
	const open = keys.filter((key) => (entries[key]?.state ?? 'failed') === 'failed');
	const before = arrayOf(stored[UNREAD_FIELD]).flatMap((name) => textOf(name) ?? []);
	const restored = await journal.restore(open, before);
	// n8n names the execution that is retried, and not the one which that was a retry of.
	if (restored.unread === null) delete stored[UNREAD_FIELD];
	else stored[UNREAD_FIELD] = [...restored.unread];
	// It is written down already.
	for (const [key, entry] of restored.entries) entries[key] = entry;
	const earlierTasks = new Map(restored.earlierTasks);
	for (const [key] of unanswered) {
		const { taskId } = entries[key];
		if (taskId !== undefined) earlierTasks.set(key, [{ taskId, kind: 'unanswered' }]);
	}
	return {
		ledger: ledgerIn(stored, journal),
		earlierTasks,
		unreadKeys: new Set(
			restored.unread === null ? [] : open.filter((key) => !restored.entries.has(key)),
		),
		close: async (isOver, isDelivered) => {
			passes.delete(runIndex);
			for (const key of keys) {
				if (isTool && isDelivered && entries[key] !== undefined) entries[key].isDelivered = true;
			}
			await journal.close(isOver);
		},
	};
}

import type { IDataObject } from 'n8n-workflow';
import type { Ledger, LedgerEntry } from '../../engine/ports';
import type { Notes } from './crashJournal';

const FIELD = 'soraTasks';

/**
 * The ledger in the node's context, which n8n stores with the execution: it survives Retry On Fail
 * and "Retry execution", and ends with the execution.
 * @param context what `getContext('node')` returns.
 * @param notes for executions that do not come to their end.
 */
export function ledgerIn(context: IDataObject, notes?: Notes): Ledger {
	context[FIELD] ??= {};
	const entries = context[FIELD] as unknown as Record<string, LedgerEntry>;
	return {
		get: (key) => entries[key],
		set: (key, entry) => {
			entries[key] = entry;
		},
		delete: (key) => {
			delete entries[key];
		},
		taskIds: () =>
			new Set(Object.values(entries).flatMap(({ taskId }) => (taskId ? [taskId] : []))),
		keep: async (key, entry) => await notes?.write(key, entry),
	};
}

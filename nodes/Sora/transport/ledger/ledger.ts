import type { IDataObject } from 'n8n-workflow';
import type { Ledger, LedgerEntry } from '../../engine/ports';

const FIELD = 'soraTasks';

/**
 * The ledger in the node's context, which n8n stores with the execution: it survives Retry On Fail
 * and "Retry execution", and ends with the execution.
 * @param context what `getContext('node')` returns.
 * @param journal for executions that do not come to their end.
 */
export function ledgerIn(context: IDataObject, journal?: { write: Ledger['record'] }): Ledger {
	context[FIELD] ??= {};
	const entries = context[FIELD] as unknown as Record<string, LedgerEntry>;
	return {
		get: (key) => entries[key],
		record: async (key, entry) => {
			if (entry === null) delete entries[key];
			else entries[key] = entry;
			await journal?.write(key, entry);
		},
		taskIds: () =>
			new Set(Object.values(entries).flatMap(({ taskId }) => (taskId ? [taskId] : []))),
	};
}

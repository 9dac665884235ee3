import type { LedgerEntry } from '../../../nodes/Sora/engine/ports';
import type { Process } from '../../harness/journalWorld';

export const KEY = '0:0:print';
export const HOUR_MS = 60 * 60 * 1000;

/** An execution that writes an entry down and then is stopped. */
export async function stopped(process: Process, id: string, entries: Record<string, LedgerEntry>) {
	const execution = process.execution({ id });
	await execution.write(entries);
	await execution.end('canceled');
}

export const retry = (process: Process, retryOf: string | undefined, id = `${retryOf}9`) =>
	process.execution({ id, mode: 'retry', retryOf });

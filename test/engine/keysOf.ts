import type { JobRequest } from '../../nodes/Sora/engine/job';
import { fingerprintOf, ledgerKeys } from '../../nodes/Sora/engine/submit/ledgerKey';

/** The ledger keys of a run's items, which ask for these. */
export function keysOf(runIndex: number, requests: readonly JobRequest[]): string[] {
	const items = requests.map((request, itemIndex) => ({
		itemIndex,
		fingerprint: fingerprintOf(request),
	}));
	return ledgerKeys(runIndex, items);
}

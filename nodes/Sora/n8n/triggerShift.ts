/** What goes on in this process for one trigger node: its poll, and the downloads that outlive polls. */

import type { IBinaryData, IPollFunctions } from 'n8n-workflow';
import { DeliveryDesk } from '../tasks/delivery';
import type { Feed } from '../tasks/feed';
import { Run } from '../tasks/runState';
import type { Provider } from '../providers/provider';
import { clockOf } from './clock';
import { httpOf, type Access } from './http';
import { ledgerIn } from './ledger';
import { videoStoreOf } from './videoStore';

/** Of one trigger node, as far as this process knows. */
export interface Shift {
	/** The activation that polls. */
	readonly context: IPollFunctions;
	/** What is watched. */
	readonly key: string;
	/** Videos go on coming between two polls, and through a new activation. */
	readonly desk: DeliveryDesk<IBinaryData>;
	/** The poll under way. */
	feed: Feed<IBinaryData> | null;
	/** It still reads the list: another poll would only begin that anew. */
	isReading: boolean;
}

const shifts = new Map<string, Shift>();

function nameOf(context: IPollFunctions): string {
	return `${context.getWorkflow().id} ${context.getNode().id}`;
}

/**
 * Takes over from the poll before, of this activation or of an older one, so that no two emit the
 * same task. `isFirst`: this activation has not polled before.
 * @returns null where the poll before is still reading.
 */
export function takeOver(
	context: IPollFunctions,
	provider: Provider,
	access: Access,
	key: string,
): { shift: Shift; isFirst: boolean } | null {
	const name = nameOf(context);
	const before = shifts.get(name);
	const isFirst = before?.context !== context;
	const isSame = before?.key === key;
	if (before?.isReading && !isFirst && isSame) return null;
	before?.feed?.stop();
	const isBusy = before !== undefined && isSame && !before.desk.isEmpty;
	if (!isSame) before?.desk.close();
	// A desk holds on to every wait of its life, so it is not kept for longer than it is needed.
	const desk = isBusy ? before.desk : newDesk(context, provider, access);
	const shift: Shift = { context, key, desk, feed: null, isReading: false };
	shifts.set(name, shift);
	return { shift, isFirst };
}

function newDesk(
	context: IPollFunctions,
	provider: Provider,
	access: Access,
): DeliveryDesk<IBinaryData> {
	const ports = {
		http: httpOf(context, access),
		clock: clockOf(undefined),
		ledger: ledgerIn({}),
		videos: videoStoreOf(context),
	};
	return new DeliveryDesk(new Run(provider, { maxConcurrent: 1, failFast: false }, ports));
}

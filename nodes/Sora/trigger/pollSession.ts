/** What goes on in this process for one trigger node: its poll, and the downloads that outlive polls. */

import type { IBinaryData, IPollFunctions } from 'n8n-workflow';
import { DeliveryDesk } from './feed/downloadQueue';
import type { Feed } from './feed/feed';
import { Run } from '../engine/run';
import type { Provider } from '../providers/provider';
import { clockOf } from '../transport/clock';
import { httpOf, type Connection } from '../transport/http';
import { ledgerIn } from '../transport/ledger/ledger';
import { videoStoreOf } from '../transport/videoStore';

/** Of one trigger node, as far as this process knows. */
export interface Shift {
	/** The activation that polls. */
	readonly context: IPollFunctions;
	/** What is watched. */
	readonly key: string;
	/** Videos go on coming between two polls, and through a new activation. */
	readonly desk: DeliveryDesk<IBinaryData>;
	/** What the newest poll knows. */
	feed: Feed<IBinaryData> | null;
	/** That poll, until it has ended. */
	underway: Promise<void> | null;
	readonly startedAt: number;
}

/** n8n gives a poll less than five minutes only where its durable scheduler runs it. */
const PLAIN_BUDGET_MS = 5 * 60_000;
/** A poll of this age is stuck; even the longest list is read by then. */
const STUCK_MS = 30 * 60_000;

const shifts = new Map<string, Shift>();

function nameOf(context: IPollFunctions): string {
	return `${context.getWorkflow().id} ${context.getNode().id}`;
}

/** How long n8n lets this poll take, in ms. */
export function budgetOf(context: IPollFunctions): number {
	return context.getPollBudgetMs?.() ?? PLAIN_BUDGET_MS;
}

/**
 * Takes over from an older activation's poll, so that no two emit the same task. `isFirst`: this
 * activation has not polled before. n8n's durable scheduler polls in a new context each time.
 *
 * A poll of the same activation that is still at work goes on, and this one is to wait for its end:
 * n8n's executor takes from both, when the first of them ends, what calls with a key need.
 */
export function takeOver(
	context: IPollFunctions,
	provider: Provider,
	connection: Connection,
	key: string,
): { shift: Shift; isFirst: boolean } | { underway: Promise<void> } {
	const name = nameOf(context);
	const before = shifts.get(name);
	const isScheduled = budgetOf(context) < PLAIN_BUDGET_MS;
	const isFirst = !isScheduled && before?.context !== context;
	const isSame = before?.key === key;
	const startedAt = Date.now();
	const isStuck = before !== undefined && startedAt - before.startedAt > STUCK_MS;
	if (before?.underway && !isFirst && isSame && !isStuck) return { underway: before.underway };
	before?.feed?.stop();
	const isBusy = before !== undefined && isSame && !before.desk.isEmpty;
	if (!isSame) before?.desk.close();
	// A desk holds on to every wait of its life, so it is not kept for longer than it is needed.
	const desk = isBusy ? before.desk : newDesk(context, provider, connection);
	const shift: Shift = { context, key, desk, feed: null, underway: null, startedAt };
	shifts.set(name, shift);
	return { shift, isFirst };
}

function newDesk(
	context: IPollFunctions,
	provider: Provider,
	connection: Connection,
): DeliveryDesk<IBinaryData> {
	const ports = {
		http: httpOf(context, connection),
		clock: clockOf(undefined),
		ledger: ledgerIn({}),
		videos: videoStoreOf(context),
	};
	return new DeliveryDesk(new Run(provider, { maxConcurrent: 1, failFast: false }, ports));
}

/** What goes on in this process for one trigger node: its poll, and the downloads that outlive polls. */

import type { IPollFunctions } from 'n8n-workflow';
import { DownloadQueue } from './feed/downloadQueue';
import type { Feed } from './feed/feed';
import { Session } from '../engine/session';
import type { Provider } from '../providers/provider';
import { clockOf } from '../transport/clock';
import { httpOf, type Connection } from '../transport/http';
import { videoStoreOf } from '../transport/videoStore';

/** One trigger node, as far as this process knows. */
export interface PollSession {
	/** The activation that polls. */
	readonly context: IPollFunctions;
	/** What is watched. */
	readonly key: string;
	/** Videos keep coming between two polls, and through a new activation. */
	readonly downloads: DownloadQueue;
	/** What the latest poll knows. */
	feed: Feed | null;
	/** That poll, until it has ended. */
	underway: Promise<void> | null;
	readonly startedAt: number;
}

/** n8n gives a poll less than five minutes only where its durable scheduler runs it. */
const PLAIN_BUDGET_MS = 5 * 60_000;
/** A poll of this age is stuck; even the longest list is read by then. */
const STUCK_MS = 30 * 60_000;

const sessions = new Map<string, PollSession>();

function nameOf(context: IPollFunctions): string {
	return `${context.getWorkflow().id} ${context.getNode().id}`;
}

/** How long n8n lets this poll take, in ms. */
export function budgetOf(context: IPollFunctions): number {
	return context.getPollBudgetMs?.() ?? PLAIN_BUDGET_MS;
}

/**
 * Takes over from an older activation's poll, so that no task is emitted twice. `isFirst`: this
 * activation has not polled before. n8n's durable scheduler polls in a new context each time.
 *
 * A poll of the same activation that is still at work goes on, and this one has to wait for its end:
 * when the first of them ends, n8n's executor takes from both what calls with a key need.
 */
export function acquireSession(
	context: IPollFunctions,
	provider: Provider,
	connection: Connection,
	key: string,
): { session: PollSession; isFirst: boolean } | { underway: Promise<void> } {
	const name = nameOf(context);
	const before = sessions.get(name);
	const isScheduled = budgetOf(context) < PLAIN_BUDGET_MS;
	const isFirst = !isScheduled && before?.context !== context;
	const isSame = before?.key === key;
	const startedAt = Date.now();
	const isStuck = before !== undefined && startedAt - before.startedAt > STUCK_MS;
	if (before?.underway && !isFirst && isSame && !isStuck) return { underway: before.underway };
	before?.feed?.stop();
	const isBusy = before !== undefined && isSame && !before.downloads.isEmpty;
	if (!isSame) before?.downloads.close();
	// A queue holds on to every wait of its life, so it is kept no longer than it is needed.
	const downloads = isBusy ? before.downloads : newQueue(context, provider, connection);
	const session: PollSession = { context, key, downloads, feed: null, underway: null, startedAt };
	sessions.set(name, session);
	return { session, isFirst };
}

function newQueue(
	context: IPollFunctions,
	provider: Provider,
	connection: Connection,
): DownloadQueue {
	const ports = {
		http: httpOf(context, connection),
		clock: clockOf(undefined),
		videos: videoStoreOf(context),
	};
	return new DownloadQueue(new Session(provider, ports));
}

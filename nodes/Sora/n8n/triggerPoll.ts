/** One poll of Sora Trigger. */

import { createHash } from 'crypto';
import {
	NodeOperationError,
	type IBinaryData,
	type INodeExecutionData,
	type IPollFunctions,
} from 'n8n-workflow';
import { PROVIDERS } from '../providers';
import type { Provider } from '../providers/provider';
import type { Failure } from '../providers/video';
import { readAccount, readTop, setBaseline } from '../tasks/accountFeed';
import { watchClosely } from '../tasks/closeWatch';
import { Feed, type Finished } from '../tasks/feed';
import { FeedMemory } from '../tasks/feedMemory';
import { memoryFrom } from '../tasks/feedState';
import { isBackingOff, isTold, troubleKind } from '../tasks/feedTrouble';
import { readNamed } from '../tasks/namedFeed';
import { accessOf } from './access';
import { clockOf } from './clock';
import { httpOf, type Access } from './http';
import { testItem } from './triggerTest';
import { listError, noListError, unknownTaskError } from './triggerErrors';
import { itemsOf } from './triggerItems';
import { readTriggerParameters, type TriggerParameters } from './triggerParameters';
import { takeOver, type Shift } from './triggerShift';

/** The field of the node's static data that holds all we know. */
const FIELD = 'soraFeed';
/** n8n ticks every minute at most; a poll ends well before the next one. */
const WATCH_MS = 52_000;
/**
 * n8n waits for the first poll of an activation, and then up to a minute for the next one. Tasks that
 * run are watched in between for as long as a person, or n8n's start, may be held up.
 */
const ACTIVATION_WATCH_MS = 15_000;
/** Downloads at the start of a poll are waited for so long; those that take longer follow by themselves. */
const DELIVERY_MS = 20_000;
/** What n8n versions without a budget would give. */
const PLAIN_BUDGET_MS = 5 * 60_000;
const RESERVE_MS = 3_000;

interface Poll {
	context: IPollFunctions;
	parameters: TriggerParameters;
	provider: Provider;
	feed: Feed<IBinaryData>;
	shift: Shift;
	startedAt: number;
}

/**
 * @returns the tasks that have ended since the last poll, or null.
 * @throws NodeOperationError or NodeApiError where the user has to do something.
 */
export async function pollTasks(context: IPollFunctions): Promise<INodeExecutionData[][] | null> {
	const startedAt = Date.now();
	const parameters = readTriggerParameters(context);
	const provider = PROVIDERS[parameters.provider];
	const node = context.getNode();
	if (parameters.problems.length > 0) {
		throw new NodeOperationError(node, parameters.problems.join(' '));
	}
	if (parameters.taskIds === null && !provider.list) throw noListError(node, provider);
	const access = await accessOf(context, provider.credentialType);
	if (context.getMode() === 'manual') {
		return [await testItem(context, parameters, provider, access)];
	}
	const key = keyOf(context, parameters, provider, access);
	const taken = takeOver(context, provider, access, key);
	if (taken === null) return null;
	const { shift, isFirst } = taken;
	const memory = memoryFrom(context.getWorkflowStaticData('node')[FIELD], key);
	const feed = feedOf(context, parameters, provider, shift, access, memory);
	const poll = { context, parameters, provider, feed, shift, startedAt };
	shift.isReading = true;
	const finished = await opened(poll, memory === null).finally(() => (shift.isReading = false));
	return await handOver(poll, finished, isFirst);
}

/** Another account, or other tasks of it, have another past. */
function keyOf(
	context: IPollFunctions,
	{ taskIds }: TriggerParameters,
	{ name, credentialType }: Provider,
	{ baseUrl }: Access,
): string {
	const credential = context.getNode().credentials?.[credentialType]?.id ?? null;
	const what = JSON.stringify([
		name,
		taskIds === null ? 'account' : 'taskIds',
		baseUrl,
		credential,
	]);
	return createHash('sha256').update(what).digest('base64url').slice(0, 16);
}

function feedOf(
	context: IPollFunctions,
	{ wishes }: TriggerParameters,
	provider: Provider,
	shift: Shift,
	access: Access,
	memory: FeedMemory | null,
): Feed<IBinaryData> {
	const data = context.getWorkflowStaticData('node');
	const feed = new Feed<IBinaryData>(
		{
			provider,
			http: httpOf(context, access),
			clock: clockOf(undefined),
			wishes,
			desk: shift.desk,
			key: shift.key,
			keep: (state) => void (data[FIELD] = { ...state }),
		},
		memory ?? new FeedMemory(),
	);
	shift.feed = feed;
	return feed;
}

/** The first part of a poll: reads what is to be read, waits for the downloads, hands over what is ready. */
async function opened(poll: Poll, isNew: boolean): Promise<Array<Finished<IBinaryData>>> {
	const { context, feed, parameters, provider, shift } = poll;
	const failure = await read(poll, isNew);
	if (failure !== null && (isNew || troubleKind(failure) !== 'passing')) {
		throw listError(context.getNode(), provider, failure);
	}
	if (failure !== null && feed.memory.backOff !== null && isTold(feed.memory.backOff)) {
		tell(context, listError(context.getNode(), provider, failure));
	}
	if (parameters.wishes.fetchVideo) await shift.desk.settle(DELIVERY_MS);
	return feed.flush();
}

/** @returns why the list could not be read. */
async function read(poll: Poll, isNew: boolean): Promise<Failure | null> {
	const { context, feed, parameters, provider } = poll;
	const { list } = provider;
	if (parameters.taskIds !== null) {
		await readNamed(feed, parameters.taskIds, (id, why) =>
			tell(context, unknownTaskError(context.getNode(), provider, id, why)),
		);
		return null;
	}
	if (!list) return null;
	if (isNew) return await setBaseline(feed, list);
	if (isBackingOff(feed.memory.backOff, poll.startedAt)) return null;
	return await readAccount(feed, list);
}

/** A failed execution, and the error workflow where there is one; the poll goes on. */
function tell(context: IPollFunctions, error: Error): void {
	context.__emitError?.(error);
}

/**
 * What has ended is emitted at once, and the rest of the minute is spent watching. It is returned
 * where n8n's version has no other way to emit. Nothing is watched after the poll: n8n evaluates
 * the credential's expressions only while it polls.
 */
async function handOver(
	{ context, feed, parameters, provider, startedAt }: Poll,
	finished: Array<Finished<IBinaryData>>,
	isFirst: boolean,
): Promise<INodeExecutionData[][] | null> {
	const items = itemsOf(finished, provider.name, parameters.output);
	const batch = items.length > 0 ? [items] : null;
	if (typeof context.__emit !== 'function') return batch;
	if (batch !== null) context.__emit(batch);
	const { list } = provider;
	const isAccount = parameters.taskIds === null && list !== undefined;
	const budgetMs = (context.getPollBudgetMs?.() ?? PLAIN_BUDGET_MS) - RESERVE_MS;
	await watchClosely({
		feed,
		readTop: isAccount ? async () => await readTop(feed, list) : null,
		until: startedAt + Math.min(isFirst ? ACTIVATION_WATCH_MS : WATCH_MS, budgetMs),
		expectsNew: isAccount && !isFirst,
		emit: (more) => context.__emit([itemsOf(more, provider.name, parameters.output)]),
	});
	return null;
}

/** One poll of Sora Trigger. */

import { createHash } from 'crypto';
import { NodeOperationError, type INodeExecutionData, type IPollFunctions } from 'n8n-workflow';
import { sentences } from '../engine/sentence';
import { PROVIDERS } from '../providers';
import type { Provider } from '../providers/provider';
import type { Failure } from '../providers/video';
import { readAccount, setBaseline } from './feed/accountFeed';
import { Feed, type Finished } from './feed/feed';
import { FeedMemory } from './feed/memory';
import { deserialise } from './feed/storedState';
import { isBackingOff, isToBeReported, listFailureKind } from './feed/backOff';
import { drainAndWatch } from './feed/pollWindow';
import { readNamed } from './feed/taskIdFeed';
import { connectionOf } from '../transport/connection';
import { clockOf } from '../transport/clock';
import { httpOf, type Connection } from '../transport/http';
import { sampleItem } from './sampleItem';
import { listError, noListError, unknownTasksError } from './errors';
import { itemsOf } from './items';
import { readTriggerParameters, type TriggerParameters } from './parameters';
import { acquireSession, budgetOf, type PollSession } from './pollSession';

/** The field of the node's static data that holds all we know. */
const FIELD = 'soraFeed';
/** Kept of n8n's budget for the last answers. */
const RESERVE_MS = 3_000;

interface Poll {
	context: IPollFunctions;
	parameters: TriggerParameters;
	provider: Provider;
	feed: Feed;
	session: PollSession;
	startedAt: number;
	/** Watched IDs that the provider turned out not to know, with what it said. */
	unknown: Map<string, Failure>;
}

/**
 * @returns the tasks that have ended since the last poll, or null.
 * @throws NodeOperationError or NodeApiError if the user has to do something.
 */
export async function pollTasks(context: IPollFunctions): Promise<INodeExecutionData[][] | null> {
	const startedAt = clockOf(undefined).now();
	const parameters = readTriggerParameters(context);
	const provider = PROVIDERS[parameters.provider];
	const node = context.getNode();
	if (parameters.problems.length > 0) {
		throw new NodeOperationError(node, sentences(parameters.problems));
	}
	if (parameters.taskIds === null && !provider.list) throw noListError(node, provider);
	const connection = await connectionOf(context, provider.credentialType);
	if (context.getMode() === 'manual') {
		return [await sampleItem(context, parameters, provider, connection)];
	}
	const key = keyOf(context, parameters, provider, connection);
	const acquired = acquireSession(context, provider, connection, key);
	if ('underway' in acquired) {
		await acquired.underway;
		return null;
	}
	const { session, isFirst } = acquired;
	const memory = deserialise(context.getWorkflowStaticData('node')[FIELD], key);
	const feed = feedOf(context, parameters, provider, session, connection, memory);
	const unknown = new Map<string, Failure>();
	const poll = { context, parameters, provider, feed, session, startedAt, unknown };
	const polling = work(poll, memory === null, isFirst);
	const ended = (): void => void (session.underway = null);
	session.underway = polling.then(ended, ended);
	return await polling;
}

/** Another account, or other tasks of it, have another past. */
function keyOf(
	context: IPollFunctions,
	{ taskIds }: TriggerParameters,
	{ name, credentialType }: Provider,
	{ baseUrl }: Connection,
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
	{ filter, taskIds }: TriggerParameters,
	provider: Provider,
	session: PollSession,
	connection: Connection,
	memory: FeedMemory | null,
): Feed {
	const data = context.getWorkflowStaticData('node');
	const feed = new Feed(
		{
			provider,
			http: httpOf(context, connection),
			clock: clockOf(undefined),
			filter,
			downloads: session.downloads,
			key: session.key,
			keep: (state) => void (data[FIELD] = { ...state }),
			namingList: taskIds === null ? undefined : provider.list,
		},
		memory ?? new FeedMemory(),
	);
	session.feed = feed;
	return feed;
}

async function work(
	poll: Poll,
	isNew: boolean,
	isFirst: boolean,
): Promise<INodeExecutionData[][] | null> {
	const { context, provider, unknown } = poll;
	await readAll(poll, isNew);
	const left = await emitAndWatch(poll, isFirst);
	// All of them at once: each report is a failed execution.
	if (unknown.size > 0) {
		reportError(context, unknownTasksError(context.getNode(), provider, unknown));
	}
	return left;
}

/** Reads what there is to read, and reports it if that cannot be done. */
async function readAll(poll: Poll, isNew: boolean): Promise<void> {
	const { context, feed, provider } = poll;
	const failure = await read(poll, isNew);
	if (failure !== null && (isNew || listFailureKind(failure) !== 'passing')) {
		throw listError(context.getNode(), provider, failure);
	}
	if (failure !== null && feed.memory.backOff !== null && isToBeReported(feed.memory.backOff)) {
		reportError(context, listError(context.getNode(), provider, failure));
	}
}

/** @returns why the list could not be read. */
async function read(poll: Poll, isNew: boolean): Promise<Failure | null> {
	const { feed, parameters, provider, unknown } = poll;
	const { list } = provider;
	if (parameters.taskIds !== null) {
		await readNamed(feed, parameters.taskIds, (id, why) => void unknown.set(id, why));
		return null;
	}
	if (!list) return null;
	if (isNew) return await setBaseline(feed, list);
	if (isBackingOff(feed.memory.backOff, poll.startedAt)) return null;
	return await readAccount(feed, list);
}

/** A failed execution, and the error workflow if there is one; the poll goes on. */
function reportError(context: IPollFunctions, error: Error): void {
	context.__emitError?.(error);
}

/** What is not emitted on the way is returned: some versions of n8n know no other way. */
async function emitAndWatch(
	{ context, feed, parameters, provider, startedAt }: Poll,
	isFirst: boolean,
): Promise<INodeExecutionData[][] | null> {
	const batchOf = (finished: Array<Finished>) => [
		itemsOf(context, finished, provider.name, parameters.output),
	];
	const left = await drainAndWatch({
		feed,
		list: parameters.taskIds === null ? (provider.list ?? null) : null,
		startedAt,
		isFirst,
		budgetMs: budgetOf(context) - RESERVE_MS,
		emit:
			typeof context.__emit === 'function' ? (finished) => context.__emit(batchOf(finished)) : null,
	});
	return left.length > 0 ? batchOf(left) : null;
}

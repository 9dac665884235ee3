/** A suspended execution is called: by the provider, by ourselves, or by somebody else. */

import type { IExecuteData, IWebhookFunctions, IWebhookResponseData } from 'n8n-workflow';
import type { ProviderName } from '../../models/model';
import { PROVIDERS } from '../../providers';
import type { Provider } from '../../providers/provider';
import { isSameText, secretHash } from '../../providers/shared/callback';
import { hasEnded, type VideoTask } from '../../providers/video';
import { connectionOf } from '../../transport/connection';
import { httpOf } from '../../transport/http';
import { publishedKeysAt } from '../../transport/publishedKeys';
import {
	beginMemory,
	endedTasks,
	markResumed,
	mayResume,
	memoryName,
	remember,
	RESUME_TAKES_MS,
} from './callbackMemory';
import {
	suspensionExpression,
	suspensionFrom,
	timeoutOf,
	resumeItems,
	type SuspendedTask,
	type Suspension,
	type ResumeSignal,
} from './suspension';
import { pollSuspended } from './pollSuspended';
import { nextCallAt, planLastCall, TOKEN_HEADER } from './selfCalls';

type Connection = Awaited<ReturnType<typeof connectionOf>>;

/** Who calls, once that is certain. */
type Caller = { kind: 'self' } | { kind: 'provider'; task: SuspendedTask };

/**
 * A genuine callback is only a hint: what it says is asked of the provider before it is believed.
 * @returns items where the execution goes on, else only an answer to the caller.
 */
export async function answerResumeCall(context: IWebhookFunctions): Promise<IWebhookResponseData> {
	const provider = PROVIDERS[context.getNodeParameter('provider') as ProviderName];
	const suspension = suspensionIn(context);
	if (suspension === null) return respond(context, 401, { error: 'Nothing is suspended here' });
	const connection = await connectionOf(context, provider.credentialType);
	const caller = await callerOf(context, suspension, provider, connection);
	if (caller === null) return respond(context, 401, { error: 'Not a callback of these tasks' });

	const memory = memoryName(context.getExecutionId(), suspension);
	if (!mayResume(memory, Date.now())) {
		return respond(context, 200, { nextCallAt: Date.now() + RESUME_TAKES_MS });
	}
	const wanted = tasksToPoll(suspension, caller, memory, Date.now());
	const seen = await pollSuspended(httpOf(context, connection), provider, wanted);
	const now = Date.now();
	remember(memory, seen, now);
	const known = endedTasks(memory);
	const reason = reasonToResume(suspension, known, caller, now);
	if (reason !== null && mayResume(memory, now)) {
		return resume(context, suspension, { reason, seen: Object.fromEntries(known) }, now);
	}
	if (caller.kind === 'self')
		return respond(context, 200, { nextCallAt: nextCallAt(suspension, now) });
	// Its own server does not know yet, or was silent: the provider tries again a little later.
	const isBelieved = known.has(caller.task.taskId) || reason !== null;
	return respond(context, isBelieved ? 200 : 503, {});
}

function suspensionIn(context: IWebhookFunctions): Suspension | null {
	const text = context.evaluateExpression(suspensionExpression(context.getNode().name), 0);
	return typeof text === 'string' ? suspensionFrom(JSON.parse(text)) : null;
}

async function callerOf(
	context: IWebhookFunctions,
	suspension: Suspension,
	{ callback }: Provider,
	connection: Connection,
): Promise<Caller | null> {
	const headers = headersOf(context);
	const token = headers[TOKEN_HEADER];
	if (token !== undefined) {
		return isSameText(secretHash(token), suspension.tokenHash) ? { kind: 'self' } : null;
	}
	const rawBody = rawBodyOf(context);
	const body = jsonIn(rawBody);
	const task = suspension.tasks.find(({ taskId }) => callback?.isAbout(body, taskId));
	if (!callback || !task) return null;
	const secrets = { ofAccount: connection.webhookSecret, hashOfTask: task.secretHash };
	const keys = publishedKeysAt(connection.storageBaseUrl, httpOf(context, connection));
	const isGenuine = callback.isGenuine({ headers, rawBody }, secrets, Date.now(), keys);
	return (await isGenuine) ? { kind: 'provider', task } : null;
}

function headersOf(context: IWebhookFunctions): Record<string, string> {
	const headers = Object.entries(context.getHeaderData());
	return Object.fromEntries(
		headers.map(([name, value]) => [name.toLowerCase(), [value ?? ''].flat().join(', ')]),
	);
}

/** n8n keeps the bytes beside what it has made of them. */
function rawBodyOf(context: IWebhookFunctions): Uint8Array {
	const { rawBody } = context.getRequestObject() as { rawBody?: unknown };
	return rawBody instanceof Uint8Array ? rawBody : new Uint8Array();
}

function jsonIn(rawBody: Uint8Array): unknown {
	try {
		return JSON.parse(Buffer.from(rawBody).toString('utf8')) as unknown;
	} catch {
		return null;
	}
}

/** A callback may have been lost before n8n had stored the execution; a younger task's is still to come. */
const MAY_HAVE_CALLED_AFTER_MS = 5_000;

function tasksToPoll(
	suspension: Suspension,
	caller: Caller,
	memory: string,
	now: number,
): SuspendedTask[] {
	const known = endedTasks(memory);
	const open = inTurn(suspension.tasks.filter(({ taskId }) => !known.has(taskId)));
	if (caller.kind === 'provider') {
		const own = open.filter(({ taskId }) => taskId === caller.task.taskId);
		return beginMemory(memory, now) ? [...own, ...open.filter((task) => !own.includes(task))] : own;
	}
	// At the deadline the run itself looks at every task once more.
	if (now >= suspension.deadline) return [];
	return open.filter(({ submittedAt }) => now - submittedAt >= MAY_HAVE_CALLED_AFTER_MS);
}

/** From anywhere on: where not all can be asked for in time, others come first in the next call. */
function inTurn<T>(all: readonly T[]): T[] {
	const first = Math.floor(Math.random() * all.length);
	return [...all.slice(first), ...all.slice(0, first)];
}

function reasonToResume(
	{ tasks, failFast, deadline }: Suspension,
	known: ReadonlyMap<string, VideoTask>,
	caller: Caller,
	now: number,
): ResumeSignal['reason'] | null {
	if (failFast && [...known.values()].some(({ failure }) => failure !== null)) return 'failed';
	const open = tasks.filter(({ taskId }) => !hasEnded(known.get(taskId)?.status ?? 'queued'));
	if (open.length === 0) return 'ended';
	// An item that waits for less than the others is not waited for any longer.
	const late = open.filter((task) => now >= timeoutOf(task));
	const isSelf = caller.kind === 'self';
	if (failFast && isSelf && late.some(({ terms }) => terms.onTimeout === 'error')) return 'failed';
	return late.length === open.length || (isSelf && now >= deadline) ? 'deadline' : null;
}

function resume(
	context: IWebhookFunctions,
	suspension: Suspension,
	signal: ResumeSignal,
	now: number,
): IWebhookResponseData {
	if (!letRunAgain(context)) {
		return respond(context, 501, { error: 'This version of n8n cannot run the node again' });
	}
	const executionId = context.getExecutionId();
	markResumed(memoryName(executionId, suspension), now);
	planLastCall(executionId, now + RESUME_TAKES_MS);
	return { workflowData: [resumeItems(suspension.inputs, signal)] };
}

/**
 * n8n marks a resumed node as disabled, so that the items of `webhook()` become its output as they
 * are, and an error thrown here would reach the next nodes as an empty item. Ours runs once more
 * instead: then its errors, Retry On Fail and error output are what they are without a suspension,
 * and in queue mode the videos are fetched by a worker.
 */
function letRunAgain(context: IWebhookFunctions): boolean {
	const { executeData } = context as IWebhookFunctions & { executeData?: IExecuteData };
	if (executeData === undefined) return false;
	executeData.node.disabled = false;
	// It was meant for n8n's own timer.
	delete executeData.metadata?.resumeError;
	return true;
}

function respond(context: IWebhookFunctions, status: number, body: object): IWebhookResponseData {
	context.getResponseObject().status(status).json(body);
	return { noWebhookResponse: true };
}

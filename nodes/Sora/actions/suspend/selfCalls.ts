/**
 * Calls that a suspended execution gets from this very process, through its own resume URL: for
 * callbacks that were lost, and at its deadline. n8n's own timer would end the suspension without
 * letting the node look once more.
 */

import { sleep } from 'n8n-workflow';
import { isObject } from '../../shared/json';
import { timeoutOf, type SuspendedTask, type Suspension } from './suspension';

/** Sent along, so that our own calls are known. */
export const TOKEN_HEADER = 'x-sora-resume-token';

export interface OwnCall {
	/** The execution's resume URL. */
	url: string;
	token: string;
	/** Unix milliseconds of the next call. */
	at: number;
	/** Unix milliseconds of the last one. */
	deadline: number;
	/** Calls in a row that met nobody who could answer. */
	misses: number;
	/** The last response came from something that is not n8n's webhook. */
	isMisrouted?: boolean;
}

/** By execution ID. Thousands may be suspended, so nothing else of them is held here. */
const planned = new Map<string, OwnCall>();
/** Who is told of a resume URL that does not reach n8n, by execution ID; once each. */
const warnings = new Map<string, (message: string) => void>();
let isRunning = false;

const TICK_MS = 1000;
const CALL_TIMEOUT_MS = 60_000;
/** Many executions suspended together have their deadlines together. */
const CALLS_AT_ONCE = 4;

/** @param at Unix milliseconds of the first call; the answers to it say when the next one is due. */
export function planCalls(
	executionId: string,
	call: Pick<OwnCall, 'url' | 'token' | 'at' | 'deadline'>,
	warn: (message: string) => void,
): void {
	planned.set(executionId, { ...call, misses: 0 });
	warnings.set(executionId, warn);
	if (!isRunning) void run();
}

/** The execution was told to go on: one call more, should that have failed. */
export function planLastCall(executionId: string, at: number): void {
	const call = planned.get(executionId);
	if (call) planned.set(executionId, { ...call, at, deadline: at, misses: MISSES_IN_A_ROW - 1 });
}

async function run(): Promise<void> {
	isRunning = true;
	while (planned.size > 0) {
		await sleep(TICK_MS);
		const due = [...planned].filter(([, { at }]) => at <= Date.now());
		while (due.length > 0) {
			await Promise.all(
				due.splice(0, CALLS_AT_ONCE).map(async ([id, call]) => await make(id, call)),
			);
		}
	}
	isRunning = false;
}

/** `status`: null where nobody answered. */
interface Answer {
	status: number | null;
	text: string;
}

async function send(url: string, token: string, timeoutMs: number): Promise<Answer> {
	return await fetch(url, {
		method: 'POST',
		headers: { [TOKEN_HEADER]: token },
		signal: AbortSignal.timeout(timeoutMs),
	}).then(
		async (response) => ({ status: response.status, text: await response.text().catch(() => '') }),
		() => ({ status: null, text: '' }),
	);
}

const PROBE_TIMEOUT_MS = 5_000;

/**
 * Tries the resume URL of an execution that still runs: n8n refuses that.
 * @returns why nobody can resume it, as a sentence, where somebody else answers; else null.
 */
export async function misroutedReason(url: string): Promise<string | null> {
	const answer = await send(url, '', PROBE_TIMEOUT_MS);
	return isOfSomebodyElse(answer) ? misrouted(url) : null;
}

async function make(executionId: string, call: OwnCall): Promise<void> {
	const response = await send(call.url, call.token, CALL_TIMEOUT_MS);
	if (planned.get(executionId) !== call) return;
	const next = afterOwnCall(call, response, Date.now());
	if (next?.isMisrouted) {
		warnings.get(executionId)?.(misrouted(call.url));
		warnings.delete(executionId);
	}
	if (next !== null) {
		planned.set(executionId, next);
		return;
	}
	planned.delete(executionId);
	warnings.delete(executionId);
}

function misrouted(url: string): string {
	const origin = URL.canParse(url) ? new URL(url).origin : url;
	return `${origin}/webhook-waiting/ was answered by something other than n8n, so suspended executions can't be resumed before their wait ends: route /webhook-waiting/ to n8n in the proxy in front of it.`;
}

const MISSES_IN_A_ROW = 6;

/**
 * When to call again, if at all. n8n answers 409 while an execution is still being stored, and also
 * when it runs again or has ended; only the words differ.
 */
export function afterOwnCall(call: OwnCall, response: Answer, now: number): OwnCall | null {
	const { status, text } = response;
	const isMisrouted = isOfSomebodyElse(response);
	if (status === 200 && !isMisrouted) {
		const again = nextCallIn(text);
		return again === null ? null : { ...call, at: again, misses: 0 };
	}
	const mayBeThereLater =
		isMisrouted || status === null || status >= 500 || (status === 409 && /running/i.test(text));
	if (!mayBeThereLater) return null;
	const misses = call.misses + 1;
	if (misses < MISSES_IN_A_ROW) {
		return { ...call, at: now + TICK_MS * 2 ** (misses - 1), misses, isMisrouted };
	}
	return now < call.deadline ? { ...call, at: call.deadline, misses: 0, isMisrouted } : null;
}

/** n8n answers in JSON: with a message, or with what we have it say. A page is its editor's, or a proxy's. */
function isOfSomebodyElse({ status, text }: Answer): boolean {
	if (status === null || status >= 500) return false;
	if (status >= 300) return /^\s*</.test(text);
	const answer = jsonIn(text);
	return !isObject(answer) || !('nextCallAt' in answer || 'message' in answer);
}

/** Our own calls are answered with `{ nextCallAt }`, in Unix milliseconds; others, where it goes on. */
function nextCallIn(text: string): number | null {
	const response = jsonIn(text);
	return isObject(response) && typeof response.nextCallAt === 'number' ? response.nextCallAt : null;
}

function jsonIn(text: string): unknown {
	try {
		return JSON.parse(text) as unknown;
	} catch {
		return null;
	}
}

type Times = Pick<
	Suspension,
	'tasks' | 'failFast' | 'suspendedAt' | 'deadline' | 'usualRenderMs' | 'unreachable'
>;

/** Long enough for n8n to store the execution. */
const STORED_AFTER_MS = 2_000;
/** The providers try a callback again for at least so long; until then it finds the execution suspended. */
const RETRIED_FOR_MS = 2_000;
/** A render that takes twice its usual time may as well have ended unheard. */
const LATE = 2;
const SHORTEST_NET_MS = 120_000;
/** Of the wait, where nobody knows how long the renders take. */
const PART_OF_WAIT = 1 / 3;
/** Each look costs one status call for each open task. */
const THEN_TIMES = 4;
/** How often we look ourselves where no callback can come. */
const UNREACHABLE_MS = 30_000;

/** A long run of submits may have missed the first callbacks; @returns Unix milliseconds. */
export function firstCallAt(times: Times): number {
	const { tasks, suspendedAt, deadline } = times;
	const firstSubmit = Math.min(...tasks.map(({ submittedAt }) => submittedAt));
	const mayHaveMissedOne = suspendedAt - firstSubmit > RETRIED_FOR_MS;
	return mayHaveMissedOne
		? Math.min(suspendedAt + STORED_AFTER_MS, deadline)
		: nextCallAt(times, suspendedAt);
}

/**
 * Callbacks get lost (n8n was overloaded, or behind a broken proxy): so we look when the renders
 * should long have ended, then at four times that, and at the deadline.
 * @returns Unix milliseconds.
 */
export function nextCallAt(times: Times, now: number): number {
	return Math.min(scheduledCallAt(times, now), firstTimeout(times, now) ?? Infinity);
}

/** Apart, so that items that were submitted one after another do not make a call each. */
const TIMEOUTS_APART_MS = 10_000;

/** Items that wait nearly as long as the longest are looked at with it. */
const NEAR_DEADLINE_MS = 60_000;

/** When the next item has waited for as long as it may, if that can end the run. */
function firstTimeout({ tasks, failFast, deadline }: Times, now: number): number | null {
	const endsRun = ({ terms }: SuspendedTask) => failFast && terms.onTimeout === 'error';
	const ends = tasks
		.map((task) => ({ end: timeoutOf(task), endsRun: endsRun(task) }))
		.filter(({ end, endsRun: counts }) => counts || end < deadline - NEAR_DEADLINE_MS)
		.map(({ end }) => end)
		.filter((end) => end > now);
	return ends.length === 0 ? null : Math.max(now + TIMEOUTS_APART_MS, Math.min(...ends));
}

function scheduledCallAt(times: Times, now: number): number {
	const { suspendedAt, deadline, usualRenderMs, unreachable } = times;
	if (unreachable !== null) return Math.min(deadline, now + UNREACHABLE_MS);
	const lateMs =
		usualRenderMs === null ? (deadline - suspendedAt) * PART_OF_WAIT : usualRenderMs * LATE;
	let afterMs = Math.max(SHORTEST_NET_MS, lateMs);
	while (suspendedAt + afterMs <= now) afterMs *= THEN_TIMES;
	return Math.min(deadline, suspendedAt + afterMs);
}

/**
 * Calls that a suspended execution gets from this very process, through its own resume URL: for
 * callbacks that were lost, and at its deadline. n8n's own timer would end the suspension without
 * letting the node look once more. `suspensionTimes.ts` says when they are due.
 */

import { sleep } from 'n8n-workflow';
import { isObject } from '../../shared/json';

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
/** Many executions parked together have their deadlines together. */
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

async function make(executionId: string, call: OwnCall): Promise<void> {
	const response = await fetch(call.url, {
		method: 'POST',
		headers: { [TOKEN_HEADER]: call.token },
		signal: AbortSignal.timeout(CALL_TIMEOUT_MS),
	}).then(
		async (response) => ({ status: response.status, text: await response.text().catch(() => '') }),
		() => ({ status: null, text: '' }),
	);
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

/** @returns what the log says of a resume URL behind which there is no webhook. */
function misrouted(url: string): string {
	const origin = URL.canParse(url) ? new URL(url).origin : url;
	return `A web page came back from ${origin}/webhook-waiting/ instead of a response of n8n: the proxy in front of n8n does not route /webhook-waiting/ to it. Suspended executions can't be resumed before their wait ends.`;
}

const MISSES_IN_A_ROW = 6;

/**
 * When to call again, if at all. n8n answers 409 while an execution is still being stored, and also
 * when it runs again or has ended; only the words differ.
 */
export function afterOwnCall(
	call: OwnCall,
	response: { status: number | null; text: string },
	now: number,
): OwnCall | null {
	const { status, text } = response;
	// n8n responds in JSON. A page is its editor's, or a proxy's.
	const isMisrouted = status !== null && status < 500 && /^\s*</.test(text);
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

/** Our own calls are answered with `{ nextCallAt }`, in Unix milliseconds; others, where it goes on. */
function nextCallIn(text: string): number | null {
	try {
		const response: unknown = JSON.parse(text);
		return isObject(response) && typeof response.nextCallAt === 'number'
			? response.nextCallAt
			: null;
	} catch {
		return null;
	}
}

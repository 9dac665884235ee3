import { sleep } from 'n8n-workflow';
import type { Clock } from '../engine/ports';
import { OneTimeEvent } from '../shared/oneTimeEvent';

/** n8n's linter forbids timers; its own `sleep` cannot be cut short, so it is taken in slices. */
const SLICE_MS = 1000;

/** Milliseconds since some moment; goes on evenly whatever is done to the system's clock. */
export function monotonicMs(): number {
	return performance.now();
}

/**
 * The time of day is read once; from there on it passes evenly, so that a clock that is set while
 * videos render neither prolongs a wait nor ends it.
 * @param signal n8n's cancel signal of the execution, where it has one.
 */
export function clockOf(signal: AbortSignal | undefined): Clock {
	const startedAt = Date.now() - monotonicMs();
	const stop = new OneTimeEvent();
	signal?.addEventListener('abort', () => stop.fire(), { once: true });
	return {
		now: () => Math.round(startedAt + monotonicMs()),
		random: () => Math.random(),
		get stopped() {
			return signal?.aborted ?? false;
		},
		async sleep(ms) {
			const end = monotonicMs() + ms;
			for (let left = ms; left > 0 && !signal?.aborted; left = end - monotonicMs()) {
				await stop.orUntil(sleep(Math.min(left, SLICE_MS)));
			}
		},
	};
}

/** @returns what the promise brings, or null when `ms` milliseconds have passed before. */
export async function withinMs<T>(promise: Promise<T>, ms: number): Promise<T | null> {
	const end = monotonicMs() + ms;
	let settled: { value: T } | null = null;
	// It brings nothing itself: a pause that is still on would hold it.
	const watched = promise.then((value) => {
		settled = { value };
	});
	for (let left = ms; left > 0 && settled === null; left = end - monotonicMs()) {
		await Promise.race([watched, sleep(Math.min(left, SLICE_MS))]);
	}
	return settled === null ? null : (settled as { value: T }).value;
}

/** Long work of several executions: a piece of it at a time, and n8n's other work before each. */
export class Turns {
	private readonly waiting: Array<() => void> = [];
	private isRunning = false;

	/** @param pause lets others work. */
	constructor(private readonly pause: () => Promise<void>) {}

	async next(): Promise<void> {
		const turn = new Promise<void>((begin) => this.waiting.push(begin));
		if (!this.isRunning) void this.run();
		await turn;
	}

	private async run(): Promise<void> {
		this.isRunning = true;
		while (this.waiting.length > 0) {
			await this.pause();
			this.waiting.shift()?.();
		}
		this.isRunning = false;
	}
}

/** Work that computes for longer keeps n8n from everything else it does. */
const WORK_BETWEEN_BREAKS_MS = 20;

const turns = new Turns(async () => {
	await sleep(0);
	// The first one began before the last piece, and may end with it: Node has read nothing in between.
	await sleep(0);
});

/** @returns called between two steps of long work: lets n8n do other work where it is time for that. */
export function breaks(): () => Promise<void> {
	let workedSince = monotonicMs();
	return async () => {
		if (monotonicMs() - workedSince < WORK_BETWEEN_BREAKS_MS) return;
		await turns.next();
		workedSince = monotonicMs();
	};
}

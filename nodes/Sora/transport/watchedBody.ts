/** A response's body, watched: whoever falls silent in the middle of an answer is not waited for. */

import { sleep } from 'n8n-workflow';
import { monotonicMs } from './clock';

/** All in milliseconds, counted from the headers. */
export interface BodyLimits {
	/** Waiting for bytes. */
	silenceMs: number;
	/** So many bytes must come for a silence to be over: a server that drips is as good as silent. */
	progressBytes: number;
	/** From here on a silence of `lastSilenceMs` ends the answer. */
	patienceMs: number;
	lastSilenceMs: number;
	/** The whole answer. */
	totalMs: number;
}

const SLICE_MS = 500;

/** A body that n8n hands over as a stream: more than async iteration is not relied upon. */
export type Body = AsyncIterable<Uint8Array> & { destroy?: () => unknown };

/** The server stopped in the middle of its answer. */
export class StallError extends Error {
	readonly code = 'STALL_TIMEOUT';

	constructor() {
		super('The server stopped in the middle of its answer');
	}
}

interface PendingRead {
	since: number;
	/** Ends it, and closes the connection. */
	stall(): void;
}

/**
 * @returns the same bytes; a read rejects with a `StallError`, and the connection is closed, when a
 * limit has passed. Time in which nobody reads does not count.
 */
export function watchedBody(
	body: Body,
	limits: BodyLimits,
	signal?: AbortSignal,
): AsyncIterable<Uint8Array> {
	return { [Symbol.asyncIterator]: () => new WatchedReader(body, new Patience(limits, signal)) };
}

class WatchedReader implements AsyncIterator<Uint8Array> {
	private readonly source: AsyncIterator<Uint8Array>;

	constructor(
		private readonly body: Body,
		private readonly patience: Patience,
	) {
		this.source = body[Symbol.asyncIterator]();
	}

	async next(): Promise<IteratorResult<Uint8Array>> {
		return await new Promise((resolve, reject) => {
			const stall = () => {
				this.body.destroy?.();
				reject(new StallError());
			};
			this.patience.begin(stall);
			this.source.next().then(
				(step) => {
					this.patience.end(step.done ? 0 : step.value.length);
					resolve(step);
				},
				(error: unknown) => {
					this.patience.end(0);
					reject(error instanceof Error ? error : new Error(String(error)));
				},
			);
		});
	}

	async return(): Promise<IteratorResult<Uint8Array>> {
		this.patience.end(0);
		this.body.destroy?.();
		return await Promise.resolve({ done: true, value: undefined });
	}
}

/**
 * How long is still waited. Knows the reader only while a read is pending: the last pause goes on when
 * the response has long been read, which nobody shall hold until then.
 */
class Patience {
	private readonly openedAt = monotonicMs();
	private pending: PendingRead | null = null;
	private isWatching = false;
	/** Since there was progress: time spent waiting, and bytes that came. */
	private waitedMs = 0;
	private bytes = 0;

	constructor(
		private readonly limits: BodyLimits,
		private readonly signal: AbortSignal | undefined,
	) {}

	begin(stall: () => void): void {
		this.pending = { since: monotonicMs(), stall };
		if (!this.isWatching) void this.watch();
	}

	end(bytes: number): void {
		if (this.pending !== null) this.waitedMs += monotonicMs() - this.pending.since;
		this.pending = null;
		this.bytes += bytes;
		if (this.bytes < this.limits.progressBytes) return;
		this.waitedMs = this.bytes = 0;
	}

	/** Looks after the read that is pending, as long as there is one. */
	private async watch(): Promise<void> {
		this.isWatching = true;
		while (this.pending !== null) {
			const leftMs = this.leftMs(this.pending.since);
			if (leftMs <= 0 || this.signal?.aborted) {
				const { stall } = this.pending;
				this.pending = null;
				stall();
				break;
			}
			await sleep(Math.min(leftMs, SLICE_MS));
		}
		this.isWatching = false;
	}

	private leftMs(since: number): number {
		const { silenceMs, patienceMs, lastSilenceMs, totalMs } = this.limits;
		const now = monotonicMs();
		const waitedMs = this.waitedMs + now - since;
		const ageMs = now - this.openedAt;
		const untilImpatient = Math.max(patienceMs - ageMs, lastSilenceMs - waitedMs);
		return Math.min(silenceMs - waitedMs, untilImpatient, totalMs - ageMs);
	}
}

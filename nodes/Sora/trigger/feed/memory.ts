/** What the trigger knows between two polls: which tasks are handled, and which are still to come. */

import { createHash } from 'crypto';
import type { VideoTask } from '../../providers/video';
import type { BackOff } from './backOff';

/** 60 bits: no two of the few thousand tasks that are remembered share a digest. */
export const DIGEST_LENGTH = 10;

/** A short stand-in for a task's ID. */
export function digestOf(id: string): string {
	return createHash('sha256').update(id).digest('base64url').slice(0, DIGEST_LENGTH);
}

/** The provider's own time of creation in Unix ms; 0 if it gives none. Our clock is never asked. */
export function creationOf({ createdAt }: Pick<VideoTask, 'createdAt'>): number {
	const time = Date.parse(createdAt ?? '');
	return Number.isNaN(time) ? 0 : time;
}

/** The parts of a memory that are single values. */
export interface FeedTimes {
	/** Unix ms by the provider's clock. */
	watermark: number;
	/** Creation of the newest task in the last list that was read to its end. */
	newest: number;
	/** When a task was last met for the first time (Unix ms by our clock). */
	newsAt: number;
	backOff: BackOff | null;
}

/**
 * Tasks created at or after the watermark are read from the provider's list again and again. Older
 * ones are not, except those kept as open. So at any time each task is handled, or open, or will be
 * listed again.
 */
export class FeedMemory {
	/** Emitted or ignored tasks, by digest, with their creation. The last one seen comes last. */
	readonly handled = new Map<string, number>();
	/** Tasks still to be emitted, by ID, with their creation. */
	readonly open = new Map<string, number>();
	/** In how many polls in a row a task failed, by digest. */
	readonly failures = new Map<string, number>();
	private readonly times: FeedTimes;

	constructor(times: Partial<FeedTimes> = {}) {
		this.times = { watermark: 0, newest: 0, newsAt: 0, backOff: null, ...times };
	}

	get watermark(): number {
		return this.times.watermark;
	}

	get newest(): number {
		return this.times.newest;
	}

	get newsAt(): number {
		return this.times.newsAt;
	}

	get backOff(): BackOff | null {
		return this.times.backOff;
	}

	/** Is this task still to be emitted, as far as we know? */
	concerns(id: string, createdAt: number): boolean {
		const digest = digestOf(id);
		const handledAt = this.handled.get(digest);
		if (handledAt !== undefined) {
			this.handled.delete(digest);
			this.handled.set(digest, handledAt);
			return false;
		}
		return this.open.has(id) || createdAt >= this.watermark;
	}

	isHandled(id: string): boolean {
		return this.handled.has(digestOf(id));
	}

	keepOpen(id: string, createdAt: number): void {
		if (!this.open.has(id)) this.open.set(id, createdAt);
	}

	/** The task has been emitted, or never will be. */
	recordHandled(id: string, createdAt: number): void {
		const digest = digestOf(id);
		this.handled.set(digest, this.open.get(id) ?? createdAt);
		this.open.delete(id);
		this.failures.delete(digest);
	}

	/** @returns in how many polls in a row the task failed, this one included. */
	countFailure(id: string): number {
		const digest = digestOf(id);
		const count = (this.failures.get(digest) ?? 0) + 1;
		this.failures.set(digest, count);
		return count;
	}

	/** The task is well: earlier failures no longer count. */
	clearFailures(id: string): void {
		this.failures.delete(digestOf(id));
	}

	/** A list was read to its end. @param newest creation of its newest task (Unix ms). */
	recordNewest(newest: number): void {
		this.times.newest = Math.max(this.times.newest, newest);
	}

	/** A task was met for the first time. @param at Unix ms by our clock. */
	recordNews(at: number): void {
		this.times.newsAt = at;
	}

	setBackOff(backOff: BackOff | null): void {
		this.times.backOff = backOff;
	}

	/** Moves the watermark and forgets the handled tasks below it. It never goes back. */
	raiseWatermark(to: number): void {
		this.times.watermark = Math.max(this.times.watermark, to);
		for (const [digest, createdAt] of [...this.handled]) {
			if (createdAt < this.watermark) this.handled.delete(digest);
		}
	}

	/** Forgets everything except these tasks. */
	forgetAllBut(ids: readonly string[]): void {
		const digests = new Set(ids.map(digestOf));
		const known = new Set(ids);
		for (const counted of [this.handled, this.failures]) {
			for (const digest of [...counted.keys()]) if (!digests.has(digest)) counted.delete(digest);
		}
		for (const id of [...this.open.keys()]) if (!known.has(id)) this.open.delete(id);
	}
}

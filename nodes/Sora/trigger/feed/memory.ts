/** What the trigger knows between two polls: which tasks are handled, and which are still to come. */

import { createHash } from 'crypto';
import type { VideoTask } from '../../providers/video';
import type { BackOff } from './backOff';
import { modelNamesOf, withModelNames, type ModelNames } from './modelNames';

/** 60 bits: no two of the few thousand tasks that are remembered share a digest. */
export const DIGEST_LENGTH = 10;

/** A short stand-in for a task's ID. */
export function digestOf(id: string): string {
	return createHash('sha256').update(id).digest('base64url').slice(0, DIGEST_LENGTH);
}

/** The last time that is stored (in the year 2059): base 36 of so many characters. */
export const TIME_LENGTH = 8;
const LAST_TIME = 36 ** TIME_LENGTH - 1;

/**
 * The provider's own time of creation in Unix ms, or of its coming into the list, where that is
 * another one; 0 if it gives none, or one that makes no sense. Our clock is never asked.
 */
export function creationOf({
	createdAt,
	listedAt,
}: Pick<VideoTask, 'createdAt' | 'listedAt'>): number {
	const time = Date.parse(listedAt ?? createdAt ?? '');
	return time > 0 && time <= LAST_TIME ? time : 0;
}

/** Counted apart from downloads that fail. */
export function missingName(id: string): string {
	return `missing ${id}`;
}

/** The parts of a memory that are single values. */
export interface FeedTimes {
	/** Unix ms by the provider's clock. */
	watermark: number;
	/** Creation of the newest task in the last list that was read to its end. */
	newest: number;
	/** When that task was first seen to be the newest (Unix ms by our clock). */
	newestAt: number;
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
	/** What lists said of the models of open tasks, by ID. */
	readonly models = new Map<string, ModelNames>();
	private readonly times: FeedTimes;

	constructor(times: Partial<FeedTimes> = {}) {
		this.times = { watermark: 0, newest: 0, newestAt: 0, newsAt: 0, backOff: null, ...times };
	}

	get watermark(): number {
		return this.times.watermark;
	}

	get newest(): number {
		return this.times.newest;
	}

	get newestAt(): number {
		return this.times.newestAt;
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
			this.handled.set(digest, Math.max(handledAt, createdAt));
			return false;
		}
		return this.open.has(id) || createdAt >= this.watermark;
	}

	isHandled(id: string): boolean {
		return this.handled.has(digestOf(id));
	}

	keepOpen(id: string, createdAt: number): void {
		this.open.set(id, Math.max(this.open.get(id) ?? 0, createdAt));
	}

	/** Keeps what a list says of the models of an open task. */
	recordModels(task: VideoTask): void {
		const names = modelNamesOf(task);
		if (names !== null && this.open.has(task.id)) this.models.set(task.id, names);
	}

	/** The task as it says itself, with what a list said of its models. */
	withModels(task: VideoTask): VideoTask {
		return withModelNames(task, this.models.get(task.id));
	}

	/** The task has been emitted, or never will be. */
	recordHandled(id: string, createdAt: number): void {
		const digest = digestOf(id);
		this.handled.set(digest, Math.max(this.open.get(id) ?? 0, createdAt));
		this.failures.delete(digest);
		this.forgetOpen(id);
	}

	/** The task does not concern the trigger, whatever is watched. */
	forgetOpen(id: string): void {
		this.open.delete(id);
		this.models.delete(id);
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

	/**
	 * A list was read to its end.
	 * @param newest creation of its newest task (Unix ms).
	 * @param now Unix ms by our clock.
	 */
	recordNewest(newest: number, now: number): void {
		if (newest <= this.times.newest) return;
		this.times.newest = newest;
		this.times.newestAt = now;
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
		for (const id of [...this.open.keys()]) if (!known.has(id)) this.forgetOpen(id);
	}
}

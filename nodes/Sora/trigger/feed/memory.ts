/** What the trigger knows between two polls: which tasks are dealt with, and which are still to come. */

import { createHash } from 'crypto';
import type { VideoTask } from '../../providers/video';

/** 60 bits: among the few thousand tasks that are remembered, no two are taken for one another. */
const MARK_LENGTH = 10;

/** A short stand-in for a task's ID. */
export function markOf(id: string): string {
	return createHash('sha256').update(id).digest('base64url').slice(0, MARK_LENGTH);
}

/** The provider's own time of creation in Unix ms; 0 where it gives none. Our clock is never asked. */
export function creationOf({ createdAt }: Pick<VideoTask, 'createdAt'>): number {
	const time = Date.parse(createdAt ?? '');
	return Number.isNaN(time) ? 0 : time;
}

export interface BackOff {
	/** Unix ms by our clock; the provider is left alone until then. */
	until: number;
	/** Troubles in a row. */
	troubles: number;
}

/**
 * Tasks created at or after the watermark are read from the provider's list again and again; those
 * before it are not, but for the ones that are kept as open. So at any time each task is dealt
 * with, or open, or will be listed again.
 */
export class FeedMemory {
	/** Unix ms by the provider's clock: the watermark. */
	since = 0;
	/** Creation of the newest task in the last list that was read to its end. */
	newest = 0;
	/** When a task was last met for the first time (Unix ms by our clock). */
	newsAt = 0;
	backOff: BackOff | null = null;
	/** Emitted or ignored tasks, by their marks, with their creation. Last seen, last in order. */
	readonly dealt = new Map<string, number>();
	/** Tasks still to be emitted, by their IDs, with their creation. */
	readonly open = new Map<string, number>();
	/** Polls in a row that failed at a task, by its mark. */
	readonly failures = new Map<string, number>();

	/** Is this task still to be emitted, as far as we know? */
	concerns(id: string, createdAt: number): boolean {
		const mark = markOf(id);
		const dealtAt = this.dealt.get(mark);
		if (dealtAt !== undefined) {
			this.dealt.delete(mark);
			this.dealt.set(mark, dealtAt);
			return false;
		}
		return this.open.has(id) || createdAt >= this.since;
	}

	isDealt(id: string): boolean {
		return this.dealt.has(markOf(id));
	}

	keepOpen(id: string, createdAt: number): void {
		if (!this.open.has(id)) this.open.set(id, createdAt);
	}

	/** The task is emitted, or never will be. */
	deal(id: string, createdAt: number): void {
		const mark = markOf(id);
		this.dealt.set(mark, this.open.get(id) ?? createdAt);
		this.open.delete(id);
		this.failures.delete(mark);
	}

	/** @returns in how many polls in a row the task was in trouble, this one included. */
	countFailure(id: string): number {
		const mark = markOf(id);
		const count = (this.failures.get(mark) ?? 0) + 1;
		this.failures.set(mark, count);
		return count;
	}

	/** The task is well: what failed before does not count any more. */
	clearFailures(id: string): void {
		this.failures.delete(markOf(id));
	}

	/** Forgets everything but these tasks. */
	forgetAllBut(ids: readonly string[]): void {
		const marks = new Set(ids.map(markOf));
		const known = new Set(ids);
		for (const mark of [...this.dealt.keys()]) if (!marks.has(mark)) this.dealt.delete(mark);
		for (const mark of [...this.failures.keys()]) if (!marks.has(mark)) this.failures.delete(mark);
		for (const id of [...this.open.keys()]) if (!known.has(id)) this.open.delete(id);
	}
}

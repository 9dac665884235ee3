/** How far the account's list has been read, and so how far the watermark may rise. */

import type { Clock } from '../../engine/ports';
import type { FeedMemory } from './memory';
import { watermarkOf } from './watermark';

/** A task may be listed some minutes after it was created, and out of order by as much. */
const SLACK_MS = 5 * 60_000;

export class ListProgress {
	/** Unix ms; null until a list has been read to its end. */
	private pendingWatermark: number | null = null;

	constructor(
		private readonly memory: FeedMemory,
		private readonly clock: Clock,
	) {}

	/** Everything that was created since the watermark is known. */
	get isComplete(): boolean {
		return this.pendingWatermark !== null;
	}

	/** The first list was read. @param times creation of its rows (Unix ms). */
	completeFirst(times: readonly number[]): void {
		this.memory.recordNewest(newestButOne(times), this.clock.now());
		this.pendingWatermark = this.memory.newest - SLACK_MS;
	}

	/**
	 * The list was read back to the watermark, which may now rise to five minutes before the newest row
	 * of the list before: what was listed once is listed once more, because lists shift while they are
	 * paged. A row that has been the newest for five minutes is passed: whatever is older has been
	 * listed by then, and an idle account is not read back to its last busy minutes forever.
	 * @param times creation of its rows (Unix ms).
	 */
	complete(times: readonly number[]): void {
		const { memory } = this;
		const now = this.clock.now();
		const isSettled = memory.newest > 0 && now - memory.newestAt >= SLACK_MS;
		this.pendingWatermark = isSettled ? memory.newest + 1 : memory.newest - SLACK_MS;
		memory.recordNewest(newestButOne(times), now);
	}

	/** There is no list to read back: all that is known fits. */
	completeWithoutList(): void {
		this.pendingWatermark = 0;
	}

	/** Moves the watermark as far as everything is known and can be remembered. */
	raiseWatermark(): void {
		const { memory, pendingWatermark } = this;
		if (pendingWatermark !== null) memory.raiseWatermark(watermarkOf(memory, pendingWatermark));
	}
}

/** A single task with a time in the future must not lift the watermark above all that come. */
function newestButOne(times: readonly number[]): number {
	const [, second = 0] = [...times].sort((a, b) => b - a);
	return second;
}

/** The tasks that a poll waits for, and when each of them is asked for next. */

import { nextPollDelayMs, requestedPaceMs } from '../../engine/poll/pollPace';
import type { Clock } from '../../engine/ports';
import type { Provider } from '../../providers/provider';

const SHORTEST_INTERVAL_MS = 3_000;
/** A task whose creation nobody tells is taken to have begun so long ago. */
const USUAL_AGE_MS = 60_000;

export interface TaskTraits {
	/** A list says that it has ended, and may have left out its outputs: only the task itself can tell. */
	isUnconfirmed: boolean;
	/** It will probably make no video: waited for, but not watched. */
	isOtherKind: boolean;
}

interface Unfinished extends TaskTraits {
	readonly createdAt: number;
	/** Polls of this task in this poll of the trigger. */
	attempts: number;
	/** Of these, in a row, those that told nothing. */
	consecutiveFailures: number;
	/** Unix ms of the next poll of this task; 0: not planned yet. */
	dueAt: number;
	isBeingPolled: boolean;
}

export class UnfinishedTasks {
	private readonly tasks = new Map<string, Unfinished>();

	constructor(
		private readonly clock: Clock,
		private readonly pace: Provider['pace'],
	) {}

	/** How many are watched. */
	get size(): number {
		return [...this.tasks.values()].filter(({ isOtherKind }) => !isOtherKind).length;
	}

	/** Unix ms; Infinity if there is none. */
	get oldestCreation(): number {
		return Math.min(...[...this.tasks.values()].map(({ createdAt }) => createdAt));
	}

	isUnconfirmed(id: string): boolean {
		return this.tasks.get(id)?.isUnconfirmed === true;
	}

	/**
	 * @param about `isUnconfirmed`: a list says that it has ended, without its outputs, so it is due at
	 * once. `isOtherKind`: it will probably make no video.
	 */
	add(
		id: string,
		createdAt: number,
		{ isUnconfirmed = false, isOtherKind = false }: Partial<TaskTraits> = {},
	): void {
		const known = this.tasks.get(id);
		if (known === undefined) {
			const unasked = { attempts: 0, consecutiveFailures: 0, dueAt: 0, isBeingPolled: false };
			this.tasks.set(id, { createdAt, isUnconfirmed, isOtherKind, ...unasked });
		} else if (isUnconfirmed && !known.isUnconfirmed) {
			known.isUnconfirmed = true;
			known.dueAt = this.clock.now();
		}
	}

	delete(id: string): void {
		this.tasks.delete(id);
	}

	setBeingPolled(id: string, isBeingPolled: boolean): void {
		const task = this.tasks.get(id);
		if (task) task.isBeingPolled = isBeingPolled;
	}

	/**
	 * @param hasTold the answer was about the task.
	 * @param pollAfterMs the pace that the server asks for; null where it does not say.
	 */
	recordAttempt(id: string, hasTold: boolean, pollAfterMs: number | null = null): void {
		const task = this.tasks.get(id);
		if (!task) return;
		task.attempts++;
		task.consecutiveFailures = hasTold ? 0 : task.consecutiveFailures + 1;
		if (pollAfterMs === null) return;
		task.dueAt = Math.max(task.dueAt, this.clock.now() + requestedPaceMs(pollAfterMs));
	}

	/**
	 * Plans the next poll of each task.
	 * @param onlyUnconfirmed the list tells of all others.
	 * @returns those whose time has come.
	 */
	takeDue(onlyUnconfirmed: boolean): string[] {
		const now = this.clock.now();
		return [...this.tasks].flatMap(([id, task]) => {
			if (task.isBeingPolled) return [];
			if ((onlyUnconfirmed || task.isOtherKind) && !task.isUnconfirmed) return [];
			const isDue = task.dueAt > 0 && now >= task.dueAt;
			if (task.dueAt === 0 || isDue) task.dueAt = now + this.intervalOf(task, now);
			return isDue ? [id] : [];
		});
	}

	private intervalOf(task: Unfinished, now: number): number {
		const next = nextPollDelayMs({
			elapsedMs: task.createdAt === 0 ? USUAL_AGE_MS : Math.max(0, now - task.createdAt),
			polls: task.attempts,
			troubles: task.consecutiveFailures,
			retryAfterMs: null,
			pollAfterMs: null,
			expected: null,
			queue: null,
			pace: this.pace,
			random: this.clock.random(),
		});
		return Math.max(SHORTEST_INTERVAL_MS, next);
	}
}

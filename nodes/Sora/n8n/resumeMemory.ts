/** What this process knows of suspended tasks: callbacks come one by one, and each tells of one task. */

import { hasEnded, type VideoTask } from '../providers/video';

interface Remembered {
	/** Ended tasks by their IDs. */
	ended: Map<string, VideoTask>;
	/** Unix milliseconds of the last time that somebody asked. */
	usedAt: number;
	/** Unix milliseconds of when the execution was told to go on; null before. */
	wokenAt: number | null;
}

const executions = new Map<string, Remembered>();

/** An execution that goes on is no longer called; one that failed to must be called again. */
export const WAKING_TAKES_MS = 30_000;
/** Longer than two callbacks of one execution are apart, short of a leak. */
const FORGOTTEN_AFTER_MS = 24 * 60 * 60 * 1000;

/**
 * Begins to remember an execution's callbacks.
 * @returns whether that is new: then earlier ones, if there were any, came to another process.
 */
export function beginMemory(executionId: string, now: number): boolean {
	if (executions.has(executionId)) return false;
	forgetOld(now);
	executions.set(executionId, { ended: new Map(), usedAt: now, wokenAt: null });
	return true;
}

export function endedTasks(executionId: string): ReadonlyMap<string, VideoTask> {
	return executions.get(executionId)?.ended ?? new Map<string, VideoTask>();
}

export function remember(executionId: string, tasks: readonly VideoTask[], now: number): void {
	beginMemory(executionId, now);
	const known = executions.get(executionId);
	if (known === undefined) return;
	known.usedAt = now;
	for (const task of tasks) if (hasEnded(task.status)) known.ended.set(task.id, task);
}

/** @returns false where the execution has just been told to go on by another callback. */
export function mayWake(executionId: string, now: number): boolean {
	const wokenAt = executions.get(executionId)?.wokenAt ?? null;
	return wokenAt === null || now - wokenAt > WAKING_TAKES_MS;
}

export function markWoken(executionId: string, now: number): void {
	executions.set(executionId, { ended: new Map(), usedAt: now, wokenAt: now });
}

function forgetOld(now: number): void {
	for (const [id, { usedAt, wokenAt }] of executions) {
		const limit = wokenAt === null ? FORGOTTEN_AFTER_MS : WAKING_TAKES_MS;
		if (now - usedAt > limit) executions.delete(id);
	}
}

/** What this process knows of suspended tasks: callbacks come one by one, and each tells of one task. */

import { hasEnded, type VideoTask } from '../../providers/video';

interface Remembered {
	/** Ended tasks by their IDs. */
	ended: Map<string, VideoTask>;
	/** Unix milliseconds of the last time that somebody asked. */
	usedAt: number;
	/** Unix milliseconds of when the execution was told to go on; null before. */
	resumedAt: number | null;
}

const executions = new Map<string, Remembered>();

/**
 * What the memory of a suspension goes by: an execution may be suspended again, in a loop or by a
 * second node, and is then to be resumed again, however soon that is.
 */
export function memoryName(executionId: string, { tokenHash }: { tokenHash: string }): string {
	return `${executionId} ${tokenHash}`;
}

/** An execution that goes on is no longer called; one that failed to must be called again. */
export const RESUME_TAKES_MS = 30_000;
/** Longer than two callbacks of one execution are apart, short of a leak. */
const FORGOTTEN_AFTER_MS = 24 * 60 * 60 * 1000;

/**
 * Begins to remember a suspended execution's callbacks.
 * @param name `memoryName`
 * @returns whether that is new: then earlier ones, if there were any, came to another process.
 */
export function beginMemory(name: string, now: number): boolean {
	if (executions.has(name)) return false;
	forgetOld(now);
	executions.set(name, { ended: new Map(), usedAt: now, resumedAt: null });
	return true;
}

export function endedTasks(name: string): ReadonlyMap<string, VideoTask> {
	return executions.get(name)?.ended ?? new Map<string, VideoTask>();
}

export function remember(name: string, tasks: readonly VideoTask[], now: number): void {
	beginMemory(name, now);
	const known = executions.get(name);
	if (known === undefined) return;
	known.usedAt = now;
	for (const task of tasks) if (hasEnded(task.status)) known.ended.set(task.id, task);
}

/** @returns false where the execution has just been told to go on by another callback. */
export function mayResume(name: string, now: number): boolean {
	const resumedAt = executions.get(name)?.resumedAt ?? null;
	return resumedAt === null || now - resumedAt > RESUME_TAKES_MS;
}

export function markResumed(name: string, now: number): void {
	executions.set(name, { ended: new Map(), usedAt: now, resumedAt: now });
}

function forgetOld(now: number): void {
	for (const [id, { usedAt, resumedAt }] of executions) {
		const limit = resumedAt === null ? FORGOTTEN_AFTER_MS : RESUME_TAKES_MS;
		if (now - usedAt > limit) executions.delete(id);
	}
}

/** Videos on their way to the workflow. The queue outlives a poll: a long download is not begun anew at each tick. */

import { fetchVideo } from '../../engine/download/download';
import { AbortError } from '../../engine/outcome';
import type { Session } from '../../engine/session';
import type { StoredVideo } from '../../engine/ports';
import type { VideoTask } from '../../providers/video';
import { creationOf } from './memory';

/** A task that has ended, with its video if one was wanted and could be had. */
export interface Delivered {
	task: VideoTask;
	video: StoredVideo | null;
	/** What the user should know of the video. */
	warnings: string[];
	/** Why the video could not be had; null if all is well. */
	problem: string | null;
	/** When it was known (Unix ms). */
	at: number;
}

type Fetched = Omit<Delivered, 'at'>;

/** For one of three tries; bytes that come may take longer. */
const PATIENCE_MS = 60_000;
const WAIT_STEP_MS = 1_000;

export class DownloadQueue {
	private readonly underway = new Map<string, Promise<void>>();
	private readonly delivered = new Map<string, Delivered>();

	constructor(readonly session: Session) {}

	has(id: string): boolean {
		return this.underway.has(id) || this.delivered.has(id);
	}

	get isIdle(): boolean {
		return this.underway.size === 0;
	}

	get isEmpty(): boolean {
		return this.isIdle && this.delivered.size === 0;
	}

	/** @param isWanted false: the task is passed on without a video. */
	add(task: VideoTask, isWanted: boolean): void {
		if (this.has(task.id)) return;
		if (!isWanted || task.status !== 'completed') {
			this.deliver({ task, video: null, warnings: [], problem: null });
			return;
		}
		const fetching = this.fetch(task).finally(() => this.underway.delete(task.id));
		this.underway.set(task.id, fetching);
	}

	private async fetch(task: VideoTask): Promise<void> {
		const fetched = await fetchVideo(this.session, task, PATIENCE_MS).then(
			(done): Fetched => ({ ...done, problem: null }),
			(error: unknown) => (error instanceof AbortError ? null : failed(task, error)),
		);
		if (fetched !== null) this.deliver(fetched);
	}

	private deliver(fetched: Fetched): void {
		this.delivered.set(fetched.task.id, { ...fetched, at: this.session.ports.clock.now() });
	}

	/** Waits until nothing is under way, at most `ms`. */
	async waitUntilIdle(ms: number): Promise<void> {
		const { clock } = this.session.ports;
		const end = clock.now() + ms;
		// In short waits: one that has lost its race goes on to its end.
		while (!this.isIdle && !this.session.isOver && clock.now() < end) {
			const wait = clock.sleep(Math.min(WAIT_STEP_MS, end - clock.now()));
			await Promise.race([Promise.all(this.underway.values()), wait]);
		}
	}

	/** Hands over what is ready, oldest first. */
	collect(): Array<Delivered> {
		const ready = [...this.delivered.values()];
		this.delivered.clear();
		return ready.sort((a, b) => creationOf(a.task) - creationOf(b.task));
	}

	/** Nothing is handed over any more. */
	close(): void {
		this.session.abort();
		this.delivered.clear();
	}
}

function failed(task: VideoTask, error: unknown): Fetched {
	const problem = error instanceof Error ? error.message : String(error);
	return { task, video: null, warnings: [], problem };
}

/** What the workflow is told where the video could not be had. */
export function withoutVideo(task: VideoTask, problem: string): string {
	return `${problem}. Task ${task.id} is complete: get its video with Sora Get Result.`;
}

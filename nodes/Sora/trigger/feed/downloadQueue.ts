/** Videos on their way to the workflow. The queue outlives a poll: a long download is not begun anew at each tick. */

import { BillQueue } from '../../engine/cost/billQueue';
import { fetchVideo } from '../../engine/download/download';
import { AbortError, type Fetched } from '../../engine/outcome';
import type { Session } from '../../engine/session';
import type { VideoTask } from '../../providers/video';
import { creationOf } from './memory';

/** A task that has ended, with its video if one was wanted and could be had, and with its charge. */
export interface Delivered extends Fetched {
	task: VideoTask;
	/** What the user should know of the video. */
	warnings: string[];
	/** Why the video could not be had; null if all is well. */
	problem: string | null;
	/** When it was known (Unix ms). */
	at: number;
}

type Ready = Omit<Delivered, 'at'>;

/** For one of three tries; bytes that come may take longer. */
const PATIENCE_MS = 60_000;
const WAIT_STEP_MS = 1_000;

export class DownloadQueue {
	private readonly underway = new Map<string, Promise<void>>();
	private readonly delivered = new Map<string, Delivered>();
	private readonly bills: BillQueue;

	constructor(readonly session: Session) {
		this.bills = new BillQueue(session.provider, session.ports);
	}

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
		const isFetched = isWanted && task.status === 'completed';
		if (!isFetched && !this.bills.isOpen(task)) {
			this.deliver(withoutFetching(task));
			return;
		}
		const work = this.work(task, isFetched).finally(() => this.underway.delete(task.id));
		this.underway.set(task.id, work);
	}

	/** Asks for the bill while the video comes. */
	private async work(task: VideoTask, isFetched: boolean): Promise<void> {
		const [fetched, cost] = await Promise.all([
			isFetched ? this.fetch(task) : withoutFetching(task),
			this.bills.costOf(task),
		]);
		if (fetched === null || this.session.isOver) return;
		this.deliver({ ...fetched, task: { ...fetched.task, cost: fetched.task.cost ?? cost } });
	}

	/** @returns null where it was ended. */
	private async fetch(task: VideoTask): Promise<Ready | null> {
		return await fetchVideo(this.session, task, PATIENCE_MS).then(
			(done): Ready => ({ ...done, problem: null }),
			(error: unknown) => (error instanceof AbortError ? null : failed(task, error)),
		);
	}

	private deliver(fetched: Ready): void {
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

function withoutFetching(task: VideoTask): Ready {
	return { task, video: null, warnings: [], problem: null };
}

function failed(task: VideoTask, error: unknown): Ready {
	const problem = error instanceof Error ? error.message : String(error);
	return { ...withoutFetching(task), problem };
}

/** What the workflow is told where the video could not be had. */
export function withoutVideo(task: VideoTask, problem: string): string {
	return `${problem}. Task ${task.id} is complete: get its video with Sora Get Result.`;
}

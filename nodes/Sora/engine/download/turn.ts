import type { VideoTask } from '../../providers/video';
import type { Session } from '../session';
import type { Oddities } from './oddities';

/**
 * A download's place among the others, and the time that it has. It holds a place only while a
 * connection is open or opened: one that stalls lets the next one through while it pauses.
 */
export class DownloadTurn {
	private leaveNow: (() => void) | null = null;
	private until: number;

	/** @param patienceMs how long to try; bytes that come may take longer, and waiting for a place does not count. */
	constructor(
		private readonly session: Session,
		patienceMs: number,
	) {
		this.until = session.ports.clock.now() + patienceMs;
	}

	get leftMs(): number {
		return this.until - this.session.ports.clock.now();
	}

	/** @throws AbortError if the session is over. */
	async enter(): Promise<void> {
		if (this.leaveNow !== null) return;
		const { clock } = this.session.ports;
		const askedAt = clock.now();
		this.leaveNow = await this.session.downloads.enter();
		this.until += clock.now() - askedAt;
		this.session.checkpoint();
	}

	leave(): void {
		this.leaveNow?.();
		this.leaveNow = null;
	}

	/** Waits without a place. @returns false, at once, where the wait would take all the time that is left. */
	async pause(ms: number): Promise<boolean> {
		if (ms >= this.leftMs) return false;
		this.leave();
		await this.session.pause(ms);
		await this.enter();
		return true;
	}
}

/** What the tries of one download share. */
export interface Download {
	session: Session;
	task: VideoTask;
	turn: DownloadTurn;
	oddities: Oddities;
}

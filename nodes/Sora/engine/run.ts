import type { Provider } from '../providers/provider';
import type { VideoRequest } from '../providers/video';
import type { RunSettings } from './job';
import { Limiter } from './limiter';
import { AbortError } from './outcome';
import type { Ports } from './ports';

/** Status calls and downloads under way at a time: more gain nothing, and a server may mind. */
const POLLS_AT_ONCE = 10;
const DOWNLOADS_AT_ONCE = 4;

/** What the parts of the engine share during a run. */
export class Run<V> {
	private readonly slots: Limiter;
	readonly polls = new Limiter(POLLS_AT_ONCE);
	readonly downloads = new Limiter(DOWNLOADS_AT_ONCE);
	/** Submits on their way: their answers hold task IDs. */
	readonly openSubmits = new Map<Promise<unknown>, VideoRequest>();
	/** IDs of the tasks of this run that have been accepted, and whose end was not seen yet. */
	readonly alive = new Set<string>();
	/** Requests whose answers were lost, and whose tasks were not found, by ledger key. */
	readonly lostSubmits = new Map<string, VideoRequest>();
	/** Uploaded pictures, by what they hold. */
	readonly uploads = new Map<string, Promise<string>>();
	/** One search for lost tasks at a time, so that no task is found twice. */
	readonly searches = new Limiter(1);
	/** The provider has accepted our key in this run. */
	keyHasWorked = false;
	/** No status call before this time (Unix ms): the provider asked us to stay away. */
	pausedUntil = 0;

	private readonly pendingUncancellable = new Set<Promise<unknown>>();
	private ended = false;
	private endNow: () => void = () => {};
	private readonly end = new Promise<void>((resolve) => (this.endNow = resolve));
	private taskEnded: () => void = () => {};
	private nextEnd = new Promise<void>((resolve) => (this.taskEnded = resolve));

	constructor(
		readonly provider: Provider,
		readonly settings: RunSettings,
		readonly ports: Ports<V>,
	) {
		this.slots = new Limiter(settings.maxConcurrent);
	}

	get isOver(): boolean {
		return this.ended || this.ports.clock.stopped;
	}

	/** @throws Halt when the run is over. */
	checkpoint(): void {
		if (this.isOver) throw new AbortError();
	}

	/** Waits, and is cut short when the run ends. @throws Halt then. */
	async pause(ms: number): Promise<void> {
		this.checkpoint();
		await Promise.race([this.ports.clock.sleep(Math.max(0, ms)), this.end]);
		this.checkpoint();
	}

	/** @returns the way out, to be taken once the task has ended. */
	async takeSlot(): Promise<() => void> {
		const leave = await this.slots.enter();
		return () => {
			leave();
			this.taskEnded();
			this.nextEnd = new Promise((resolve) => (this.taskEnded = resolve));
		};
	}

	/** Waits until a task of ours has ended, at most `ms`. @throws Halt when the run ends. */
	async pauseUntilTaskEnds(ms: number): Promise<void> {
		await Promise.race([this.pause(ms), this.nextEnd.then(() => this.checkpoint())]);
	}

	/** A run never ends in the middle of this, also where it is halted. */
	async uncancellable<T>(work: () => Promise<T>): Promise<T> {
		const done = work();
		this.pendingUncancellable.add(done);
		return await done.finally(() => this.pendingUncancellable.delete(done));
	}

	/** Waits for the end of all that is done `wholly`. Never rejects. */
	async drain(): Promise<void> {
		while (this.pendingUncancellable.size > 0) await Promise.allSettled(this.pendingUncancellable);
	}

	/** Ends the run: nothing new is sent. */
	abort(): void {
		this.ended = true;
		this.endNow();
	}

	get whenAborted(): Promise<void> {
		return this.end;
	}
}

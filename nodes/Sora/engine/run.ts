import type { Provider } from '../providers/provider';
import type { RequestFormat } from '../providers/video';
import { ByteBudget } from './byteBudget';
import type { JobRequest, RunSettings } from './job';
import { Limiter } from './limiter';
import { ProviderQueue } from './poll/providerQueue';
import type { Ports } from './ports';
import { Session } from './session';
import { SubmitGate } from './submit/submitGate';

/** More gain nothing, and a server may mind. */
export const POLLS_AT_ONCE = 10;

/** A request in JSON takes five times the memory of its image. */
const IMAGE_BYTES_AT_ONCE = 16_000_000;

/** What the parts of the engine share during a run. */
export class Run extends Session {
	private readonly slots: Limiter;
	readonly polls = new Limiter(POLLS_AT_ONCE);
	readonly queue = new ProviderQueue();
	readonly submits = new SubmitGate(this);
	/** Submits on their way: their responses hold task IDs. */
	readonly openSubmits = new Map<Promise<unknown>, JobRequest>();
	/** IDs of the tasks of this run that have been accepted, and whose end was not seen yet. */
	readonly alive = new Set<string>();
	/** Requests whose responses were lost, and whose tasks were not found, by ledger key. */
	readonly lostSubmits = new Map<string, JobRequest>();
	/** Image files on their way to the provider. */
	readonly imageBytes = new ByteBudget(IMAGE_BYTES_AT_ONCE);
	/** Uploaded images, by what they hold. */
	readonly uploads = new Map<string, Promise<string>>();
	/** One search for lost tasks at a time, so that no task is found twice. */
	readonly searches = new Limiter(1);
	/** How requests are written; null: as the provider writes them. Known once a host has refused that. */
	requestFormat: RequestFormat | null;
	/** The provider has accepted our key in this run. */
	keyHasWorked = false;
	/** No status call before this time (Unix ms): the provider asked us to stay away. */
	pausedUntil = 0;

	/** When a task of this run was last seen to have ended (Unix ms); 0 before. */
	lastTaskEndedAt = 0;
	/** The shortest render of each model in this run, in milliseconds, by the model's ID. */
	readonly shortestRenderMs = new Map<string, number>();

	private readonly pendingUncancellable = new Set<Promise<unknown>>();
	private lastInOrder: Promise<unknown> = Promise.resolve();
	private taskEnded: () => void = () => {};
	private nextEnd = new Promise<void>((resolve) => (this.taskEnded = resolve));

	constructor(
		provider: Provider,
		readonly settings: RunSettings,
		override readonly ports: Ports,
	) {
		super(provider, ports);
		this.slots = new Limiter(settings.maxConcurrent);
		this.requestFormat = settings.requestFormat ?? null;
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

	/** Waits until a task of ours has ended, at most `ms`. @throws AbortError if the run ends. */
	async pauseUntilTaskEnds(ms: number): Promise<void> {
		await Promise.race([this.pause(ms), this.nextEnd.then(() => this.checkpoint())]);
	}

	/** Waits for some work, and for all that was handed in before it. @throws what the work has thrown. */
	async inOrder(work: Promise<void>): Promise<void> {
		const earlier = this.lastInOrder;
		// Without the values: each would hold the one before.
		const both = Promise.allSettled([earlier, work]).then(() => undefined);
		this.lastInOrder = both;
		await both;
		await work;
	}

	/** A run never ends in the middle of this, even if it is aborted. */
	async uncancellable<T>(work: () => Promise<T>): Promise<T> {
		const done = work();
		this.pendingUncancellable.add(done);
		return await done.finally(() => this.pendingUncancellable.delete(done));
	}

	/** Waits for all that is uncancellable. Never rejects. */
	async drain(): Promise<void> {
		while (this.pendingUncancellable.size > 0) await Promise.allSettled(this.pendingUncancellable);
	}
}

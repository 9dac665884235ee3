/** When a submit may go out: any number while all goes well, one at a time where the provider turns them away. */

import type { Clock } from '../ports';

interface Waiting {
	order: number;
	enter: () => void;
}

/** What it must know of its run. */
interface GatedRun {
	readonly ports: { readonly clock: Pick<Clock, 'now'> };
	/** Tasks in progress at the provider. */
	readonly alive: { readonly size: number };
	/** @throws AbortError if the run is over. */
	checkpoint(): void;
	pause(ms: number): Promise<void>;
	pauseUntilTaskEnds(ms: number): Promise<void>;
}

/** The refusal of a submit that may be sent again. */
interface Congestion {
	/** Milliseconds before the next try. */
	afterMs: number;
	/** The provider takes only so many tasks at a time: the end of one lets the next in at once. */
	orWhenATaskEnds: boolean;
}

/** `other` says nothing of how much the provider takes. */
export type SubmitResult = 'accepted' | Congestion | 'other';

/** After this time with all places taken it is tried whether the provider takes one more. */
const PROBE_AFTER_MS = 30_000;

/**
 * The submits of a run. After a temporary refusal one goes out at a time, in the order of the items;
 * each that is accepted doubles that number (like the slow start of RFC 5681, section 3.1). How many
 * tasks the provider takes at a time is learned from its refusals, and kept to.
 */
export class SubmitGate {
	/** How many submits may be under way. */
	private width = Infinity;
	private sending = 0;
	private begun = 0;
	/** Unix milliseconds: no submit before, unless a place comes free. */
	private reopensAt = 0;
	/** Infinity while it is not known. */
	private tasksAtATime = Infinity;
	private isOccupied = false;
	private readonly waiting: Waiting[] = [];
	private responseCame: () => void = () => {};
	private nextResponse = new Promise<void>((resolve) => (this.responseCame = resolve));

	constructor(private readonly run: GatedRun) {}

	/** A place in the order of submits, kept while the item tries again. */
	nextOrder(): number {
		return this.begun++;
	}

	/**
	 * Waits until a submit may go out.
	 * @returns the way out, to be taken with what came of it. @throws AbortError if the run ends.
	 */
	async enter(order: number): Promise<(result: SubmitResult) => void> {
		if (this.isOccupied) await new Promise<void>((enter) => this.queue({ order, enter }));
		this.isOccupied = true;
		try {
			await this.whenOpen(order);
			this.sending++;
		} finally {
			const next = this.waiting.shift();
			this.isOccupied = next !== undefined;
			next?.enter();
		}
		return (result) => {
			this.sending--;
			if (result === 'accepted') this.accepted();
			else if (result !== 'other') this.refused(result);
			this.responseCame();
			this.nextResponse = new Promise((resolve) => (this.responseCame = resolve));
		};
	}

	private async whenOpen(order: number): Promise<void> {
		const { run } = this;
		for (;;) {
			await this.letEarlierPass(order);
			run.checkpoint();
			const leftMs = this.reopensAt - run.ports.clock.now();
			const isFull = run.alive.size + this.sending >= this.tasksAtATime;
			if (this.sending >= this.width || (isFull && this.sending > 0 && leftMs <= 0)) {
				await this.nextResponse;
			} else if (isFull && leftMs > 0) {
				await Promise.race([run.pauseUntilTaskEnds(leftMs), this.nextResponse]);
			} else if (this.tasksAtATime === Infinity && leftMs > 0) {
				await run.pause(leftMs);
			} else {
				return;
			}
		}
	}

	private accepted(): void {
		this.width *= 2;
		if (this.tasksAtATime === Infinity) return;
		const ours = this.run.alive.size;
		const takesMore = ours > this.tasksAtATime;
		this.tasksAtATime = Math.max(this.tasksAtATime, ours);
		this.reopensAt = this.run.ports.clock.now() + (takesMore ? 0 : PROBE_AFTER_MS);
	}

	private refused({ afterMs, orWhenATaskEnds }: Congestion): void {
		this.width = 1;
		this.reopensAt = this.run.ports.clock.now() + afterMs;
		// With none of ours in progress the tasks of others fill the account, which says nothing of its size.
		const ours = this.run.alive.size;
		this.tasksAtATime = orWhenATaskEnds && ours > 0 ? ours : Infinity;
	}

	/** An earlier item that has been refused comes back while a later one waits for its moment. */
	private async letEarlierPass(order: number): Promise<void> {
		if (!(this.waiting[0]?.order < order)) return;
		const earlier = this.waiting.shift();
		const myTurn = new Promise<void>((enter) => this.queue({ order, enter }));
		earlier?.enter();
		await myTurn;
	}

	private queue(newcomer: Waiting): void {
		const behind = this.waiting.findIndex(({ order }) => order > newcomer.order);
		this.waiting.splice(behind === -1 ? this.waiting.length : behind, 0, newcomer);
	}
}

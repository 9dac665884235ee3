/** One poll: every task that is met is passed on, waited for, or ignored, and this is remembered. */

import { retrieveTask } from '../../engine/exchange';
import type { Provider } from '../../providers/provider';
import type { Failure, VideoTask } from '../../providers/video';
import type { DeliveryDesk } from './downloadQueue';
import { creationOf, type FeedMemory } from './memory';
import { stateOf, STATE_LIMITS, type FeedState } from './storedState';
import { isCertain, verdictOn, type FeedWishes } from './filter';
import { Limiter } from '../../engine/limiter';
import type { Clock, Http } from '../../engine/ports';

const POLLS_AT_ONCE = 10;
const POLL_TIMEOUT_MS = 20_000;
/** Polls in a row; then a download is given up, and a missing task forgotten. */
export const TRIES = 3;
/** Longer ones are no provider's. */
const ID_LENGTH_LIMIT = 300;

/** A task that has ended, for the workflow. */
export interface Finished<V> {
	task: VideoTask;
	video: V | null;
	warnings: string[];
}

export interface FeedSetup<V> {
	provider: Provider;
	http: Http;
	clock: Clock;
	wishes: FeedWishes;
	desk: DeliveryDesk<V>;
	/** Stands for what is watched. */
	key: string;
	/** Puts the state where the next poll finds it. */
	keep: (state: FeedState) => void;
}

/** A task that has not ended yet. */
export interface Unfinished {
	createdAt: number;
	/** Looks in this poll. */
	polls: number;
	/** Looks in a row that said nothing. */
	troubles: number;
	/** Unix ms of the next look; 0: not yet planned. */
	due: number;
	/** A list says that it has ended, and may have left out its outputs: only a look can tell. */
	hearsay: boolean;
	/** A look is under way. */
	isAsked: boolean;
}

export class Feed<V> {
	readonly unfinished = new Map<string, Unfinished>();
	/** Ended, but not to be had today. */
	private readonly setAside = new Set<string>();
	private readonly polls = new Limiter(POLLS_AT_ONCE);
	/** No call before this time (Unix ms): the provider asked us to stay away. */
	pausedUntil = 0;
	/** Unix ms. */
	private readonly startedAt: number;
	/** How far the watermark may rise: set once a list was read to its end. */
	mayRise: { to: number } | null = null;
	private isStopped = false;

	constructor(
		readonly setup: FeedSetup<V>,
		readonly memory: FeedMemory,
	) {
		this.startedAt = setup.clock.now();
	}

	/** The poll is over, or another one has taken over: nothing is remembered or handed over any more. */
	stop(): void {
		this.isStopped = true;
	}

	get isOver(): boolean {
		return this.isStopped || this.setup.clock.stopped;
	}

	/** @param by what a list says may be less than what the task says of itself. */
	see(task: VideoTask, by: 'list' | 'poll'): void {
		const { memory, setup } = this;
		const { id } = task;
		const createdAt = creationOf(task);
		if (id.length > ID_LENGTH_LIMIT || !memory.concerns(id, createdAt)) return;
		if (!memory.open.has(id)) memory.newsAt = setup.clock.now();
		if (setup.desk.has(id) || this.setAside.has(id)) return memory.keepOpen(id, createdAt);
		const isHearsay = by === 'list' && !isCertain(task);
		const verdict = isHearsay ? 'wait' : verdictOn(task, setup.wishes);
		if (verdict === 'wait') return this.waitFor(id, createdAt, isHearsay);
		if (verdict === 'ignore') return this.ignore(id, createdAt);
		if (!this.hasRoom && !memory.open.has(id)) return;
		this.unfinished.delete(id);
		memory.keepOpen(id, createdAt);
		setup.desk.take(task, setup.wishes.fetchVideo);
	}

	waitFor(id: string, createdAt: number, hearsay = false): void {
		this.memory.keepOpen(id, createdAt);
		if (this.setAside.has(id)) return;
		const known = this.unfinished.get(id);
		if (known === undefined) {
			const asked = { polls: 0, troubles: 0, due: 0, isAsked: false };
			this.unfinished.set(id, { createdAt, hearsay, ...asked });
		} else if (hearsay && !known.hearsay) {
			known.hearsay = true;
			known.due = this.setup.clock.now();
		}
	}

	private ignore(id: string, createdAt: number): void {
		this.unfinished.delete(id);
		if (this.mayRise !== null || this.memory.open.has(id)) this.memory.deal(id, createdAt);
	}

	/** While the watermark may not rise, no more is emitted than can be remembered above it. */
	private get hasRoom(): boolean {
		const { memory } = this;
		return this.mayRise !== null || memory.dealt.size + memory.open.size < STATE_LIMITS.marks;
	}

	/** What is ready, oldest first. It is remembered as emitted, so whoever calls this emits it, at once. */
	flush(): Array<Finished<V>> {
		if (this.isOver) return [];
		const finished = this.setup.desk.collect().flatMap((delivered): Array<Finished<V>> => {
			const { task, video, problem, at } = delivered;
			if (this.memory.isDealt(task.id)) return [];
			if (problem !== null && at < this.startedAt) {
				// Between two polls n8n lets no call with a key through: that says nothing of the video.
				this.setup.desk.take(task, this.setup.wishes.fetchVideo);
				return [];
			}
			if (problem !== null && this.memory.countFailure(task.id) < TRIES) {
				this.setAside.add(task.id);
				return [];
			}
			this.memory.deal(task.id, creationOf(task));
			return [{ task, video, warnings: problem === null ? [] : [withoutVideo(task, problem)] }];
		});
		this.remember();
		return finished;
	}

	/** Puts what is known where the next poll finds it. */
	remember(): void {
		if (this.isOver) return;
		this.setup.keep(stateOf(this.memory, this.setup.key, this.mayRise));
	}

	/** Looks at the tasks, some at a time. @param missing called for those that the provider does not know. */
	async pollTasks(
		ids: readonly string[],
		missing: (id: string, why: Failure) => void,
	): Promise<void> {
		await Promise.all(
			ids.map(async (id) => {
				const watched = this.unfinished.get(id);
				if (watched) watched.isAsked = true;
				await this.polls.use(async () => await this.pollTask(id, missing));
				if (watched) watched.isAsked = false;
			}),
		);
	}

	private async pollTask(id: string, missing: (id: string, why: Failure) => void): Promise<void> {
		const { provider, http, clock } = this.setup;
		if (this.isOver || clock.now() < this.pausedUntil) return;
		const result = await retrieveTask(http, provider, { id }, POLL_TIMEOUT_MS);
		if (this.isOver) return;
		const watched = this.unfinished.get(id);
		if (watched) watched.polls++;
		if (result.kind === 'task') {
			if (watched) watched.troubles = 0;
			this.memory.clearFailures(missingName(id));
			return this.see({ ...result.task, id }, 'poll');
		}
		if (watched) watched.troubles++;
		this.pauseFor(result.failure.retryAfterMs);
		if (result.kind === 'missing') missing(id, result.failure);
	}

	pauseFor(retryAfterMs: number | null): void {
		if (retryAfterMs === null) return;
		this.pausedUntil = Math.max(this.pausedUntil, this.setup.clock.now() + retryAfterMs);
	}

	/** @returns in how many polls in a row the provider did not know the task, this one included. */
	countMissing(id: string): number {
		this.unfinished.delete(id);
		const count = this.memory.countFailure(missingName(id));
		if (count >= TRIES) this.memory.deal(id, 0);
		return count;
	}
}

/** Kept apart from downloads that fail. */
export function missingName(id: string): string {
	return `missing ${id}`;
}

function withoutVideo(task: VideoTask, problem: string): string {
	return `${problem}. Task ${task.id} is complete: fetch its video with Sora Get Result.`;
}

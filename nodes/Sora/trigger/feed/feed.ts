/** One poll: every task that is met is passed on, waited for or ignored, and this is remembered. */

import { retrieveTask } from '../../engine/exchange';
import { Limiter } from '../../engine/limiter';
import type { Fetched } from '../../engine/outcome';
import type { Clock, Http } from '../../engine/ports';
import type { Provider } from '../../providers/provider';
import { hasEnded, type Failure, type VideoTask } from '../../providers/video';
import { backOffAfter, listFailureKind } from './backOff';
import { withoutVideo, type DownloadQueue } from './downloadQueue';
import { classify, isConfirmed, type FeedFilter } from './filter';
import { creationOf, missingName, type FeedMemory } from './memory';
import { serialise, type FeedState } from './storedState';
import { ListProgress } from './listProgress';
import { modelsOfOtherKinds, nameOpenTasks, type Listing } from './listTasks';
import { modelNamesOf } from './modelNames';
import { UnfinishedTasks, type TaskTraits } from './unfinished';
import { STATE_LIMITS } from './watermark';
import { within } from './within';

const POLLS_AT_ONCE = 10;
/** Without a byte. */
const POLL_TIMEOUT_MS = 20_000;
/** For an answer as a whole, also if its bytes trickle. */
const POLL_LIMIT_MS = 25_000;
/** Polls in a row, after which a download is given up, and a missing task forgotten. */
const TRIES = 3;
/** LiteLLM puts 370 characters into an ID; what is much longer is none, and would fill the stored state. */
const ID_LENGTH_LIMIT = 4_000;

/** A task that has ended, for the workflow. */
export interface Finished extends Fetched {
	task: VideoTask;
	warnings: string[];
}

export interface FeedSetup {
	provider: Provider;
	http: Http;
	clock: Clock;
	filter: FeedFilter;
	downloads: DownloadQueue;
	/** Stands for what is watched. */
	key: string;
	/** Puts the state where the next poll finds it. */
	keep: (state: FeedState) => void;
	/** Tells the models of tasks that are not watched by it, where their own answers do not. */
	namingList?: Provider['list'];
}

/** Called for a task that the provider does not know. */
export type OnMissing = (id: string, why: Failure) => void;

export class Feed {
	readonly unfinished: UnfinishedTasks;
	readonly progress: ListProgress;
	/** Ended, but their videos could not be had in this poll. */
	private readonly deferred = new Set<string>();
	private readonly polls = new Limiter(POLLS_AT_ONCE);
	/** No call before this time (Unix ms): the provider asked us to stay away. */
	private pausedUntil = 0;
	/** Unix ms. */
	private readonly startedAt: number;
	/** Models that make no videos, as far as this poll has seen. */
	private otherModels: ReadonlySet<string> = new Set();
	private isStopped = false;
	/** The list is read for names once in a poll. */
	private naming: Promise<void> | null = null;

	constructor(
		readonly setup: FeedSetup,
		readonly memory: FeedMemory,
	) {
		this.startedAt = setup.clock.now();
		this.progress = new ListProgress(memory, setup.clock);
		this.unfinished = new UnfinishedTasks(setup.clock, setup.provider.pace);
	}

	/** The poll is over, or another one has taken over: nothing is remembered or handed over any more. */
	stop(): void {
		this.isStopped = true;
	}

	get isOver(): boolean {
		return this.isStopped || this.setup.clock.stopped;
	}

	/** The provider asked us to stay away, and the time is not over. */
	get isPaused(): boolean {
		return this.setup.clock.now() < this.pausedUntil;
	}

	/** @param retryAfterMs as the provider asks; null: it does not ask. */
	pauseFor(retryAfterMs: number | null): void {
		if (retryAfterMs === null) return;
		this.pausedUntil = Math.max(this.pausedUntil, this.setup.clock.now() + retryAfterMs);
	}

	/** The list could be read. */
	listSucceeded(): void {
		this.memory.setBackOff(null);
	}

	/** The list could not be read: if that may pass, it is read again later and later. */
	listFailed(failure: Failure): void {
		const { memory, setup } = this;
		this.pauseFor(failure.retryAfterMs);
		if (listFailureKind(failure) !== 'passing') return;
		memory.setBackOff(backOffAfter(memory.backOff, failure.retryAfterMs, setup.clock.now()));
	}

	/** @param at `baseline`: what has ended was there before the workflow was activated, so it is past. */
	seeAll(listing: Listing, at: 'poll' | 'baseline' = 'poll'): void {
		this.otherModels = modelsOfOtherKinds(listing);
		for (const { id } of listing.others) {
			this.unfinished.delete(id);
			this.memory.forgetOpen(id);
		}
		for (const { task, createdAt } of [...listing.tasks].reverse()) {
			const isPast = hasEnded(task.status) || classify(task, this.setup.filter) === 'ignore';
			if (at === 'baseline' && isPast) this.memory.recordHandled(task.id, createdAt);
			else this.see(task, createdAt, 'list');
		}
	}

	/** @param by a list may say less than the task says of itself. */
	private see(task: VideoTask, createdAt: number, by: 'list' | 'poll'): void {
		const { memory, setup } = this;
		const { id } = task;
		if (id.length > ID_LENGTH_LIMIT || !memory.concerns(id, createdAt)) return;
		const isOtherKind = !hasEnded(task.status) && this.otherModels.has(task.deliveredModel ?? '');
		if (!memory.open.has(id) && !isOtherKind) memory.recordNews(setup.clock.now());
		if (setup.downloads.has(id) || this.deferred.has(id)) return memory.keepOpen(id, createdAt);
		const isUnconfirmed = by === 'list' && !isConfirmed(task);
		const classification = isUnconfirmed ? 'wait' : classify(task, setup.filter);
		if (classification === 'ignore') return this.ignore(id, createdAt);
		if (classification === 'wait') {
			this.waitFor(id, createdAt, { isUnconfirmed, isOtherKind });
			return memory.recordModels(task);
		}
		if (!this.hasRoom && !memory.open.has(id)) return;
		this.unfinished.delete(id);
		memory.keepOpen(id, createdAt);
		memory.recordModels(task);
		setup.downloads.add(task, setup.filter.fetchVideo);
	}

	waitFor(id: string, createdAt: number, traits: Partial<TaskTraits> = {}): void {
		this.memory.keepOpen(id, createdAt);
		if (!this.deferred.has(id)) this.unfinished.add(id, createdAt, traits);
	}

	private ignore(id: string, createdAt: number): void {
		const { memory } = this;
		this.unfinished.delete(id);
		if (this.progress.isComplete || memory.open.has(id)) memory.recordHandled(id, createdAt);
	}

	/** While the watermark may not rise, no more is emitted than can be remembered above it. */
	private get hasRoom(): boolean {
		const { handled, open } = this.memory;
		return this.progress.isComplete || handled.size + open.size < STATE_LIMITS.handled;
	}

	/** What is ready, oldest first. It is remembered as emitted, so whoever calls this emits it at once. */
	flush(): Array<Finished> {
		const { memory, setup } = this;
		if (this.isOver) return [];
		const finished = setup.downloads.collect().flatMap((delivered): Array<Finished> => {
			const { warnings, problem, at, ...fetched } = delivered;
			const { task } = fetched;
			if (memory.isHandled(task.id)) return [];
			if (problem !== null && at < this.startedAt) {
				// Between two polls n8n lets no call with a key through: that says nothing about the video.
				setup.downloads.add(task, setup.filter.fetchVideo);
				return [];
			}
			if (problem !== null && memory.countFailure(task.id) < TRIES) {
				this.deferred.add(task.id);
				return [];
			}
			memory.recordHandled(task.id, creationOf(task));
			return [
				{ ...fetched, warnings: problem === null ? warnings : [withoutVideo(task, problem)] },
			];
		});
		this.remember();
		return finished;
	}

	/** Puts what is known where the next poll finds it. */
	remember(): void {
		const { memory, setup } = this;
		if (this.isOver) return;
		this.progress.raiseWatermark();
		setup.keep(serialise(memory, setup.key));
	}

	/** Asks the provider for each of the tasks, some at a time. */
	async pollTasks(ids: readonly string[], onMissing: OnMissing): Promise<void> {
		await Promise.all(
			ids.map(async (id) => {
				this.unfinished.setBeingPolled(id, true);
				await this.polls.use(async () => await this.pollTask(id, onMissing));
				this.unfinished.setBeingPolled(id, false);
			}),
		);
	}

	private async pollTask(id: string, onMissing: OnMissing): Promise<void> {
		const { provider, http, clock } = this.setup;
		if (this.isOver || this.isPaused) return;
		const answer = retrieveTask(http, provider, { id }, { timeoutMs: POLL_TIMEOUT_MS });
		const result = await within(clock, POLL_LIMIT_MS, answer, null);
		if (this.isOver || result === null) return;
		const pollAfterMs = result.kind === 'task' ? (result.pollAfterMs ?? null) : null;
		this.unfinished.recordAttempt(id, result.kind === 'task', pollAfterMs);
		if (result.kind === 'task') {
			this.memory.clearFailures(missingName(id));
			const task = await this.named({ ...result.task, id });
			return this.isOver ? undefined : this.see(task, creationOf(task), 'poll');
		}
		this.pauseFor(result.failure.retryAfterMs);
		if (result.kind === 'missing') onMissing(id, result.failure);
	}

	/** With what is known of the task's models. An end is the last chance to find out. */
	private async named(task: VideoTask): Promise<VideoTask> {
		const { memory, setup } = this;
		const { namingList } = setup;
		const isNameless = modelNamesOf(memory.withModels(task)) === null;
		if (namingList && isNameless && hasEnded(task.status)) {
			this.naming ??= nameOpenTasks(setup, namingList, memory);
			await this.naming;
		}
		return memory.withModels(task);
	}

	/** @returns in how many polls in a row the provider did not know the task, this one included. */
	countMissing(id: string): number {
		this.unfinished.delete(id);
		const count = this.memory.countFailure(missingName(id));
		if (count < TRIES) return count;
		this.memory.recordHandled(id, 0);
		this.memory.clearFailures(missingName(id));
		return count;
	}
}

/** Journals of a node that no execution of this process writes in: what others have left behind. */

import type { LedgerEntry } from '../../engine/ports';
import type { DedupStore } from './dedupStore';
import { directoryOf, type JournalDirectory, type Listed } from './directory';
import { hasEnded, isDone, SHARED_PREFIX, storedExecution, type Execution } from './execution';
import { Journal, type Found } from './journal';
import { forget, journalIn } from './openJournal';
import type { Place } from './place';

const DAY_MS = 24 * 60 * 60 * 1000;
/** Later, nobody retries, and providers begin to delete. */
const KEPT_MS = 2 * DAY_MS;
/** An execution may have run for days, too. */
const DROPPED_AFTER_MS = 2 * KEPT_MS;
/** A new execution is told of what these have left behind, the latest of them. */
const MAX_READ = 10;
/** Of many items, fewer journals are read: a thousand records take n8n more than a second. */
const MAX_RECORDS_READ = 2_000;

const rootOf = ({ name }: Listed) => name.slice(SHARED_PREFIX.length);
const isShared = ({ name }: Listed) => name.startsWith(SHARED_PREFIX);

export interface OrphansPorts {
	/** The node. */
	owner: string;
	store: DedupStore;
	/** n8n's, of the running node. */
	context: object;
	log(message: string): void;
}

/** An entry that may be taken. */
export interface Orphan extends Place {
	entry: LedgerEntry;
	source: Listed;
}

export class Orphans {
	private readonly directory: JournalDirectory;

	constructor(
		private readonly ports: OrphansPorts,
		private readonly execution: Execution,
	) {
		this.directory = directoryOf(ports.owner);
	}

	/** Lets others find the execution's own journal. @returns false where there is no room for more. */
	async listOwn(): Promise<boolean> {
		const name = this.execution.journal;
		if ((await this.listed()).some((one) => one.name === name)) return true;
		const lineage = await this.lineage();
		return await this.directory.enter(this.ports.store, { name, lineage, openedAt: Date.now() });
	}

	/** What the execution has written stays for its retry. */
	releaseOwn(): void {
		this.directory.release(this.execution.journal);
		forget(this.ports.owner, this.execution.journal);
	}

	/** All of it is struck out. */
	async forgetOwn(): Promise<void> {
		await this.directory.leave(this.ports.store, this.execution.journal);
		forget(this.ports.owner, this.execution.journal);
	}

	/** A retry has succeeded: nobody needs what those before it have left. */
	async dropRetried(): Promise<void> {
		if (this.execution.retryOf === null) return;
		for (const source of await this.predecessors()) if (!isShared(source)) await this.drop(source);
	}

	/**
	 * The journals that this execution goes on with, the oldest first.
	 * @param unread executions whose journals the one before this could not read.
	 */
	async predecessors(unread: readonly string[] = []): Promise<Listed[]> {
		const { isRetry, root, retryOf } = this.execution;
		if (isRetry === false) return [];
		const own = new Set([...this.execution.lineage, ...(await this.lineage())]);
		const isKin = (listed: Listed): boolean => {
			if (root !== null) return isShared(listed) && this.isKinOfRoot(listed);
			if (retryOf === null) return !isShared(listed);
			return isShared(listed) || listed.lineage.some((token) => own.has(token));
		};
		const kin = (await this.others()).filter(isKin);
		if (root !== null) kin.push(...(await this.goingOn()).filter(isKin));
		if (retryOf === null || root !== null) return kin;
		// Also where they are not listed, for want of room or of a database.
		const named = [...new Set([...unread, retryOf])].filter(
			(execution) => !kin.some(({ name }) => name === execution),
		);
		return [
			...named.map((name) => ({ name, lineage: this.execution.lineage, openedAt: 0 })),
			...kin,
		];
	}

	/** What stands there for the items, and nobody has taken; one for each item. */
	async find(source: Listed, keys: readonly string[]): Promise<Orphan[]> {
		const { root, retryOf } = this.execution;
		const delivered = root?.delivered ?? new Set();
		const isOurs = ({ call }: Found): boolean => {
			if (!isShared(source)) return true;
			return root === null ? call === retryOf : !delivered.has(call);
		};
		const found = (await this.read(source, keys, true)).filter(isOurs);
		const firsts = new Map<string, Orphan>();
		for (const { key, number, row, entry } of found) {
			if (!firsts.has(key)) firsts.set(key, { key, number, row, entry, source });
		}
		return [...firsts.values()];
	}

	/** @returns those that this execution now has, and no other one will take. */
	async take(orphans: readonly Orphan[]): Promise<Orphan[]> {
		const { owner } = this.ports;
		const taken: Orphan[] = [];
		for (const source of new Set(orphans.map((one) => one.source))) {
			const here = orphans.filter((one) => one.source === source);
			const places = await this.journalOf(source).take(here);
			const names = new Set(places.map(({ key, number }) => `${key} ${number}`));
			taken.push(...here.filter(({ key, number }) => names.has(`${key} ${number}`)));
			journalIn(owner, source.name)?.giveAway(places);
		}
		return taken;
	}

	/** IDs of tasks for the same items, by key; null for a submit that was sent, and not heard of again. */
	async tasks(keys: readonly string[]): Promise<Map<string, Array<string | null>>> {
		const found = new Map<string, Array<string | null>>();
		const journals = Math.max(1, Math.min(MAX_READ, Math.floor(MAX_RECORDS_READ / keys.length)));
		for (const source of (await this.others()).slice(-journals)) {
			if (await this.isOver(source)) continue;
			for (const { key, entry } of await this.read(source, keys)) {
				if (entry.state === 'failed') continue;
				found.set(key, [...(found.get(key) ?? []), entry.taskId ?? null]);
			}
		}
		return found;
	}

	/** Strikes a journal out, with all that stands in it. */
	async drop(source: Listed): Promise<void> {
		const { owner, store } = this.ports;
		await this.journalOf(source).clear(true);
		await this.directory.leave(store, source.name);
		forget(owner, source.name);
	}

	/** What a retry has in common with the execution that it retries, and with that one's own. */
	private async lineage(): Promise<readonly string[]> {
		const { retryOf, lineage } = this.execution;
		if (retryOf === null) return lineage;
		const retried = (await this.listed()).find(({ name }) => name === retryOf);
		return retried?.lineage ?? lineage;
	}

	private isKinOfRoot({ lineage }: Listed): boolean {
		const [established, begun] = this.execution.lineage;
		if (lineage[0] === established) return true;
		return this.execution.isRetry === true && begun !== undefined && lineage[1] === begun;
	}

	/**
	 * Journals of sub-workflows that still run, although the execution that called them was stopped:
	 * n8n lets them go on.
	 */
	private async goingOn(): Promise<Listed[]> {
		if (this.execution.isRetry !== true) return [];
		const { owner, context } = this.ports;
		const running = (await this.listed()).filter(
			(one) =>
				isShared(one) &&
				one.name !== this.execution.journal &&
				journalIn(owner, one.name)?.isRunning === true,
		);
		const stored = await Promise.all(
			running.map(async (one) => await storedExecution(context, rootOf(one))),
		);
		return running.filter((_, index) => hasEnded(stored[index]));
	}

	private async listed(): Promise<Listed[]> {
		return await this.directory.list(this.ports.store, Date.now());
	}

	private async others(): Promise<Listed[]> {
		const { owner } = this.ports;
		const others = (await this.listed()).filter(
			({ name }) => name !== this.execution.journal && !journalIn(owner, name)?.isRunning,
		);
		const [old, young] = [true, false].map((isOld) =>
			others.filter(({ openedAt }) => openedAt < Date.now() - DROPPED_AFTER_MS === isOld),
		);
		for (const source of old) {
			this.ports.log(
				`the record of the tasks of execution ${source.name} was dropped, because it was not retried for days`,
			);
			await this.drop(source);
		}
		return young;
	}

	/** All calls of a sub-workflow were of use: their execution has ended well, or is no more. */
	private async isOver(source: Listed): Promise<boolean> {
		if (!isShared(source)) return false;
		const rootId = rootOf(source);
		if (rootId === this.execution.root?.id) return false;
		if (!isDone(await storedExecution(this.ports.context, rootId))) return false;
		await this.drop(source);
		return true;
	}

	private async read(source: Listed, keys: readonly string[], isMoved = false): Promise<Found[]> {
		const found = await this.journalOf(source).read(keys, isMoved);
		const since = Date.now() - KEPT_MS;
		return found.filter(({ entry, isTaken }) => !isTaken && entry.at > since);
	}

	private journalOf(source: Listed): Journal {
		const known = journalIn(this.ports.owner, source.name)?.journal;
		return known ?? new Journal(this.ports.store, source.name, isShared(source));
	}
}

/** The journals that executions of this process write in, and what they know of their own tasks. */

import type { LedgerEntry } from '../../engine/ports';
import { withoutPosition } from '../../engine/submit/ledgerKey';
import type { DedupStore } from './dedupStore';
import { Journal } from './journal';
import type { Place } from './place';

/** One item's task, or the place for it. */
interface Slot extends Place {
	/** null: nothing was submitted, or what was submitted has failed. */
	entry: LedgerEntry | null;
	/** The execution that it belongs to. */
	call: string;
	/** How many calls had failed when it was written. */
	failuresBefore: number;
}

interface OpenOptions {
	/** By all calls of a sub-workflow that one execution makes. */
	isShared: boolean;
	/** Called before the first record: from then on others find the journal. */
	list(): Promise<void>;
}

export class OpenJournal {
	readonly journal: Journal;
	/** Executions that write in it now. */
	private readonly running = new Set<string>();
	private readonly failedCalls = new Set<string>();
	/** By key, without the item's place. */
	private readonly slots = new Map<string, Slot[]>();
	private readonly loaded = new Set<string>();

	private isListed: Promise<void> | null = null;

	constructor(
		store: DedupStore,
		name: string,
		private readonly options: OpenOptions,
	) {
		this.journal = new Journal(store, name, options.isShared);
	}

	get isRunning(): boolean {
		return this.running.size > 0;
	}

	enter(call: string): void {
		this.running.add(call);
	}

	/** @param hasFailed so that its caller may call again. */
	leave(call: string, hasFailed: boolean): void {
		this.running.delete(call);
		if (hasFailed) this.failedCalls.add(call);
	}

	/** Others find it from now on. */
	async list(): Promise<void> {
		await (this.isListed ??= this.options.list());
	}

	async write(key: string, call: string, entry: LedgerEntry | null): Promise<void> {
		const slot = this.slotOf(key, call);
		slot.entry = entry;
		await this.list();
		if (entry === null) await this.journal.strikeOut(slot);
		else await this.journal.write(slot, entry, this.options.isShared ? call : '');
	}

	/**
	 * What an earlier call has left for this one, where a call has failed since: then this one is
	 * taken for a repetition.
	 * @returns null where there is nothing.
	 */
	async pickUp(key: string, call: string): Promise<LedgerEntry | null> {
		const free = this.earlier(key, call).filter(
			({ failuresBefore }) => failuresBefore < this.failedCalls.size,
		);
		// What a failed call has made was delivered to nobody.
		const slot = free.find((one) => this.failedCalls.has(one.call)) ?? free[0];
		if (!slot?.entry) return null;
		slot.call = call;
		slot.failuresBefore = this.failedCalls.size;
		await this.journal.write(slot, slot.entry, call);
		return slot.entry;
	}

	/** What earlier calls have submitted for the same item. */
	earlierTasks(key: string, call: string): string[] {
		return this.earlier(key, call).flatMap(({ entry }) => entry?.taskId ?? []);
	}

	/** What another process has written in the same journal, for an execution that went on here. */
	async load(keys: readonly string[]): Promise<void> {
		const fresh = keys.filter((key) => !this.loaded.has(key) && this.slotsOf(key).length === 0);
		fresh.forEach((key) => this.loaded.add(key));
		if (!this.options.isShared || fresh.length === 0) return;
		for (const { key, number, entry, call, isTaken } of await this.journal.read(fresh)) {
			const slot = { key, number, call, failuresBefore: 0, entry: isTaken ? null : entry };
			this.slots.set(withoutPosition(key), [...this.slotsOf(key), slot]);
		}
	}

	/** Another execution has taken these for its own. */
	giveAway(places: readonly Place[]): void {
		for (const { key, number } of places) {
			const slot = this.slotsOf(key).find((one) => one.number === number);
			if (slot) slot.entry = null;
		}
	}

	private slotsOf(key: string): Slot[] {
		return this.slots.get(withoutPosition(key)) ?? [];
	}

	private earlier(key: string, call: string): Slot[] {
		return this.slotsOf(key).filter(
			(slot) => slot.entry !== null && slot.call !== call && !this.running.has(slot.call),
		);
	}

	private slotOf(key: string, call: string): Slot {
		const slots = this.slotsOf(key);
		const own = slots.find((slot) => slot.call === call);
		const unused = slots.find((slot) => slot.entry === null && !this.running.has(slot.call));
		const slot = own ??
			unused ?? { key, number: slots.length, entry: null, call, failuresBefore: 0 };
		slot.call = call;
		slot.failuresBefore = this.failedCalls.size;
		if (slot !== own && slot !== unused) this.slots.set(withoutPosition(key), [...slots, slot]);
		return slot;
	}
}

/** Of all nodes, by owner and name. */
const open = new Map<string, OpenJournal>();

const nameIn = (owner: string, name: string) => `${owner} ${name}`;

export function openJournal(
	owner: string,
	name: string,
	store: DedupStore,
	options: OpenOptions,
): OpenJournal {
	const known = open.get(nameIn(owner, name));
	if (known !== undefined) return known;
	const opened = new OpenJournal(store, name, options);
	open.set(nameIn(owner, name), opened);
	return opened;
}

/** @returns undefined for one that nobody in this process has opened. */
export function journalIn(owner: string, name: string): OpenJournal | undefined {
	return open.get(nameIn(owner, name));
}

export function forget(owner: string, name: string): void {
	open.delete(nameIn(owner, name));
}

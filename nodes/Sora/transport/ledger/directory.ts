/**
 * Which journals a node has in n8n's database: those of running executions, and those that were left
 * behind. Each has a slot, a row of its own, that says whose it is.
 */

import { readCopies, wordsOfCopies } from './copies';
import type { DedupStore, WordRow } from './dedupStore';

/** Read side by side; the search ends with the first block that is empty. */
const BLOCK = 16;
const MAX_SLOTS = 512;
/** How old what is known of other processes may be. */
const FRESH_MS = 60_000;

export interface Listed {
	/** The journal's. */
	name: string;
	/** What the retry of its execution has in common with it. */
	lineage: readonly string[];
	/** Unix milliseconds of its first record. */
	openedAt: number;
}

const PLACE = 'slot';
const CLAIM = 'claim';
/** Each process that starts reads all slots. */
const COPIES = 4;

/** By node. */
const directories = new Map<string, JournalDirectory>();

/** @param owner the node. */
export function directoryOf(owner: string): JournalDirectory {
	const directory = directories.get(owner) ?? new JournalDirectory();
	directories.set(owner, directory);
	return directory;
}

export class JournalDirectory {
	private slots: Array<Listed | null> = [];
	/** Slots of executions that run in this process. */
	private readonly own = new Map<number, Listed>();
	private readAt = -Infinity;

	/** Oldest first. Without those that cannot be read. */
	async list(store: DedupStore, now: number): Promise<Listed[]> {
		if (now - this.readAt > FRESH_MS) await this.read(store, now);
		const listed = this.slots.flatMap((one) => (one === null || one.name === '' ? [] : [one]));
		return listed.sort((a, b) => a.openedAt - b.openedAt);
	}

	/** @returns false where no slot is free: then nobody but its own retry finds the journal. */
	async enter(store: DedupStore, listed: Listed): Promise<boolean> {
		for (let slot = 0; slot < MAX_SLOTS; slot++) {
			if (this.slots[slot]) continue;
			this.slots[slot] = listed;
			this.own.set(slot, listed);
			const row = rowOf(store, slot);
			if ((await row.claim([CLAIM])).has(CLAIM)) {
				const at = Math.floor(listed.openedAt / 1000);
				const [first = '', second = ''] = listed.lineage;
				const parts = [listed.name, first, second];
				await row.add(wordsOfCopies(PLACE, { state: 'whole', at, parts }, COPIES));
				return true;
			}
			this.own.delete(slot);
			this.slots[slot] = ANOTHERS;
			this.readAt = -Infinity;
		}
		return false;
	}

	/** The execution is no longer one of this process; what it has left behind is listed on. */
	release(name: string): void {
		for (const [slot, listed] of this.own) if (listed.name === name) this.own.delete(slot);
	}

	async leave(store: DedupStore, name: string): Promise<void> {
		const slot = this.slots.findIndex((listed) => listed?.name === name);
		if (slot < 0) return;
		await rowOf(store, slot).clear();
		this.own.delete(slot);
		this.slots[slot] = null;
	}

	private async read(store: DedupStore, now: number): Promise<void> {
		this.readAt = now;
		for (let start = 0; start < MAX_SLOTS; start += BLOCK) {
			const block = Array.from({ length: BLOCK }, (_, index) => start + index);
			const read = await Promise.all(block.map(async (slot) => await listedIn(rowOf(store, slot))));
			if (store.isLost) {
				this.readAt = -Infinity;
				return;
			}
			for (const [index, slot] of block.entries()) {
				this.slots[slot] = this.own.get(slot) ?? read[index];
			}
			if (read.every((listed) => listed === null)) return;
		}
	}
}

function rowOf(store: DedupStore, slot: number): WordRow {
	return store.row(`sora slot ${slot}`);
}

/** What cannot be read is being written. */
const ANOTHERS: Listed = { name: '', lineage: [], openedAt: 0 };

/** @returns null for a free slot. */
async function listedIn(row: WordRow): Promise<Listed | null> {
	if ((await row.count()) === 0) return null;
	const records = await row.ask(async (known) => await readCopies([PLACE], known, COPIES));
	const record = records.get(PLACE);
	if (record?.state !== 'whole') return ANOTHERS;
	const [name, ...lineage] = record.parts;
	return { name, lineage: lineage.filter((token) => token !== ''), openedAt: record.at * 1000 };
}

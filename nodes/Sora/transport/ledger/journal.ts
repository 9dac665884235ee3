/** The records of one execution's tasks, spread over small rows. */

import { createHash } from 'crypto';
import { Limiter } from '../../engine/limiter';
import type { LedgerEntry } from '../../engine/ports';
import { readCopies, stubWords, takenWords, wordsOfCopies } from './copies';
import type { DedupStore, WordRow } from './dedupStore';
import { claimWord, placeName, rowOf, ROWS, type Place } from './place';
import { canBeWritten, type Record, type ReadRecord } from './setEncoding';

const ROWS_AT_ONCE = 4;

/** What a journal says of an item. */
export interface Found extends Place {
	entry: LedgerEntry;
	/** The execution that wrote it down, where that is not the journal's own. */
	call: string;
	/** Somebody has taken it for his own, or it was struck out. */
	isTaken: boolean;
}

interface ReadPlace extends Place {
	record: ReadRecord;
}

export class Journal {
	/** What stands at a place, to be struck out. */
	private readonly written = new Map<string, string[]>();
	private readonly paths = new Map<string, Promise<void>>();
	private readonly used = new Set<number>();

	/**
	 * @param name no two executions have the same.
	 * @param isShared by several calls, so that an item may have several records.
	 */
	constructor(
		private readonly store: DedupStore,
		readonly name: string,
		private readonly isShared = false,
	) {}

	/** Writes an entry, over what stood there. Such an ID as cannot be written is one that is not known. */
	async write(place: Place, entry: LedgerEntry, call = ''): Promise<void> {
		const parts = await this.partsOf(entry, call);
		const at = Math.floor(entry.at / 1000);
		const record: Record =
			parts === null ? { state: 'begun', at, parts: [] } : { state: 'whole', at, parts };
		await this.replace(place.key, placeName(place), wordsOfCopies(placeName(place), record));
	}

	async strikeOut(place: Place): Promise<void> {
		const name = placeName(place);
		// Reading goes on from record to record.
		const stub = this.isShared ? [claimWord(name), ...stubWords(name)] : [];
		await this.replace(place.key, name, stub);
	}

	/**
	 * What is written on these items, each item's in the order in which it was written. It stays.
	 * @param isMoved the items may have been at other places then, and are looked for in all rows.
	 */
	async read(keys: readonly string[], isMoved = false): Promise<Found[]> {
		const found = await this.recordsAt(keys);
		if (isMoved && !this.isShared) found.push(...(await this.recordsElsewhere(keys, found)));
		const codes = found.flatMap(({ record }) =>
			record.state === 'whole' && record.parts[1] !== '' ? [record.parts[1]] : [],
		);
		const paths = await this.readPaths([...new Set(codes)]);
		return found.map(({ record, ...place }) => ({
			...place,
			isTaken: record.isTaken,
			entry: entryOf(record, paths),
			call: record.state === 'whole' ? record.parts[2] : '',
		}));
	}

	/** Takes records for somebody's own. @returns those that nobody has taken before. */
	async take(places: readonly Place[]): Promise<Place[]> {
		const claimed = await this.inRows(this.byRow(places), async (row, here) => {
			const names = here.map(placeName);
			const mine = await row.claim(names.flatMap((name) => [claimWord(name), ...takenWords(name)]));
			return here.filter((_, index) => mine.has(claimWord(names[index])));
		});
		return claimed.flat();
	}

	/** Strikes out everything. @param isWhole also what other processes have written. */
	async clear(isWhole = false): Promise<void> {
		const rows = isWhole ? Array.from({ length: ROWS }, (_, row) => row) : [...this.used];
		this.used.clear();
		this.written.clear();
		this.paths.clear();
		const limiter = new Limiter(ROWS_AT_ONCE);
		await Promise.all(
			rows.map(async (row) => await limiter.use(async () => await this.row(row).clear())),
		);
	}

	private row(number: number): WordRow {
		return this.store.row(`sora ${this.name} ${number}`);
	}

	private async replace(key: string, place: string, words: string[]): Promise<void> {
		const row = rowOf({ key }, this.isShared);
		const before = this.written.get(place) ?? [];
		this.written.set(place, words);
		this.used.add(row);
		const after = new Set(words);
		const gone = before.filter((word) => !after.has(word));
		if (gone.length > 0) await this.row(row).remove(gone);
		const there = new Set(before);
		await this.row(row).add(words.filter((word) => !there.has(word)));
	}

	/** @returns null for what is only begun. */
	private async partsOf(entry: LedgerEntry, call: string): Promise<string[] | null> {
		const { state, taskId, readPath } = entry;
		if (state !== 'accepted' || taskId === undefined || !canBeWritten(taskId)) return null;
		if (!readPath) return [taskId, '', call];
		const path = readPath.replaceAll(taskId, ID_IN_PATH);
		const code = createHash('sha256').update(path).digest('hex').slice(0, 4);
		await this.writePath(code, path);
		return [taskId, code, call];
	}

	/** The paths of an execution's tasks are alike but for the ID, so that each is written once. */
	private async writePath(code: string, path: string): Promise<void> {
		const known = this.paths.get(code);
		if (known !== undefined) return await known;
		const key = pathKey(code);
		const at = 0;
		const words = wordsOfCopies(key, { state: 'whole', at, parts: [path, '', ''] });
		const writing = canBeWritten(path) ? this.replace(key, key, words) : Promise.resolve();
		this.paths.set(code, writing);
		await writing;
	}

	private async readPaths(codes: readonly string[]): Promise<Map<string, string>> {
		const places = codes.map((code) => ({ key: pathKey(code) }));
		const read = await this.inRows(this.byRow(places), async (row, some) => {
			const names = some.map(({ key }) => key);
			return [...(await row.ask(async (known) => await readCopies(names, known)))];
		});
		const records = new Map(read.flat());
		return new Map(
			codes.flatMap((code): Array<[string, string]> => {
				const record = records.get(pathKey(code));
				return record?.state === 'whole' ? [[code, record.parts[0]]] : [];
			}),
		);
	}

	private async recordsAt(keys: readonly string[]): Promise<ReadPlace[]> {
		const found: ReadPlace[] = [];
		let open = [...new Set(keys)];
		for (let number = 0; open.length > 0; number++) {
			const here = await this.recordsIn(this.byRow(open.map((key) => ({ key, number }))));
			open = this.isShared ? here.map(({ key }) => key) : [];
			found.push(...here);
		}
		return found;
	}

	/** Those of items of which nothing was found where they would stand now. */
	private async recordsElsewhere(
		keys: readonly string[],
		found: readonly Place[],
	): Promise<ReadPlace[]> {
		const here = new Set(found.map(({ key }) => key));
		const missing = [...new Set(keys)].filter((key) => !here.has(key));
		if (missing.length === 0) return [];
		const places = Array.from({ length: ROWS }, (_, row): [number, Place[]] => [
			row,
			missing
				.filter((key) => rowOf({ key }, this.isShared) !== row)
				.map((key) => ({ key, number: 0, row })),
		]);
		return await this.recordsIn(new Map(places));
	}

	private async recordsIn(places: ReadonlyMap<number, Place[]>): Promise<ReadPlace[]> {
		const read = await this.inRows(places, async (row, here) => {
			const names = new Map(here.map((place) => [placeName(place), place]));
			const records = await row.ask(async (known) => await readCopies([...names.keys()], known));
			return [...names].flatMap(([name, place]): ReadPlace[] => {
				const record = records.get(name);
				if (record === undefined) return [];
				this.remember(name, record);
				return [{ ...place, record }];
			});
		});
		return read.flat();
	}

	private byRow<P extends Pick<Place, 'key' | 'row'>>(places: readonly P[]): Map<number, P[]> {
		const byRow = new Map<number, P[]>();
		for (const place of places) {
			const row = rowOf(place, this.isShared);
			byRow.set(row, [...(byRow.get(row) ?? []), place]);
		}
		return byRow;
	}

	/** So that it can be written over. */
	private remember(name: string, record: ReadRecord): void {
		if (this.written.has(name) || record.state === 'broken') return;
		const taken = record.isTaken ? [claimWord(name), ...takenWords(name)] : [];
		this.written.set(name, [...wordsOfCopies(name, record), ...taken]);
	}

	/** Calls for each row that has something in it. */
	private async inRows<P, T>(
		byRow: ReadonlyMap<number, P[]>,
		use: (row: WordRow, places: P[]) => Promise<T>,
	): Promise<T[]> {
		const limiter = new Limiter(ROWS_AT_ONCE);
		const used = await Promise.all(
			[...byRow].map(
				async ([number, some]) =>
					await limiter.use(async () => {
						const row = this.row(number);
						return (await row.count()) === 0 ? [] : [await use(row, some)];
					}),
			),
		);
		return used.flat();
	}
}

const ID_IN_PATH = '*';
const pathKey = (code: string) => `path ${code}`;
/** What cannot be read whole may exist: it is never submitted again. */
function entryOf(record: ReadRecord, paths: ReadonlyMap<string, string>): LedgerEntry {
	if (record.state === 'broken') return { state: 'unknown', at: Date.now() };
	const at = record.at * 1000;
	if (record.state === 'begun') return { state: 'sending', at };
	const [taskId, code] = record.parts;
	const path = paths.get(code)?.replaceAll(ID_IN_PATH, taskId);
	return { state: 'accepted', at, taskId, ...(path === undefined ? {} : { readPath: path }) };
}

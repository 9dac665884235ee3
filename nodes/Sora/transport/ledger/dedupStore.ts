/**
 * The only thing that a running node can write to n8n's database at once: the memory behind n8n's
 * Remove Duplicates node. It is a table of rows, each a set of hashed words that n8n reads, changes
 * and writes back as a whole; so small rows are cheap, and one large row is not.
 */

import type { ICheckProcessedOptions, IExecuteFunctions, INode } from 'n8n-workflow';
import { isObject } from '../../shared/json';
import { addTogether, inTurn } from './rowQueue';

/** A set of words. Its calls come one after another, and none of them rejects. */
export interface WordRow {
	/** How many words are in it. Reads, and writes nothing. */
	count(): Promise<number>;
	/** What is added while another call is under way is added in one call. */
	add(words: readonly string[]): Promise<void>;
	remove(words: readonly string[]): Promise<void>;
	/** Adds the words. @returns those that were not there before: what two ask for, one gets. */
	claim(words: readonly string[]): Promise<ReadonlySet<string>>;
	/**
	 * Lets somebody ask which words are in it. It is left as it was, but for what was stale; if the
	 * process dies meanwhile, what was asked for stays.
	 * @param questions may ask several times; they must not wait for the row otherwise.
	 */
	ask<T>(questions: (known: Known) => Promise<Answer<T>>): Promise<T>;
	/** Takes the row out of the table. */
	clear(): Promise<void>;
}

/** @returns those of the words that are there. */
export type Known = (words: readonly string[]) => Promise<ReadonlySet<string>>;

/** What was found out, and the words that should not be there. */
export interface Answer<T> {
	answer: T;
	stale: readonly string[];
}

/** Survives the execution, however that ends. Without a database, every row is empty. */
export interface DedupStore {
	/** Whether there is a database behind it, which takes what it is given. */
	readonly isThere: boolean;
	/** There is one, and it has refused a call: what was read since is nothing. */
	readonly isLost: boolean;
	/** It may be back. */
	tryAgain(): void;
	row(name: string): WordRow;
}

/** No `maxEntries`: above it n8n would drop the oldest words. */
const OPTIONS: ICheckProcessedOptions = { mode: 'entries' };
/** n8n hashes each word on its only thread. */
const ASKED_AT_ONCE = 4_000;
const TRIES = 2;

type Helpers = Pick<
	IExecuteFunctions['helpers'],
	'checkProcessedAndRecord' | 'removeProcessed' | 'clearAllProcessedItems' | 'getProcessedDataCount'
>;

/** @param onLost called once, should the database refuse a call: nothing is written from then on. */
export function dedupStoreOf(
	context: Pick<IExecuteFunctions, 'getWorkflow'> & { helpers: Partial<Helpers> },
	onLost: (reason: string) => void = () => {},
): DedupStore {
	const helpers = allOf(context.helpers);
	const node = nodeOf(context);
	if (helpers === null || node === null) return NO_STORE;
	let isThere = true;
	let isLost = false;
	let tell = onLost;

	const use = async <T>(row: string, call: () => Promise<T>): Promise<T | null> => {
		for (let attempt = 1; isThere; attempt++) {
			try {
				return await inRow(node, row, call);
			} catch (error) {
				if (attempt < TRIES || !isThere) continue;
				isThere = false;
				isLost = !isMissing(error);
				tell(error instanceof Error ? error.message : String(error));
				tell = () => {};
			}
		}
		return null;
	};
	const owner = `${context.getWorkflow().id} ${node.id}`;
	return {
		get isThere() {
			return isThere;
		},
		get isLost() {
			return isLost;
		},
		tryAgain: () => {
			if (isLost) isThere = true;
			isLost = false;
		},
		row: (name) => wordRow(`${owner} ${name}`, helpers, async (call) => await use(name, call)),
	};
}

/** n8n asserts that it has set its memory up, which not all of its commands do: then there is none. */
function isMissing(error: unknown): boolean {
	return isObject(error) && error.code === 'ERR_ASSERTION';
}

function allOf(helpers: Partial<Helpers>): Helpers | null {
	const { checkProcessedAndRecord, removeProcessed } = helpers;
	const { clearAllProcessedItems, getProcessedDataCount } = helpers;
	const areThere =
		checkProcessedAndRecord && removeProcessed && clearAllProcessedItems && getProcessedDataCount;
	return areThere ? (helpers as Helpers) : null;
}

/** The node as n8n holds it: a plain property of every context from n8n 1.122 to 2.41. */
function nodeOf(context: object): INode | null {
	const { node } = context as { node?: unknown };
	return isObject(node) && typeof node.id === 'string' ? (node as unknown as INode) : null;
}

/**
 * n8n names a row by the node's ID, which its helper reads before it waits for anything. So the ID is
 * another one during that synchronous part, and nobody else ever sees it.
 */
async function inRow<T>(node: INode, row: string, call: () => Promise<T>): Promise<T> {
	const { id } = node;
	node.id = `${id} ${row}`;
	let called: Promise<T>;
	try {
		called = call();
	} finally {
		node.id = id;
	}
	return await called;
}

/** @returns null where the database is lost. */
type Use = <T>(call: () => Promise<T>) => Promise<T | null>;

function wordRow(name: string, helpers: Helpers, use: Use): WordRow {
	/** @returns the words that were new; null where the database is lost. */
	const record = async (words: readonly string[]): Promise<string[] | null> => {
		const added: string[] = [];
		for (const some of portionsOf(words)) {
			const said = await use(
				async () => await helpers.checkProcessedAndRecord(some, 'node', OPTIONS),
			);
			if (said === null) return null;
			added.push(...said.new.map(String));
		}
		return added;
	};
	const drop = async (words: readonly string[]) => {
		if (words.length === 0) return;
		await use(async () => await helpers.removeProcessed([...words], 'node', OPTIONS));
	};
	/** Asking adds what was not there. */
	const ask = async <T>(questions: (known: Known) => Promise<Answer<T>>): Promise<T> => {
		const addedByAsking = new Set<string>();
		const { answer, stale } = await questions(async (words) => {
			const added = await record(words);
			if (added === null) return new Set();
			added.forEach((word) => addedByAsking.add(word));
			return new Set(words.filter((word) => !addedByAsking.has(word)));
		});
		await drop([...addedByAsking, ...stale]);
		return answer;
	};
	const count = async () =>
		(await use(async () => await helpers.getProcessedDataCount('node', OPTIONS))) ?? 0;
	return {
		count: async () => await inTurn(name, count),
		add: async (words) => {
			if (words.length > 0) await addTogether(name, words, record);
		},
		remove: async (words) => await inTurn(name, async () => await drop(words)),
		claim: async (words) => await inTurn(name, async () => new Set((await record(words)) ?? words)),
		ask: async (questions) => await inTurn(name, async () => await ask(questions)),
		clear: async () =>
			await inTurn(name, async () => {
				await use(async () => await helpers.clearAllProcessedItems('node', OPTIONS));
			}),
	};
}

function portionsOf(words: readonly string[]): string[][] {
	const starts = Array.from(
		{ length: Math.ceil(words.length / ASKED_AT_ONCE) },
		(_, portion) => portion * ASKED_AT_ONCE,
	);
	return starts.map((start) => words.slice(start, start + ASKED_AT_ONCE));
}

const NO_ROW: WordRow = {
	count: async () => await Promise.resolve(0),
	add: async () => await Promise.resolve(),
	remove: async () => await Promise.resolve(),
	claim: async (words) => await Promise.resolve(new Set(words)),
	ask: async (questions) => (await questions(async () => await Promise.resolve(new Set()))).answer,
	clear: async () => await Promise.resolve(),
};

const NO_STORE: DedupStore = {
	isThere: false,
	isLost: false,
	tryAgain: () => {},
	row: () => NO_ROW,
};

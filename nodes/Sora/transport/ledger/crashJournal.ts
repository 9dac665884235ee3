/**
 * Notes on the tasks of a running execution, for its retry where it was stopped or broke off with
 * n8n. n8n stores a node's context, and with it the ledger, only when the execution ends, and not at
 * all with Stop; a retry then begins at the trigger and knows nothing. Where a worker was lost there
 * is no retry either, so a new execution is told.
 */

import type { IExecuteFunctions } from 'n8n-workflow';
import type { Ledger, LedgerEntry } from '../../engine/ports';
import { hooksOf, isStored, type ExecutionHooks } from './executionHooks';
import { read, spelled } from './setEncoding';
import { wordSetOf, type WordSet } from './dedupStore';

/** How many executions that did not end may leave a page behind for the same request of the same item. */
const PAGES = 8;
/** Later, nobody retries, and providers begin to delete. */
const KEPT_MS = 2 * 24 * 60 * 60 * 1000;

/** Pages of executions that are running in this process: nothing has been left behind on them. */
const inUse = new Set<string>();

export interface Notes {
	/** What was left behind on these items goes into the ledger, where this execution is a retry. */
	recall(keys: readonly string[], ledger: Ledger): Promise<void>;
	/**
	 * IDs of tasks for the same requests, by key, whose execution was stopped, broke off, or runs in
	 * another process. Empty in a retry, which takes them for its own.
	 */
	leftBehind(keys: readonly string[]): Promise<ReadonlyMap<string, string[]>>;
	/** Writes an item's entry down, and a new task's ID to the log; null strikes it out. */
	write(key: string, entry: LedgerEntry | null): Promise<void>;
	/**
	 * The node has ended. Its notes are struck out at the end of the execution, or at once where n8n
	 * does not tell of that.
	 * @param isOver false: the execution was stopped, so that they stay for its retry.
	 */
	close(isOver: boolean): Promise<void>;
}

interface Page {
	name: string;
	words: string[];
}

/** What a node has written in an execution: its later tries and passes write on there. */
interface Notebook {
	/** By key. */
	pages: Map<string, Page>;
	/**
	 * The run index of the node's first pass. After a crash n8n invents a run for each node that had
	 * begun (its `ExecutionRecoveryService`), so that the retry counts on from there.
	 */
	firstRun: number;
}

const notebooks = new WeakMap<ExecutionHooks, Map<string, Notebook>>();

/** @param onNew called where the node runs for the first time in this execution. */
function notebookOf(
	hooks: ExecutionHooks,
	owner: string,
	runIndex: number,
	onNew: () => void,
): Notebook {
	const ofExecution = notebooks.get(hooks) ?? new Map<string, Notebook>();
	notebooks.set(hooks, ofExecution);
	const known = ofExecution.get(owner);
	if (known !== undefined) return known;
	const notebook: Notebook = { pages: new Map(), firstRun: runIndex };
	ofExecution.set(owner, notebook);
	onNew();
	return notebook;
}

/** @param runIndex which pass of a loop this is, as n8n counts. */
export function notesOf(
	context: Pick<
		IExecuteFunctions,
		'helpers' | 'getWorkflow' | 'getNode' | 'getMode' | 'getExecutionId' | 'logger'
	>,
	runIndex = 0,
): Notes {
	const words = wordSetOf(context);
	const owner = `${context.getWorkflow().id} ${context.getNode().id}`;
	const hooks = hooksOf(context);
	let isClosed = false;

	const leaveAll = async (isOver: boolean) => {
		const mine = [...pages.values()];
		const written = mine.flatMap((page) => page.words);
		if (isOver) pages.clear();
		if (isOver && written.length > 0) await words.remove(written);
		mine.forEach(({ name }) => leave(name));
	};
	const { pages, firstRun }: Notebook =
		hooks === null
			? { pages: new Map<string, Page>(), firstRun: 0 }
			: notebookOf(hooks, owner, runIndex, () =>
					hooks.addHandler('workflowExecuteAfter', async (run) => await leaveAll(isStored(run))),
				);
	/** Passes are counted from the first one of this execution. */
	const counted = (key: string) => key.replace(/^\d+/, (run) => String(Number(run) - firstRun));
	const pageNames = (key: string) =>
		Array.from({ length: PAGES }, (_, page) => `${counted(key)} page ${page}`);

	/** @returns whether it was free. */
	const take = (name: string): boolean => {
		const isFree = !inUse.has(`${owner} ${name}`);
		inUse.add(`${owner} ${name}`);
		return isFree;
	};
	const leave = (name: string) => inUse.delete(`${owner} ${name}`);

	/** The first page of a key that holds what is wanted, taken; null where there is none. */
	const takePage = async (
		key: string,
		fits: (name: string, isWritten: boolean) => Promise<boolean>,
	): Promise<string | null> => {
		const names = pageNames(key);
		const written = await words.known(names);
		for (const name of names) {
			if (!take(name)) continue;
			if (await fits(name, written.has(name))) return name;
			leave(name);
		}
		return null;
	};

	const log = ({ taskId = '' }: LedgerEntry) => {
		const { name } = context.getNode();
		const line = `Execution ${context.getExecutionId()}, node "${name}": task ${taskId} was submitted`;
		context.logger.info(line);
	};

	const emptyPage = async (key: string): Promise<Page | null> => {
		const name = await takePage(key, async (_, isWritten) => await Promise.resolve(!isWritten));
		return name === null ? null : { name, words: [] };
	};

	return {
		recall: async (keys, ledger) => {
			if (context.getMode() !== 'retry' || !words.isThere) return;
			for (const key of keys) {
				if (ledger.get(key) !== undefined || pages.has(key)) continue;
				let entry: LedgerEntry | null = null;
				const name = await takePage(key, async (page, isWritten) => {
					entry = isWritten ? await readPage(words, page) : null;
					return entry !== null;
				});
				if (name === null || entry === null) continue;
				pages.set(key, { name, words: wordsOf(name, entry) });
				await ledger.record(key, entry);
			}
		},
		leftBehind: async (keys) => {
			const left = new Map<string, string[]>();
			if (context.getMode() === 'retry' || !words.isThere) return left;
			const written = await words.known(keys.flatMap(pageNames));
			for (const key of keys) {
				for (const name of pageNames(key)) {
					if (!written.has(name) || inUse.has(`${owner} ${name}`)) continue;
					const entry = await readPage(words, name);
					if (entry?.state !== 'accepted' || entry.taskId === undefined) continue;
					left.set(key, [...(left.get(key) ?? []), entry.taskId]);
				}
			}
			return left;
		},
		write: async (key, entry) => {
			if (entry?.state === 'accepted') log(entry);
			if (isClosed || !words.isThere || entry?.state === 'unknown') return;
			const page = pages.get(key) ?? (await emptyPage(key));
			if (page === null) return;
			pages.set(key, page);
			const before = page.words;
			page.words = entry === null ? [] : wordsOf(page.name, entry);
			if (before.length > 0) await words.remove(before);
			if (page.words.length > 0) await words.add(page.words);
		},
		close: async (isOver) => {
			isClosed = true;
			if (hooks === null || !isOver) await leaveAll(isOver);
		},
	};
}

/** The page's name is a word of its own, which says that something is written there. */
function wordsOf(name: string, entry: LedgerEntry): string[] {
	return [name, ...(spelled(name, textOf(entry)) ?? spelled(name, textOf(unnamed(entry))) ?? [])];
}

/** A task whose ID cannot be spelled is one that may exist. */
function unnamed({ at }: LedgerEntry): LedgerEntry {
	return { state: 'unknown', at };
}

async function readPage(words: WordSet, name: string): Promise<LedgerEntry | null> {
	const text = await read(name, words.known);
	const entry = text === null ? null : entryOf(text);
	return entry !== null && entry.at > Date.now() - KEPT_MS ? entry : null;
}

const LETTERS = { sending: 's', unknown: 'u', accepted: 'a', failed: 'f' } as const;

function textOf({ state, at, taskId = '' }: LedgerEntry): string {
	return `${LETTERS[state]}${at.toString(36)} ${taskId}`;
}

function entryOf(text: string): LedgerEntry | null {
	const [, letter, at, taskId] = /^([suaf])([0-9a-z]+) (.*)$/.exec(text) ?? [];
	const found = Object.entries(LETTERS).find(([, one]) => one === letter);
	if (!found || at === undefined) return null;
	const state = found[0] as LedgerEntry['state'];
	return { state, at: parseInt(at, 36), ...(taskId ? { taskId } : {}) };
}

/** The only thing that a running node can write to n8n's database: a set of words of its own. */

import type { IExecuteFunctions } from 'n8n-workflow';
import { Limiter } from '../../engine/limiter';

/** Survives the execution, however that ends. No call rejects; where there is no database, it is empty. */
export interface WordSet {
	/** Whether there is a database behind it. */
	readonly isThere: boolean;
	add(words: readonly string[]): Promise<void>;
	remove(words: readonly string[]): Promise<void>;
	/** Those of the words that are in it. */
	known(words: readonly string[]): Promise<ReadonlySet<string>>;
}

/** Above it n8n drops the oldest words. An entry of ours has about a hundred. */
const WORDS_KEPT = 50_000;
const OPTIONS = { mode: 'entries', maxEntries: WORDS_KEPT } as const;

/** n8n reads the set, changes it and writes it back: two calls at a time would lose one of the changes. */
const desk = new Limiter(1);

type Helpers = Partial<
	Pick<IExecuteFunctions['helpers'], 'checkProcessedAndRecord' | 'removeProcessed'>
>;

/** The memory behind n8n's Remove Duplicates node, kept for each node of each workflow. */
export function wordSetOf({ helpers }: { helpers: Helpers }): WordSet {
	const { checkProcessedAndRecord: check, removeProcessed: drop } = helpers;
	let isThere = check !== undefined && drop !== undefined;

	const use = async <T>(otherwise: T, call: () => Promise<T>): Promise<T> => {
		if (!isThere) return otherwise;
		return await desk.use(async () => {
			return await call().catch(() => {
				isThere = false;
				return otherwise;
			});
		});
	};
	return {
		get isThere() {
			return isThere;
		},
		add: async (words) => {
			await use(undefined, async () => void (await check?.([...words], 'node', OPTIONS)));
		},
		remove: async (words) => {
			await use(undefined, async () => await drop?.([...words], 'node', OPTIONS));
		},
		known: async (words) =>
			await use(new Set<string>(), async () => {
				// Asking adds what was not there.
				const said = await check?.([...words], 'node', OPTIONS);
				const added = said?.new ?? [];
				if (added.length > 0) await drop?.(added, 'node', OPTIONS);
				return new Set((said?.processed ?? []).map(String));
			}),
	};
}

/** The trigger's memory as n8n stores it: plain JSON that stays below 64 kB whatever the account's size. */

import { arrayOf, isObject, numberOf, objectOf, textOf } from '../../shared/json';
import type { BackOff } from './backOff';
import { DIGEST_LENGTH, FeedMemory, TIME_LENGTH } from './memory';
import { deserialiseModels, serialiseModels, type StoredModels } from './modelNames';
import {
	fittingOpen,
	openByNeed,
	openEntry,
	STATE_LIMITS,
	writeTime,
	type StateLimits,
} from './watermark';

const VERSION = 1;

/**
 * The names stay as they are: active workflows hold states that earlier versions wrote, and must
 * neither begin anew nor emit a task again after an update.
 */
export interface FeedState {
	version: typeof VERSION;
	/** Stands for what is watched; a state with another key is of no use. */
	key: string;
	/** The watermark. */
	since: number;
	newest: number;
	newestAt: number;
	newsAt: number;
	/** The handled tasks, end to end: a digest of ten characters and the creation in base 36. */
	done: string;
	/** Creation in base 36, a space and the ID. */
	open: string[];
	/** Of the open tasks, in their order. */
	models: StoredModels;
	/** The tasks that failed, end to end: a digest, and in how many polls in a row. */
	failing: string;
	/** `troubles`: failures in a row. */
	backOff: { until: number; troubles: number } | null;
}

const ENTRY_LENGTH = DIGEST_LENGTH + TIME_LENGTH;
const FAILING_LENGTH = DIGEST_LENGTH + 1;
/** One character in base 36. */
const MOST_FAILURES = 35;

/** @param key stands for what is watched. */
export function serialise(
	memory: FeedMemory,
	key: string,
	limits: StateLimits = STATE_LIMITS,
): FeedState {
	const { watermark, newest, newestAt, newsAt, backOff } = memory;
	const handled = [...memory.handled].slice(-limits.handled);
	const open = fittingOpen(memory, openByNeed(memory), limits);
	const free = (limits.handled - handled.length) * ENTRY_LENGTH;
	const failing = [...memory.failures].slice(-limits.failures - Math.floor(free / FAILING_LENGTH));
	return {
		version: VERSION,
		key,
		since: watermark,
		newest,
		newestAt,
		newsAt,
		done: handled.map(([digest, createdAt]) => digest + writeTime(createdAt)).join(''),
		open: open.map(openEntry),
		models: serialiseModels(
			open.map(([id]) => memory.models.get(id)),
			limits.modelCharacters,
		),
		failing: failing.map(failingEntry).join(''),
		backOff: backOff && { until: backOff.until, troubles: backOff.consecutiveFailures },
	};
}

function failingEntry([digest, count]: readonly [string, number]): string {
	return digest + Math.min(count, MOST_FAILURES).toString(36);
}

/** Texts of equal length that were put end to end. */
function entriesIn(stored: unknown, length: number): string[] {
	const text = textOf(stored) ?? '';
	return Array.from({ length: Math.floor(text.length / length) }, (_, index) =>
		text.slice(index * length, (index + 1) * length),
	);
}

/** @returns null if there is no such state, or one of something else: then the trigger begins anew. */
export function deserialise(stored: unknown, key: string): FeedMemory | null {
	const state = objectOf(stored);
	if (state.version !== VERSION || state.key !== key) return null;
	const memory = new FeedMemory({
		watermark: numberOf(state.since) ?? 0,
		newest: numberOf(state.newest) ?? 0,
		newestAt: numberOf(state.newestAt) ?? 0,
		newsAt: numberOf(state.newsAt) ?? 0,
		backOff: backOffIn(state.backOff),
	});
	for (const entry of entriesIn(state.done, ENTRY_LENGTH)) {
		memory.handled.set(entry.slice(0, DIGEST_LENGTH), parseInt(entry.slice(DIGEST_LENGTH), 36));
	}
	const models = modelsIn(state.models);
	arrayOf(state.open).forEach((entry, position) => {
		const [, time, id] = /^(\w+) (.+)$/.exec(String(entry)) ?? [];
		if (id === undefined) return;
		memory.open.set(id, parseInt(time, 36));
		const names = deserialiseModels(models, position);
		if (names !== null) memory.models.set(id, names);
	});
	for (const entry of entriesIn(state.failing, FAILING_LENGTH)) {
		memory.failures.set(entry.slice(0, DIGEST_LENGTH), parseInt(entry.slice(DIGEST_LENGTH), 36));
	}
	// Written by the first version.
	for (const [digest, count] of Object.entries(objectOf(state.failures))) {
		memory.failures.set(digest, numberOf(count) ?? 0);
	}
	return memory;
}

function modelsIn(stored: unknown): StoredModels {
	const { names, tasks } = objectOf(stored);
	return { names: arrayOf(names).map(String), tasks: textOf(tasks) ?? '' };
}

function backOffIn(stored: unknown): BackOff | null {
	if (!isObject(stored)) return null;
	return {
		until: numberOf(stored.until) ?? 0,
		consecutiveFailures: numberOf(stored.troubles) ?? 0,
	};
}

/** The trigger's memory as n8n stores it: plain JSON that stays below 64 kB whatever the account's size. */

import { arrayOf, isObject, numberOf, objectOf, textOf } from '../../shared/json';
import type { BackOff } from './backOff';
import { DIGEST_LENGTH, FeedMemory } from './memory';
import {
	fittingOpen,
	openByNeed,
	openEntry,
	STATE_LIMITS,
	TIME_LENGTH,
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
	newsAt: number;
	/** The handled tasks, end to end: a digest of ten characters and the creation in base 36. */
	done: string;
	/** Creation in base 36, a space and the ID. */
	open: string[];
	failures: Record<string, number>;
	/** `troubles`: failures in a row. */
	backOff: { until: number; troubles: number } | null;
}

const ENTRY_LENGTH = DIGEST_LENGTH + TIME_LENGTH;

/** @param key stands for what is watched. */
export function serialise(
	memory: FeedMemory,
	key: string,
	limits: StateLimits = STATE_LIMITS,
): FeedState {
	const { watermark, newest, newsAt, backOff } = memory;
	const handled = [...memory.handled].slice(-limits.handled);
	return {
		version: VERSION,
		key,
		since: watermark,
		newest,
		newsAt,
		done: handled.map(([digest, createdAt]) => digest + writeTime(createdAt)).join(''),
		open: fittingOpen(openByNeed(memory), limits).map(openEntry),
		failures: Object.fromEntries([...memory.failures].slice(-limits.failures)),
		backOff: backOff && { until: backOff.until, troubles: backOff.consecutiveFailures },
	};
}

/** @returns null if there is no such state, or one of something else: then the trigger begins anew. */
export function deserialise(stored: unknown, key: string): FeedMemory | null {
	const state = objectOf(stored);
	if (state.version !== VERSION || state.key !== key) return null;
	const memory = new FeedMemory({
		watermark: numberOf(state.since) ?? 0,
		newest: numberOf(state.newest) ?? 0,
		newsAt: numberOf(state.newsAt) ?? 0,
		backOff: backOffIn(state.backOff),
	});
	const done = textOf(state.done) ?? '';
	for (let at = 0; at + ENTRY_LENGTH <= done.length; at += ENTRY_LENGTH) {
		const entry = done.slice(at, at + ENTRY_LENGTH);
		memory.handled.set(entry.slice(0, DIGEST_LENGTH), parseInt(entry.slice(DIGEST_LENGTH), 36));
	}
	for (const entry of arrayOf(state.open)) {
		const [, time, id] = /^(\w+) (.+)$/.exec(String(entry)) ?? [];
		if (id !== undefined) memory.open.set(id, parseInt(time, 36));
	}
	for (const [digest, count] of Object.entries(objectOf(state.failures))) {
		memory.failures.set(digest, numberOf(count) ?? 0);
	}
	return memory;
}

function backOffIn(stored: unknown): BackOff | null {
	if (!isObject(stored)) return null;
	return {
		until: numberOf(stored.until) ?? 0,
		consecutiveFailures: numberOf(stored.troubles) ?? 0,
	};
}

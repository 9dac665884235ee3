/** The trigger's memory as n8n stores it: plain JSON that stays below 64 kB whatever the account's size. */

import { arrayOf, isObject, numberOf, objectOf, textOf } from '../../shared/json';
import { FeedMemory } from './memory';

const VERSION = 1;

export interface FeedState {
	version: typeof VERSION;
	/** Stands for what is watched; a state with another key is of no use. */
	key: string;
	since: number;
	newest: number;
	newsAt: number;
	/** A mark of ten characters and the creation in base 36, for each task that is dealt with, end to end. */
	done: string;
	/** Creation in base 36, a space and the ID. */
	open: string[];
	failures: Record<string, number>;
	backOff: { until: number; troubles: number } | null;
}

export interface StateLimits {
	/** Marks of tasks that are dealt with. */
	marks: number;
	/** Characters of the open tasks as JSON. */
	openCharacters: number;
	failures: number;
}

/** 29 kB and 24 kB and 2 kB: together below 64 kB, with room for n8n's own. */
export const STATE_LIMITS: StateLimits = { marks: 1600, openCharacters: 24_000, failures: 100 };

/** Base 36 of 8 characters reaches the year 2059. */
const TIME_LENGTH = 8;
const MARK_LENGTH = 10;
const ENTRY_LENGTH = MARK_LENGTH + TIME_LENGTH;

function written(time: number): string {
	return Math.min(time, 36 ** TIME_LENGTH - 1)
		.toString(36)
		.padStart(TIME_LENGTH, '0');
}

function openEntry([id, createdAt]: readonly [string, number]): string {
	return `${written(createdAt)} ${id}`;
}

type Dated = readonly [string, number];

const byCreation = (a: Dated, b: Dated): number => a[1] - b[1];

/** The first open tasks that fit. */
function fitting(open: readonly Dated[], limits: StateLimits): Dated[] {
	let left = limits.openCharacters;
	const first = open.findIndex((entry) => {
		left -= JSON.stringify(openEntry(entry)).length + 1;
		return left < 0;
	});
	return first === -1 ? [...open] : open.slice(0, first);
}

/**
 * Those below the watermark first, which no list brings back; if they are too many, those that wait
 * longest may never end. Then those that the watermark will pass next: a list that shifts while it
 * is paged may leave one out just then.
 */
function inOrderOfNeed(memory: FeedMemory): Dated[] {
	const open = [...memory.open].sort(byCreation);
	const below = open.filter(([, createdAt]) => createdAt < memory.since);
	return [...below.reverse(), ...open.filter(([, createdAt]) => createdAt >= memory.since)];
}

/**
 * Where the watermark may stand: at `wanted`, but higher where the marks above it are too many, and
 * lower where the open tasks below it are. It never goes back, and never parts tasks of equal creation.
 */
export function watermarkOf(
	memory: FeedMemory,
	wanted: number,
	limits: StateLimits = STATE_LIMITS,
): number {
	const target = Math.max(memory.since, wanted);
	const open = [...memory.open].sort(byCreation);
	const below = open.filter(([, createdAt]) => createdAt < target);
	const kept = fitting(below, limits);
	const fits = kept.length === below.length ? target : below[kept.length][1];
	const since = Math.max(memory.since, Math.min(target, fits));
	const times = [...memory.dealt.values()].filter((time) => time >= since).sort((a, b) => b - a);
	// Too many marks: the first one that has no room takes all of its time with it.
	const isFull = times.length > limits.marks && times[limits.marks] > 0;
	return isFull ? Math.max(since, times[limits.marks] + 1) : since;
}

/**
 * Moves the watermark and forgets what is below it.
 * @param mayRise every task between the old watermark and the new one has been seen.
 */
export function stateOf(
	memory: FeedMemory,
	key: string,
	mayRise: { to: number } | null,
	limits: StateLimits = STATE_LIMITS,
): FeedState {
	if (mayRise !== null) memory.since = watermarkOf(memory, mayRise.to, limits);
	const { since, newest, newsAt, backOff } = memory;
	for (const [mark, createdAt] of [...memory.dealt]) {
		if (createdAt < since) memory.dealt.delete(mark);
	}
	const marks = [...memory.dealt].slice(-limits.marks);
	return {
		version: VERSION,
		key,
		since,
		newest,
		newsAt,
		done: marks.map(([mark, createdAt]) => mark + written(createdAt)).join(''),
		open: fitting(inOrderOfNeed(memory), limits).map(openEntry),
		failures: Object.fromEntries([...memory.failures].slice(-limits.failures)),
		backOff,
	};
}

/** @returns null where there is no such state, or one of something else: then the trigger starts anew. */
export function memoryFrom(stored: unknown, key: string): FeedMemory | null {
	const state = objectOf(stored);
	if (state.version !== VERSION || state.key !== key) return null;
	const memory = new FeedMemory();
	memory.since = numberOf(state.since) ?? 0;
	memory.newest = numberOf(state.newest) ?? 0;
	memory.newsAt = numberOf(state.newsAt) ?? 0;
	const done = textOf(state.done) ?? '';
	for (let at = 0; at + ENTRY_LENGTH <= done.length; at += ENTRY_LENGTH) {
		const entry = done.slice(at, at + ENTRY_LENGTH);
		memory.dealt.set(entry.slice(0, MARK_LENGTH), parseInt(entry.slice(MARK_LENGTH), 36));
	}
	for (const entry of arrayOf(state.open)) {
		const [, time, id] = /^(\w+) (.+)$/.exec(String(entry)) ?? [];
		if (id !== undefined) memory.open.set(id, parseInt(time, 36));
	}
	for (const [mark, count] of Object.entries(objectOf(state.failures))) {
		memory.failures.set(mark, numberOf(count) ?? 0);
	}
	const { backOff } = state;
	if (isObject(backOff)) {
		memory.backOff = {
			until: numberOf(backOff.until) ?? 0,
			troubles: numberOf(backOff.troubles) ?? 0,
		};
	}
	return memory;
}

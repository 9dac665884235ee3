/** How far the watermark may rise: what cannot be remembered above or below it decides. */

import type { FeedMemory } from './memory';

export interface StateLimits {
	/** Digests of handled tasks. */
	handled: number;
	/** Characters of the open tasks as JSON. */
	openCharacters: number;
	/** Tasks whose failures are counted. */
	failures: number;
}

/** 29 kB and 24 kB and 2 kB: together below 64 kB, with room for n8n's own. */
export const STATE_LIMITS: StateLimits = { handled: 1600, openCharacters: 24_000, failures: 100 };

/** Base 36 of 8 characters reaches the year 2059. */
export const TIME_LENGTH = 8;

export function writeTime(time: number): string {
	return Math.min(time, 36 ** TIME_LENGTH - 1)
		.toString(36)
		.padStart(TIME_LENGTH, '0');
}

type Dated = readonly [string, number];

const byCreation = (a: Dated, b: Dated): number => a[1] - b[1];

/** Creation in base 36, a space and the ID. */
export function openEntry([id, createdAt]: Dated): string {
	return `${writeTime(createdAt)} ${id}`;
}

/** The first open tasks that fit. */
export function fittingOpen(open: readonly Dated[], limits: StateLimits): Dated[] {
	let left = limits.openCharacters;
	const first = open.findIndex((entry) => {
		left -= JSON.stringify(openEntry(entry)).length + 1;
		return left < 0;
	});
	return first === -1 ? [...open] : open.slice(0, first);
}

/**
 * The open tasks below the watermark come first, because no list brings them back; of these the
 * newest, because those that have waited longest may never end. Then those that the watermark will
 * pass next: a list that shifts while it is paged may leave one out at that very moment.
 */
export function openByNeed(memory: FeedMemory): Dated[] {
	const open = [...memory.open].sort(byCreation);
	const below = open.filter(([, createdAt]) => createdAt < memory.watermark);
	return [...below.reverse(), ...open.filter(([, createdAt]) => createdAt >= memory.watermark)];
}

/**
 * Where the watermark may stand: at `wanted`, but higher if there are too many digests above it, and
 * lower if there are too many open tasks below it. It never goes back, and never separates tasks of
 * the same creation.
 */
export function watermarkOf(
	memory: FeedMemory,
	wanted: number,
	limits: StateLimits = STATE_LIMITS,
): number {
	const target = Math.max(memory.watermark, wanted);
	const open = [...memory.open].sort(byCreation);
	const below = open.filter(([, createdAt]) => createdAt < target);
	const kept = fittingOpen(below, limits);
	const fits = kept.length === below.length ? target : below[kept.length][1];
	const allowed = Math.max(memory.watermark, Math.min(target, fits));
	const times = [...memory.handled.values()]
		.filter((time) => time >= allowed)
		.sort((a, b) => b - a);
	// The first digest that does not fit takes all digests of its time with it.
	const isFull = times.length > limits.handled && times[limits.handled] > 0;
	return isFull ? Math.max(allowed, times[limits.handled] + 1) : allowed;
}

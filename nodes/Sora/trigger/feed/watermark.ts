/** How far the watermark may rise: what cannot be remembered above or below it decides. */

import { TIME_LENGTH, type FeedMemory } from './memory';
import { NAMES_LENGTH } from './modelNames';

export interface StateLimits {
	/** Digests of handled tasks. */
	handled: number;
	/** Characters of the open tasks as JSON. */
	openCharacters: number;
	/** Tasks whose failures are counted, at least: they also have the room that handled tasks leave. */
	failures: number;
	/** Characters of the names of models as JSON. */
	modelCharacters: number;
}

/** 29 kB, 24 kB, 1 kB and 3 kB: together below 64 kB, with room for n8n's own. */
export const STATE_LIMITS: StateLimits = {
	handled: 1600,
	openCharacters: 24_000,
	failures: 100,
	modelCharacters: 3_000,
};

/** In base 36. */
export function writeTime(time: number): string {
	return time.toString(36).padStart(TIME_LENGTH, '0');
}

type Dated = readonly [string, number];

const byCreation = (a: Dated, b: Dated): number => a[1] - b[1];

/** Creation in base 36, a space and the ID. */
export function openEntry([id, createdAt]: Dated): string {
	return `${writeTime(createdAt)} ${id}`;
}

/** The first open tasks that fit, with the names of their models. */
export function fittingOpen(
	{ models }: FeedMemory,
	open: readonly Dated[],
	limits: StateLimits,
): Dated[] {
	let left = limits.openCharacters;
	const first = open.findIndex((entry) => {
		const namesLength = models.size > 0 ? NAMES_LENGTH : 0;
		left -= JSON.stringify(openEntry(entry)).length + 1 + namesLength;
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
	const kept = fittingOpen(memory, below, limits);
	const fits = kept.length === below.length ? target : below[kept.length][1];
	const allowed = Math.max(memory.watermark, Math.min(target, fits));
	const times = [...memory.handled.values()]
		.filter((time) => time >= allowed)
		.sort((a, b) => b - a);
	// The first digest that does not fit takes all digests of its time with it.
	const isFull = times.length > limits.handled && times[limits.handled] > 0;
	return isFull ? Math.max(allowed, times[limits.handled] + 1) : allowed;
}

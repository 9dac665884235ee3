import { FeedMemory, markOf } from '../../../nodes/Sora/trigger/feed/memory';
import {
	memoryFrom,
	stateOf,
	STATE_LIMITS,
	watermarkOf,
} from '../../../nodes/Sora/trigger/feed/storedState';
import { backOffAfter, isBackingOff, troubleKind } from '../../../nodes/Sora/trigger/feed/backOff';
import { verdictOn, type FeedWishes } from '../../../nodes/Sora/trigger/feed/filter';
import type { Failure, TaskStatus, VideoTask } from '../../../nodes/Sora/providers/video';

const NOON = Date.parse('2026-11-21T12:00:00Z');
const at = (minutes: number): number => NOON + minutes * 60_000;
const SMALL = { marks: 4, openCharacters: 60, failures: 2 };

/** @param dealt @param open minutes after noon. */
function memoryOf(since: number, dealt: readonly number[], open: readonly number[]): FeedMemory {
	const memory = new FeedMemory();
	memory.since = at(since);
	dealt.forEach((minute, index) => memory.deal(`dealt-${index}`, at(minute)));
	open.forEach((minute, index) => memory.keepOpen(`open-${index}`, at(minute)));
	return memory;
}

describe('the watermark', () => {
	// An open task of these takes 19 characters, so three of them have room.
	it.each([
		['moves to where it is wanted', 0, [1, 2], [], 10, at(10)],
		['never goes back', 5, [6], [], 1, at(5)],
		['stands just above the marks that have no room', 0, [1, 2, 3, 4, 5, 6], [], 0, at(2) + 1],
		['does not part marks of equal creation', 0, [1, 3, 3, 3, 3, 3], [], 0, at(3) + 1],
		['passes open tasks that have room', 0, [], [1, 2, 3], 10, at(10)],
		['stops at the first open task that has no room', 0, [], [1, 2, 3, 4, 5], 10, at(4)],
		['does not part open tasks of equal creation', 0, [], [1, 2, 3, 3, 5], 10, at(3)],
	] as const)('%s', (_, since, dealt, open, wanted, expected) => {
		expect(watermarkOf(memoryOf(since, dealt, open), at(wanted), SMALL)).toBe(expected);
	});

	it('does not move while a part of the list is unknown', () => {
		const memory = memoryOf(0, [1], []);
		expect(stateOf(memory, 'key', null).since).toBe(NOON);
	});
});

describe('the stored state', () => {
	it('comes back as it was', () => {
		const memory = memoryOf(3, [4, 5], [1, 6]);
		memory.countFailure('dealt-9');
		memory.newest = NOON + 6 * 60_000;
		memory.backOff = { until: NOON, troubles: 2 };
		const stored: unknown = JSON.parse(JSON.stringify(stateOf(memory, 'key', null)));
		const back = memoryFrom(stored, 'key');
		expect(back).toMatchObject({
			since: memory.since,
			newest: memory.newest,
			backOff: memory.backOff,
		});
		expect([...(back?.dealt ?? [])]).toEqual([...memory.dealt]);
		expect([...(back?.open ?? [])]).toEqual([...memory.open]);
		expect(back?.failures.get(markOf('dealt-9'))).toBe(1);
	});

	it.each([
		['nothing', undefined],
		['something else', { version: 9, key: 'key' }],
		['a text', 'state'],
		['another account', { ...stateOf(new FeedMemory(), 'other', null) }],
	])('is of no use where there is %s', (_, stored) => {
		expect(memoryFrom(stored, 'key')).toBeNull();
	});

	it.each([
		['short IDs', (index: number) => `task-${index}`],
		['IDs as long as they come', (index: number) => `${index}-`.padEnd(300, '"')],
	])('stays below 64 kB with thousands of tasks with %s', (_, idOf) => {
		const memory = new FeedMemory();
		for (let i = 0; i < 5000; i++) {
			memory.deal(idOf(i), NOON + i);
			memory.keepOpen(idOf(-1 - i), NOON + i);
			memory.countFailure(idOf(-1 - i));
		}
		const state = stateOf(memory, 'k'.repeat(16), { to: NOON + 4999 });
		expect(Buffer.byteLength(JSON.stringify(state))).toBeLessThan(60_000);
		expect(state.done.length).toBeLessThanOrEqual(STATE_LIMITS.marks * 18);
	});

	it('keeps the marks that were met last where no task tells its time', () => {
		const memory = new FeedMemory();
		for (let i = 0; i < 10; i++) memory.deal(`task-${i}`, 0);
		for (const id of ['task-0', 'task-1', 'task-2']) memory.concerns(id, 0);
		const back = memoryFrom(stateOf(memory, 'key', { to: 0 }, SMALL), 'key');
		expect(['task-0', 'task-1', 'task-2', 'task-9'].map((id) => back?.isDealt(id))).toEqual([
			true,
			true,
			true,
			true,
		]);
		expect(back?.since).toBe(0);
	});
});

describe('a list that could not be read', () => {
	const failure = (httpStatus: number | null, category: Failure['category'] = 'provider') =>
		troubleKind({ category, code: null, message: '', httpStatus, retryAfterMs: null });

	it.each([
		[401, 'refused'],
		[403, 'refused'],
		[404, 'noList'],
		[405, 'noList'],
		[501, 'noList'],
		[429, 'passing'],
		[500, 'passing'],
		[502, 'passing'],
		[200, 'passing'],
		[null, 'passing'],
	] as const)('with HTTP %s is %s', (status, kind) => {
		expect(failure(status)).toBe(kind);
	});

	it('is a matter of the key where the provider says so in its words', () => {
		expect(failure(400, 'auth')).toBe('refused');
	});

	it('is read again later and later, up to a quarter of an hour', () => {
		let backOff = backOffAfter(null, null, NOON);
		const waits = [backOff.until - NOON];
		for (let i = 0; i < 6; i++) {
			backOff = backOffAfter(backOff, null, NOON);
			waits.push(backOff.until - NOON);
		}
		expect(waits.map((ms) => ms / 1000)).toEqual([30, 60, 120, 240, 480, 900, 900]);
	});

	it('is left alone for as long as the provider asks, but never for more than an hour', () => {
		expect(backOffAfter(null, 600_000, NOON).until).toBe(NOON + 600_000);
		expect(backOffAfter(null, 86_400_000, NOON).until).toBe(NOON + 3_600_000);
		expect(isBackingOff({ until: NOON + 1, troubles: 1 }, NOON)).toBe(true);
		expect(isBackingOff({ until: NOON, troubles: 1 }, NOON)).toBe(false);
		expect(isBackingOff({ until: NOON + 86_400_000, troubles: 1 }, NOON)).toBe(false);
	});
});

describe('what is heard of', () => {
	const task = (status: TaskStatus, model: string | null, code: string | null = null) =>
		({
			status,
			deliveredModel: model,
			failure: code === null ? null : { code },
		}) as unknown as VideoTask;
	const wishes = (more: Partial<FeedWishes> = {}): FeedWishes => ({
		events: ['completed'],
		models: [],
		fetchVideo: true,
		...more,
	});

	it.each([
		[task('completed', 'a'), wishes(), 'emit'],
		[task('running', 'a'), wishes(), 'wait'],
		[task('queued', null), wishes({ models: ['b'] }), 'wait'],
		[task('running', 'a'), wishes({ models: ['b'] }), 'ignore'],
		[task('failed', 'a', 'x'), wishes(), 'ignore'],
		[task('failed', 'a', 'x'), wishes({ events: ['failed'] }), 'emit'],
		[task('cancelled', 'a', 'x'), wishes({ events: ['failed'] }), 'emit'],
		[task('expired', 'a', 'x'), wishes({ events: ['failed'] }), 'emit'],
		[task('failed', 'a', 'other_outputs'), wishes({ events: ['failed'] }), 'ignore'],
		[task('completed', 'a'), wishes({ events: ['failed'] }), 'ignore'],
		[task('completed', 'a/b'), wishes({ models: ['a/*'] }), 'emit'],
		[task('completed', 'a/b'), wishes({ models: ['a/'] }), 'ignore'],
		[task('completed', null), wishes({ models: ['a'] }), 'ignore'],
	] as const)('%j with %j: %s', (met, wanted, verdict) => {
		expect(verdictOn(met, wanted)).toBe(verdict);
	});
});

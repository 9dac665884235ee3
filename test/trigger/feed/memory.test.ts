import { FeedMemory, digestOf } from '../../../nodes/Sora/trigger/feed/memory';
import { deserialise, serialise } from '../../../nodes/Sora/trigger/feed/storedState';
import { STATE_LIMITS, watermarkOf } from '../../../nodes/Sora/trigger/feed/watermark';
import {
	backOffAfter,
	isBackingOff,
	listFailureKind,
} from '../../../nodes/Sora/trigger/feed/backOff';
import { classify, type FeedFilter } from '../../../nodes/Sora/trigger/feed/filter';
import {
	toFailure,
	toVideoTask,
	type Failure,
	type TaskStatus,
} from '../../../nodes/Sora/providers/video';

const NOON = Date.parse('2026-11-21T12:00:00Z');
const at = (minutes: number): number => NOON + minutes * 60_000;
const modelled = (id: string, requestedModel: string | null, deliveredModel = requestedModel) => ({
	...toVideoTask({ id, status: 'running', response: null }),
	requestedModel,
	deliveredModel,
});

const SMALL = { handled: 4, openCharacters: 60, failures: 2, modelCharacters: 20 };

/** @param handled @param open minutes after noon. */
function memoryOf(since: number, handled: readonly number[], open: readonly number[]): FeedMemory {
	const memory = new FeedMemory({ watermark: at(since) });
	handled.forEach((minute, index) => memory.recordHandled(`handled-${index}`, at(minute)));
	open.forEach((minute, index) => memory.keepOpen(`open-${index}`, at(minute)));
	return memory;
}

describe('the watermark', () => {
	// An open task of these takes 19 characters, so three of them have room.
	it.each([
		['moves to where it is wanted', 0, [1, 2], [], 10, at(10)],
		['never goes back', 5, [6], [], 1, at(5)],
		['stands just above the digests that have no room', 0, [1, 2, 3, 4, 5, 6], [], 0, at(2) + 1],
		['does not part digests of equal creation', 0, [1, 3, 3, 3, 3, 3], [], 0, at(3) + 1],
		['passes open tasks that have room', 0, [], [1, 2, 3], 10, at(10)],
		['stops at the first open task that has no room', 0, [], [1, 2, 3, 4, 5], 10, at(4)],
		['does not part open tasks of equal creation', 0, [], [1, 2, 3, 3, 5], 10, at(3)],
	] as const)('%s', (_, since, handled, open, wanted, expected) => {
		expect(watermarkOf(memoryOf(since, handled, open), at(wanted), SMALL)).toBe(expected);
	});

	it('takes the digests below it along', () => {
		const memory = memoryOf(0, [1, 2, 3], []);
		memory.raiseWatermark(at(2));
		expect(memory.isHandled('handled-0')).toBe(false);
		expect(memory.isHandled('handled-1')).toBe(true);
		memory.raiseWatermark(at(1));
		expect(memory.watermark).toBe(at(2));
	});
});

describe('the stored state', () => {
	it('comes back as it was', () => {
		const memory = memoryOf(3, [4, 5], [1, 6]);
		memory.countFailure('handled-9');
		memory.recordNewest(NOON + 6 * 60_000, NOON);
		memory.setBackOff({ until: NOON, consecutiveFailures: 2 });
		const stored: unknown = JSON.parse(JSON.stringify(serialise(memory, 'key')));
		const back = deserialise(stored, 'key');
		expect(back).toMatchObject({
			watermark: memory.watermark,
			newest: memory.newest,
			backOff: memory.backOff,
		});
		expect([...(back?.handled ?? [])]).toEqual([...memory.handled]);
		expect([...(back?.open ?? [])]).toEqual([...memory.open]);
		expect(back?.failures.get(digestOf('handled-9'))).toBe(1);
	});

	it.each([
		['nothing', undefined],
		['something else', { version: 9, key: 'key' }],
		['a text', 'state'],
		['another account', { ...serialise(new FeedMemory(), 'other') }],
	])('is of no use where there is %s', (_, stored) => {
		expect(deserialise(stored, 'key')).toBeNull();
	});

	it.each([
		['short IDs', (index: number) => `task-${index}`],
		['IDs as long as they come', (index: number) => `${index}-`.padEnd(300, '"')],
	])('stays below 64 kB with thousands of tasks with %s', (_, idOf) => {
		const memory = new FeedMemory();
		for (let i = 0; i < 5000; i++) {
			memory.recordHandled(idOf(i), NOON + i);
			memory.keepOpen(idOf(-1 - i), NOON + i);
			memory.recordModels(modelled(idOf(-1 - i), `acme/model-${i}`));
			memory.countFailure(idOf(-1 - i));
		}
		memory.raiseWatermark(watermarkOf(memory, NOON + 4999));
		const state = serialise(memory, 'k'.repeat(16));
		expect(Buffer.byteLength(JSON.stringify(state))).toBeLessThan(60_000);
		expect(state.done.length).toBeLessThanOrEqual(STATE_LIMITS.handled * 18);
	});

	it('brings back what a list said of the models of open tasks, as far as there is room', () => {
		const memory = memoryOf(0, [], [1, 2, 3, 4]);
		memory.recordModels(modelled('open-0', 'asked', 'ran'));
		memory.recordModels(modelled('open-1', 'asked'));
		memory.recordModels(modelled('open-2', null, 'ran'));
		memory.recordModels(modelled('open-3', 'a-name-that-has-no-room'));
		const limits = { ...SMALL, openCharacters: 1000 };
		const back = deserialise(JSON.parse(JSON.stringify(serialise(memory, 'key', limits))), 'key');
		const shown = (id: string) => {
			const task = back?.withModels(toVideoTask({ id, status: 'completed', response: null }));
			return [task?.requestedModel, task?.deliveredModel];
		};
		expect(['open-0', 'open-1', 'open-2', 'open-3'].map(shown)).toEqual([
			['asked', 'ran'],
			['asked', 'asked'],
			[null, 'ran'],
			[null, null],
		]);
		back?.recordHandled('open-0', at(1));
		expect(back?.models.has('open-0')).toBe(false);
	});

	it('counts the failures of more tasks where few are handled', () => {
		const memory = new FeedMemory();
		for (let i = 0; i < 1500; i++) memory.countFailure(`task-${i}`);
		const state = serialise(memory, 'key');
		expect(deserialise(state, 'key')?.failures.size).toBe(1500);
		expect(Buffer.byteLength(JSON.stringify(state))).toBeLessThan(20_000);
	});

	it('keeps the digests that were met last where no task tells its time', () => {
		const memory = new FeedMemory();
		for (let i = 0; i < 10; i++) memory.recordHandled(`task-${i}`, 0);
		for (const id of ['task-0', 'task-1', 'task-2']) memory.concerns(id, 0);
		memory.raiseWatermark(watermarkOf(memory, 0, SMALL));
		const back = deserialise(serialise(memory, 'key', SMALL), 'key');
		expect(['task-0', 'task-1', 'task-2', 'task-9'].map((id) => back?.isHandled(id))).toEqual([
			true,
			true,
			true,
			true,
		]);
		expect(back?.watermark).toBe(0);
	});
});

describe('a list that could not be read', () => {
	const failure = (httpStatus: number | null, category: Failure['category'] = 'provider') =>
		listFailureKind({ category, code: null, message: '', httpStatus, retryAfterMs: null });

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
		expect(isBackingOff({ until: NOON + 1, consecutiveFailures: 1 }, NOON)).toBe(true);
		expect(isBackingOff({ until: NOON, consecutiveFailures: 1 }, NOON)).toBe(false);
		expect(isBackingOff({ until: NOON + 86_400_000, consecutiveFailures: 1 }, NOON)).toBe(false);
	});
});

describe('what is heard of', () => {
	const task = (status: TaskStatus, deliveredModel: string | null, code: string | null = null) =>
		toVideoTask({
			id: 'task-1',
			status,
			deliveredModel,
			failure: code === null ? null : toFailure('provider', 'why', { code }),
			response: null,
		});
	const askedFor = (requestedModel: string) => ({ ...task('completed', 'b'), requestedModel });
	const filter = (more: Partial<FeedFilter> = {}): FeedFilter => ({
		events: ['completed'],
		models: [],
		fetchVideo: true,
		...more,
	});

	it.each([
		[task('completed', 'a'), filter(), 'emit'],
		[task('running', 'a'), filter(), 'wait'],
		[task('queued', null), filter({ models: ['b'] }), 'wait'],
		[task('running', 'a'), filter({ models: ['b'] }), 'ignore'],
		[task('failed', 'a', 'x'), filter(), 'ignore'],
		[task('failed', 'a', 'x'), filter({ events: ['failed'] }), 'emit'],
		[task('cancelled', 'a', 'x'), filter({ events: ['failed'] }), 'emit'],
		[task('expired', 'a', 'x'), filter({ events: ['failed'] }), 'emit'],
		[task('failed', 'a', 'other_outputs'), filter({ events: ['failed'] }), 'ignore'],
		[task('completed', 'a'), filter({ events: ['failed'] }), 'ignore'],
		[task('completed', 'a/b'), filter({ models: ['a/*'] }), 'emit'],
		[task('completed', 'a/b'), filter({ models: ['a/'] }), 'ignore'],
		[task('completed', null), filter({ models: ['a'] }), 'ignore'],
		[askedFor('a'), filter({ models: ['a'] }), 'emit'],
		[askedFor('a/x'), filter({ models: ['a/*'] }), 'emit'],
		[askedFor('a'), filter({ models: ['b'] }), 'emit'],
		[askedFor('a'), filter({ models: ['c', 'a/*'] }), 'ignore'],
	] as const)('%j with %j: %s', (met, wanted, expected) => {
		expect(classify(met, wanted)).toBe(expected);
	});
});

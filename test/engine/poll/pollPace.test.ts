import {
	expectedRender,
	nextPollDelayMs,
	type ExpectedRender,
	type PollFacts,
	type QueuePlace,
} from '../../../nodes/Sora/engine/poll/pollPace';

const MIDDLE = 0.5;

describe('the pause before the next poll', () => {
	const young: PollFacts = {
		elapsedMs: 0,
		polls: 1,
		troubles: 0,
		retryAfterMs: null,
		pollAfterMs: null,
		expected: null,
		queue: null,
		pace: { firstPollMs: 3_000, minIntervalMs: 500 },
		random: MIDDLE,
	};

	const expected = { earliestMs: 150_000, usualMs: 250_000, isLearned: false };
	const quick = { earliestMs: 6_000, usualMs: 10_000, isLearned: false };

	it.each<[string, Partial<PollFacts>, number]>([
		['is a second at least', {}, 1_000],
		['is a twentieth of the time so far', { elapsedMs: 60_000 }, 3_000],
		['is ten seconds at most', { elapsedMs: 3_600_000 }, 10_000],
		['doubles before the render can have ended', { elapsedMs: 20_000, expected }, 20_000],
		['is half a minute at most then', { elapsedMs: 60_000, expected }, 30_000],
		[
			'is half a minute where renders of the run have told, once the first poll has shown no failure',
			{ elapsedMs: 3_000, expected: { ...expected, isLearned: true } },
			30_000,
		],
		['does not pass the time from which it can', { elapsedMs: 140_000, expected }, 10_000],
		['is four seconds while the end is expected', { elapsedMs: 200_000, expected }, 4_000],
		['grows once it is late', { elapsedMs: 500_000, expected }, 10_000],
		['is a second at least for a quick model', { elapsedMs: 8_000, expected: quick }, 1_000],
		['is what the provider wants before the first poll', { polls: 0 }, 3_000],
		[
			'is what the provider wants between two polls',
			{ pace: { firstPollMs: 0, minIntervalMs: 5_000 } },
			5_000,
		],
		['is what the server asks for', { retryAfterMs: 20_000, elapsedMs: 60_000 }, 20_125],
		['is the pace that the server asks for', { pollAfterMs: 20_000, elapsedMs: 60_000 }, 20_000],
		[
			'is not shortened by a server that asks for less',
			{ pollAfterMs: 5, elapsedMs: 60_000 },
			3_000,
		],
		['is a minute at most, whatever pace is asked for', { pollAfterMs: 86_400_000 }, 60_000],
		['grows while no response says anything', { troubles: 4, elapsedMs: 60_000 }, 8_000],
		[
			'is not put off by a poll that comes just before the end can be seen',
			{ elapsedMs: 70_000, expected, pace: { firstPollMs: 0, minIntervalMs: 60_000 } },
			80_000,
		],
	])('%s', (_, facts, pause) => {
		expect(nextPollDelayMs({ ...young, ...facts })).toBe(pause);
	});
});

describe('the pause before a task in a queue is polled again', () => {
	const expected = { earliestMs: 10_000, usualMs: 10_000, isLearned: true };
	const next = { ahead: 1, atATime: 2 };
	const last = { ahead: 9, atATime: 2 };

	it.each<[string, number, ExpectedRender | null, QueuePlace, number]>([
		[
			'is the time it has waited while nobody knows how long a render takes',
			8_000,
			null,
			last,
			8_000,
		],
		['is a whole render where it may begin at once', 60_000, expected, next, 10_000],
		['is not longer than it has waited', 3_000, expected, next, 3_000],
		['is longer where others come first', 60_000, expected, last, 30_000],
		['does not count them before the queue is known to be long', 9_000, expected, last, 9_000],
		['is half a minute at most', 600_000, null, last, 30_000],
	])('%s', (_, elapsedMs, known, queue, pause) => {
		const pace = { firstPollMs: 1_000, minIntervalMs: 500 };
		const calm = { polls: 1, troubles: 0, retryAfterMs: null, pollAfterMs: null, random: MIDDLE };
		expect(nextPollDelayMs({ ...calm, elapsedMs, expected: known, queue, pace })).toBe(pause);
	});
});

describe('how long a render should take', () => {
	it.each([
		[null, null, 0.5, null],
		[100_000, null, 0.5, { earliestMs: 60_000, usualMs: 100_000, isLearned: false }],
		[100_000, 200_000, 0.5, { earliestMs: 200_000, usualMs: 200_000, isLearned: true }],
		[null, 20_000, 0.5, { earliestMs: 20_000, usualMs: 20_000, isLearned: true }],
		[null, 20_000, 0.1, { earliestMs: 17_000, usualMs: 20_000, isLearned: true }],
	])('usually %s ms, in this run %s ms, drawn %s: %j', (usualMs, shortestMs, random, expected) => {
		expect(expectedRender({ usualMs, shortestMs, random })).toEqual(expected);
	});
});

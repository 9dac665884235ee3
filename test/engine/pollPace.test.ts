import { nextPollDelayMs, type PollFacts } from '../../nodes/Sora/engine/pollPace';

/** Without jitter. */
const MIDDLE = 0.5;

describe('the pause before the next poll', () => {
	const young: PollFacts = {
		elapsedMs: 0,
		polls: 1,
		troubles: 0,
		retryAfterMs: null,
		pollAfterMs: null,
		usualRenderMs: null,
		pace: { firstPollMs: 3_000, minIntervalMs: 500 },
		random: MIDDLE,
	};

	it.each<[string, Partial<PollFacts>, number]>([
		['is a second at least', {}, 1_000],
		['is a twentieth of the time so far', { elapsedMs: 60_000 }, 3_000],
		['is ten seconds at most', { elapsedMs: 3_600_000 }, 10_000],
		['reckons with a quarter of the usual render', { usualRenderMs: 240_000 }, 3_000],
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
	])('%s', (_, facts, pause) => {
		expect(nextPollDelayMs({ ...young, ...facts })).toBe(pause);
	});
});

import {
	areBelieved,
	afterSubmit,
	backOffMs,
	failureOfNetwork,
	filePauseMs,
	submissionWithoutResponse,
	type SubmitFacts,
} from '../../nodes/Sora/engine/policy';
import type { Failure } from '../../nodes/Sora/providers/video';

/** Where no jitter is added or taken away. */
const MIDDLE = 0.5;

const rateLimit: Failure = {
	category: 'rate_limit',
	code: null,
	message: 'Slow down',
	httpStatus: 429,
	retryAfterMs: null,
};

describe('may a submit be sent again?', () => {
	const later: SubmitFacts = {
		submission: { kind: 'refused', failure: rateLimit, again: 'later' },
		unsent: false,
		attempt: 1,
		elapsedMs: 0,
		waitTimeoutMs: 900_000,
		hasOtherFormat: true,
		hasOthers: false,
		random: MIDDLE,
	};
	const refused = (failure: Partial<Failure>, again: 'never' | 'later' | 'whenATaskEnds') => ({
		submission: { kind: 'refused' as const, failure: { ...rateLimit, ...failure }, again },
	});

	it.each<[string, Partial<SubmitFacts>, ReturnType<typeof afterSubmit>]>([
		[
			'at once in the other format when the host could not read it',
			{
				submission: {
					kind: 'refused',
					failure: rateLimit,
					again: 'inOtherFormat',
					format: 'json',
				},
			},
			{ then: 'sendInOtherFormat', format: 'json' },
		],
		[
			'not in the other format when that is what was sent, or what the user has ruled out',
			{
				submission: {
					kind: 'refused',
					failure: rateLimit,
					again: 'inOtherFormat',
					format: 'json',
				},
				hasOtherFormat: false,
			},
			{ then: 'fail' },
		],
		[
			'never when it may have been accepted: its task is looked for',
			{ submission: { kind: 'unknown', failure: rateLimit } },
			{ then: 'find' },
		],
		['never when the refusal is final', refused({}, 'never'), { then: 'fail' }],
		[
			'after a second when the provider says "later"',
			{},
			{ then: 'sendAgain', afterMs: 1_000, orWhenATaskEnds: false },
		],
		[
			'after four seconds the third time',
			{ attempt: 3 },
			{ then: 'sendAgain', afterMs: 4_000, orWhenATaskEnds: false },
		],
		[
			'when the provider asks for it',
			refused({ retryAfterMs: 60_000 }, 'later'),
			{ then: 'sendAgain', afterMs: 60_125, orWhenATaskEnds: false },
		],
		['never after the wait timeout', refused({ retryAfterMs: 900_000 }, 'later'), { then: 'fail' }],
		['never when the time is over with the pause', { elapsedMs: 899_500 }, { then: 'fail' }],
		[
			'as soon as a task ends when too many are in flight',
			refused({}, 'whenATaskEnds'),
			{ then: 'sendAgain', afterMs: 1_000, orWhenATaskEnds: true },
		],
		[
			'two more times when the connection was refused',
			{ unsent: true, attempt: 2 },
			{ then: 'sendAgain', afterMs: 2_000, orWhenATaskEnds: false },
		],
		['never a third time', { unsent: true, attempt: 3 }, { then: 'fail' }],
		[
			'when tasks of ours may set money free',
			{ ...refused({ category: 'quota' }, 'whenATaskEnds'), hasOthers: true },
			{ then: 'sendAgain', afterMs: 1_000, orWhenATaskEnds: true },
		],
		[
			'never when nobody can set money free',
			{ ...refused({ category: 'quota' }, 'whenATaskEnds'), hasOthers: false },
			{ then: 'fail' },
		],
	])('%s', (_, facts, decision) => {
		expect(afterSubmit({ ...later, ...facts })).toEqual(decision);
	});
});

describe('a submit without a response', () => {
	it.each([
		['ECONNREFUSED', false, 'refused', 'network'],
		['ENOTFOUND', false, 'refused', 'network'],
		['ECONNRESET', true, 'unknown', 'network'],
		['ETIMEDOUT', true, 'unknown', 'timeout'],
		['ECONNABORTED', true, 'unknown', 'timeout'],
	])('%s, sent: %s, is %s, and a failure of the %s', (code, sent, kind, category) => {
		const network = { code, message: 'No response', sent };
		expect(submissionWithoutResponse(network).kind).toBe(kind);
		expect(failureOfNetwork(network)).toMatchObject({ category, code, retryAfterMs: null });
	});
});

describe('the pause before the next try', () => {
	it.each([
		[1, null, 1_000],
		[2, null, 2_000],
		[5, null, 16_000],
		[6, null, 30_000],
		[40, null, 30_000],
		[1, 5_000, 5_125],
	])('number %i, asked for %s ms, is %i ms', (attempt, retryAfterMs, pause) => {
		expect(backOffMs(attempt, retryAfterMs, MIDDLE)).toBe(pause);
	});

	it('has up to 15 % of jitter, and never comes before the provider asks for it', () => {
		expect(backOffMs(1, null, 0)).toBeCloseTo(850);
		expect(backOffMs(1, null, 1)).toBeCloseTo(1_150);
		expect(backOffMs(1, 5_000, 0)).toBe(5_000);
	});

	it('of a file is a minute at most, whatever the server asks for', () => {
		expect(filePauseMs(1, 86_400_000, MIDDLE)).toBe(60_000);
		expect(filePauseMs(1, 5_000, MIDDLE)).toBe(5_125);
	});
});

describe('what is believed of a status call', () => {
	it.each([
		['missing', true, 4, 60_000, true],
		['missing', true, 4, 59_999, false],
		['missing', true, 3, 600_000, false],
		['missing', false, 3, 2_000, true],
		['missing', false, 2, 2_000, false],
		['missing', false, 3, 1_999, false],
		['refused', true, 3, 30_000, true],
		['refused', true, 2, 30_000, false],
		['refused', true, 3, 29_999, false],
		['refused', false, 1, 0, true],
	] as const)('%s, known: %s, number %i, for %i ms: %s', (kind, isKnown, count, forMs, result) => {
		expect(areBelieved({ kind, isKnown, count, forMs })).toBe(result);
	});
});

import {
	categoryOf,
	errorWordsIn,
	failureFrom,
	retryAfterMs,
	submissionFrom,
} from '../../../nodes/Sora/providers/shared/failure';
import type { HttpResponse } from '../../../nodes/Sora/providers/http';
import { statusFrom } from '../../../nodes/Sora/providers/shared/statusResult';

function response(status: number, body: unknown = {}, headers = {}): HttpResponse {
	return { status, headers, body };
}

describe('the category of a failure', () => {
	it.each([
		[400, 'invalid_input'],
		[401, 'auth'],
		[402, 'quota'],
		[403, 'auth'],
		[404, 'invalid_input'],
		[408, 'timeout'],
		[410, 'model_retired'],
		[413, 'invalid_input'],
		[415, 'invalid_input'],
		[422, 'invalid_input'],
		[429, 'rate_limit'],
		[500, 'provider'],
		[502, 'provider'],
		[503, 'provider'],
		[504, 'timeout'],
		[null, 'provider'],
	])('is for the status %s without words: %s', (status, category) => {
		expect(categoryOf(status, null, 'It did not work')).toBe(category);
	});

	it.each([
		[403, 'insufficient credits', 'quota'],
		[500, 'The content was flagged as sensitive', 'moderation'],
		[400, 'Model names are case-sensitive: invalid parameter', 'invalid_input'],
		[400, 'The model sora-2 does not exist', 'model_retired'],
		[200, 'Too Many Requests', 'rate_limit'],
		[200, 'unauthorized', 'auth'],
		[500, 'upstream timed out', 'timeout'],
	])('is for the status %s named by the words "%s": %s', (status, words, category) => {
		expect(categoryOf(status, null, words)).toBe(category);
	});

	it('is named by the code as well', () => {
		expect(categoryOf(500, 'insufficient_quota', 'no')).toBe('quota');
	});
});

describe('the words of an error', () => {
	it.each([
		[{ error: 'no' }, null, 'no'],
		[{ error: { message: 'no', code: 'x' } }, 'x', 'no'],
		[{ error: { type: 'invalid_request_error', message: 'no' } }, 'invalid_request_error', 'no'],
		[{ code: 403, message: 'no' }, '403', 'no'],
		[{ error: 'no', details: 'why' }, null, 'no: why'],
		[{ error: 'no', message: 'no' }, null, 'no'],
		[{ detail: 'no' }, null, 'no'],
		[{ msg: 'no' }, null, 'no'],
		[{ error: {} }, null, null],
		[{ error: '' }, null, null],
		['<html><title> Bad </title>', null, 'a web page titled "Bad" came instead of a response'],
		['<html>', null, 'a web page came instead of a response'],
		['upstream error', null, 'upstream error'],
		['', null, null],
		[null, null, null],
		[[1], null, null],
	])('of %j are %j and %j', (body, code, message) => {
		expect(errorWordsIn(body)).toEqual({ code, message });
	});

	it('are never an empty message, nor an endless one', () => {
		expect(failureFrom(response(500)).message).toBe('HTTP 500 without a message');
		expect(failureFrom(response(500, 'x'.repeat(5000))).message).toHaveLength(1000);
	});
});

describe('how long to stay away', () => {
	it.each([
		[{ 'retry-after': '2' }, 2000],
		[{ 'retry-after': '0.5' }, 500],
		[{ 'retry-after': '0' }, null],
		[{ 'retry-after': 'soon' }, null],
		[{ 'retry-after': '' }, null],
		[{}, null],
		[
			{
				'retry-after': 'Sat, 21 Nov 2026 10:00:07 GMT',
				date: 'Sat, 21 Nov 2026 10:00:00 GMT',
			},
			7000,
		],
		[
			{
				'retry-after': 'Sat, 21 Nov 2026 09:00:00 GMT',
				date: 'Sat, 21 Nov 2026 10:00:00 GMT',
			},
			null,
		],
	])('is read from %j as %j milliseconds', (headers, ms) => {
		expect(retryAfterMs(headers as Record<string, string>)).toBe(ms);
	});
});

describe('a submit that was answered with an error', () => {
	const submission = (status: number, headers = {}, body: unknown = { error: 'no' }) =>
		submissionFrom(response(status, body, headers), failureFrom(response(status, body, headers)));

	it.each([400, 401, 402, 403, 404, 405, 410, 413, 415, 422])(
		'%s is refused for good',
		(status) => {
			expect(submission(status)).toMatchObject({ kind: 'refused', again: 'never' });
		},
	);

	it('429 may be sent again later, unless there is no money', () => {
		expect(submission(429)).toMatchObject({ kind: 'refused', again: 'later' });
		expect(submission(429, {}, { error: 'insufficient_quota' })).toMatchObject({
			kind: 'refused',
			again: 'never',
			failure: { category: 'quota' },
		});
	});

	it('503 may be sent again only where it says when', () => {
		expect(submission(503, { 'retry-after': '1' })).toMatchObject({
			kind: 'refused',
			again: 'later',
		});
		expect(submission(503)).toMatchObject({ kind: 'unknown' });
	});

	it.each([301, 408, 409, 425, 499, 500, 502, 504, 520, 524])(
		'%s may have been accepted',
		(status) => {
			expect(submission(status)).toMatchObject({ kind: 'unknown' });
		},
	);
});

describe('a status call that was answered with an error', () => {
	it.each([
		[400, 'missing'],
		[401, 'refused'],
		[402, 'refused'],
		[403, 'refused'],
		[404, 'missing'],
		[405, 'missing'],
		[408, 'unclear'],
		[409, 'unclear'],
		[410, 'missing'],
		[422, 'missing'],
		[425, 'unclear'],
		[429, 'unclear'],
		[500, 'unclear'],
		[503, 'unclear'],
		[302, 'unclear'],
	])('%s means: %s', (status, kind) => {
		expect(statusFrom(response(status, { error: 'no' })).kind).toBe(kind);
	});

	it("of a proxy's page means: ask again, unless it refuses the key", () => {
		expect(statusFrom(response(404, '<html>')).kind).toBe('unclear');
		expect(statusFrom(response(403, '<html>')).kind).toBe('unclear');
		expect(statusFrom(response(401, '<html>')).kind).toBe('refused');
	});
});

import {
	choiceOf,
	listOf,
	positive,
	readBoolean,
	readHttpUrl,
	readJsonObject,
	readNumber,
	readSeconds,
	readText,
	readWholeNumber,
	type Reader,
} from '../../nodes/Sora/shared/readValue';

const READERS: ReadonlyArray<readonly [string, Reader<unknown>]> = [
	['text', readText],
	['a number', readNumber],
	['seconds', readSeconds],
	['a number above 0', positive(readNumber)],
	['a whole number', readWholeNumber],
	['a boolean', readBoolean],
	['a choice', choiceOf({ crop: 'Crop', pad: 'Pad' })],
	['a JSON object', readJsonObject],
	['a list', listOf(/,/)],
	['an address', readHttpUrl],
];

const accepted = (value: unknown) => ({ value });
const refused = (problem: string) => ({ problem });

describe.each(READERS)('%s', (_, read) => {
	it.each([[undefined], [null], [''], ['  \n'], ['undefined'], ['null ']])(
		'is not set by %p',
		(value) => {
			expect(read(value)).toEqual({ value: undefined });
		},
	);

	it.each([[Number.NaN], [Number.POSITIVE_INFINITY], [Symbol('x')], [() => 1], [new Date(0)]])(
		'never takes %p, and never throws',
		(value) => {
			const result = read(value);
			const isDateAsObject = value instanceof Date && read === readJsonObject;
			expect('problem' in result || isDateAsObject).toBe(true);
		},
	);
});

it.each([
	[readText, ' waves ', accepted('waves')],
	[readText, 5, accepted('5')],
	[readText, 0, accepted('0')],
	[readText, 12n, accepted('12')],
	[readText, '0', accepted('0')],
	[readText, { text: 'a boat' }, refused('must be text, not an object')],
	[readText, ['a boat'], refused('must be text, not a list')],
	[readText, false, refused('must be text, not false')],
	[
		readText,
		'A boat: [object Object]',
		refused('contains "[object Object]": an expression in it gives an object instead of text'),
	],

	[readNumber, 4, accepted(4)],
	[readNumber, ' 4 ', accepted(4)],
	[readNumber, '4.0', accepted(4)],
	[readNumber, '-1', accepted(-1)],
	[readNumber, '.5', accepted(0.5)],
	[readNumber, 0, accepted(0)],
	[readNumber, '0', accepted(0)],
	[readNumber, 'abc', refused('must be a number, not "abc"')],
	[readNumber, '1,500', refused('must be a number, not "1,500"')],
	[readNumber, '1e3', refused('must be a number, not "1e3"')],
	[readNumber, '0x10', refused('must be a number, not "0x10"')],
	[readNumber, 'Infinity', refused('must be a number, not "Infinity"')],
	[readNumber, Number.NaN, refused('must be a number, not NaN')],
	[readNumber, true, refused('must be a number, not true')],
	[readNumber, [4], refused('must be a number, not a list')],
	[readNumber, { seconds: 4 }, refused('must be a number, not an object')],

	[readSeconds, '5 seconds', accepted(5)],
	[readSeconds, '5s', accepted(5)],
	[readSeconds, '2.5 Sec.', accepted(2.5)],
	[readSeconds, '8', accepted(8)],
	[readSeconds, '5 minutes', refused('must be a number of seconds, not "5 minutes"')],
	[readSeconds, 'five', refused('must be a number of seconds, not "five"')],
	[readSeconds, 'seconds', refused('must be a number of seconds, not "seconds"')],

	[positive(readNumber), '0', refused('must be a number above 0, not "0"')],
	[positive(readNumber), -1, refused('must be a number above 0, not -1')],
	[positive(readNumber), '0.5', accepted(0.5)],

	[readWholeNumber, '42', accepted(42)],
	[readWholeNumber, -1, accepted(-1)],
	[readWholeNumber, 4.5, refused('must be a whole number, not 4.5')],
	[readWholeNumber, 'x', refused('must be a whole number, not "x"')],
	[readWholeNumber, '9007199254740993', refused('must be a whole number, not "9007199254740993"')],

	...[true, 'true', ' TRUE ', 'Yes', 'y', 'on', 1, '1'].map(
		(value) => [readBoolean, value, accepted(true)] as const,
	),
	...[false, 'false', ' FALSE', 'no', 'N', 'off', 0, -0, '0'].map(
		(value) => [readBoolean, value, accepted(false)] as const,
	),
	...[
		-1,
		2,
		0.5,
		1e21,
		'-1',
		'- 1',
		'1-',
		'_no',
		'1.0',
		'01',
		'nein',
		'ja',
		'disabled',
		't',
		'✓',
	].map(
		(value) =>
			[readBoolean, value, refused(`must be true or false, not ${JSON.stringify(value)}`)] as const,
	),
	[readBoolean, ['true'], refused('must be true or false, not a list')],
	[readBoolean, { value: true }, refused('must be true or false, not an object')],

	[choiceOf({ '720p': '720p' }), '-720p', refused('must be 720p, not "-720p"')],
	[choiceOf({ error: 'Fail', return: 'Pass On' }), 'return', accepted('return')],
	[choiceOf({ error: 'Fail', return: 'Pass On' }), 'pass on', accepted('return')],
	[choiceOf({ error: 'Fail', return: 'Pass On' }), ' ERROR ', accepted('error')],
	[
		choiceOf({ error: 'Fail', return: 'Pass On' }),
		'later',
		refused('must be Fail or Pass On, not "later"'),
	],
	[choiceOf({ error: 'Fail', return: 'Pass On' }), 1, refused('must be Fail or Pass On, not 1')],

	[readJsonObject, { a: 1 }, accepted({ a: 1 })],
	[readJsonObject, '{"a": 1}', accepted({ a: 1 })],
	[readJsonObject, 'null', accepted(undefined)],
	[readJsonObject, '[1]', refused('must be a JSON object such as {"name": "value"}, not a list')],
	[readJsonObject, [1], refused('must be a JSON object such as {"name": "value"}, not a list')],
	[readJsonObject, 5, refused('must be a JSON object such as {"name": "value"}, not 5')],
	[
		readJsonObject,
		'"{\\"a\\": 1}"',
		refused('must be a JSON object such as {"name": "value"}, not "{\\"a\\": 1}"'),
	],

	[listOf(/[\s,;]+/), 'a, b;c\nd', accepted(['a', 'b', 'c', 'd'])],
	[listOf(/,/), 'a model, another', accepted(['a model', 'another'])],
	[listOf(/,/), ['a', 7, 'b,c', ''], accepted(['a', '7', 'b', 'c'])],
	[listOf(/,/), '["a", "b"]', accepted(['a', 'b'])],
	[listOf(/,/), '[a', accepted(['[a'])],
	[listOf(/,/), 7, accepted(['7'])],
	[listOf(/,/), [], accepted([])],
	[listOf(/,/), [{ id: 'a' }], refused('must be a list of texts, and one entry is an object')],
	[listOf(/,/), { id: 'a' }, refused('must be text or a list of texts, not an object')],

	[readHttpUrl, ' https://example.com/hook ', accepted('https://example.com/hook')],
	[
		readHttpUrl,
		'example.com/hook',
		refused('must be an http or https address, not "example.com/hook"'),
	],
	[
		readHttpUrl,
		'ftp://example.com',
		refused('must be an http or https address, not "ftp://example.com"'),
	],
] as Array<[Reader<unknown>, unknown, unknown]>)('%p reads %p', (read, value, result) => {
	expect(read(value)).toEqual(result);
});

it('says what is wrong with JSON that cannot be read', () => {
	expect(readJsonObject('{"a": ')).toEqual({
		problem: expect.stringMatching(/^is not valid JSON: \S/) as string,
	});
});

it('names a long value by its beginning', () => {
	const { problem } = readNumber('x'.repeat(500)) as { problem: string };
	expect(problem.length).toBeLessThan(100);
});

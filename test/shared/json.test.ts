import {
	arrayOf,
	codeOf,
	entryOf,
	httpUrlOf,
	httpUrlsIn,
	isObject,
	numberOf,
	objectOf,
	textOf,
	timeOf,
} from '../../nodes/Sora/shared/json';

describe('reading a value of unknown shape', () => {
	it.each([[null], [undefined], ['x'], [1], [[]]])('finds no object in %j', (value) => {
		expect(isObject(value)).toBe(false);
		expect(objectOf(value)).toEqual({});
	});

	it('finds objects and arrays', () => {
		expect(objectOf({ a: 1 })).toEqual({ a: 1 });
		expect(arrayOf([1])).toEqual([1]);
		expect(arrayOf({ length: 1 })).toEqual([]);
	});

	it.each([
		[' a ', 'a'],
		['', null],
		['  ', null],
		[1, null],
		[null, null],
	])('reads %j as the text %j', (value, text) => {
		expect(textOf(value)).toBe(text);
	});

	it.each([
		[4, 4],
		['4', 4],
		[' -4.5 ', -4.5],
		['4s', null],
		['', null],
		['1e3', null],
		[Number.NaN, null],
		[Number.POSITIVE_INFINITY, null],
		['9'.repeat(400), null],
		[true, null],
	])('reads %j as the number %j', (value, number) => {
		expect(numberOf(value)).toBe(number);
	});

	it.each([
		[1200, '1200'],
		['E_1', 'E_1'],
		[Number.NaN, null],
		['', null],
		[{}, null],
	])('reads %j as the code %j', (value, code) => {
		expect(codeOf(value)).toBe(code);
	});

	it.each([
		['2026-11-20T12:00:00.000Z', '2026-11-20T12:00:00.000Z'],
		['2025-05-19T06:09:15.948268264Z', '2025-05-19T06:09:15.948Z'],
		['2026-11-20T14:00:00+02:00', '2026-11-20T12:00:00.000Z'],
		[1712697600, '2024-04-09T21:20:00.000Z'],
		[1712697600.25, '2024-04-09T21:20:00.250Z'],
		[1712697600123, '2024-04-09T21:20:00.123Z'],
		[1712697600123456, '2024-04-09T21:20:00.123Z'],
		['1712697600', '2024-04-09T21:20:00.000Z'],
		[' 1712697600.5 ', '2024-04-09T21:20:00.500Z'],
		['1712697600123', '2024-04-09T21:20:00.123Z'],
		['2026-11-20T12:00:00', '2026-11-20T12:00:00.000Z'],
		['2026-11-20T12:00:00.123456', '2026-11-20T12:00:00.123Z'],
		['2026-11-20 12:00:00', '2026-11-20T12:00:00.000Z'],
		['2026-11-20 12:00:00.5', '2026-11-20T12:00:00.500Z'],
		['2026-11-20 12:00', '2026-11-20T12:00:00.000Z'],
		['2026/11/20 12:00:00', '2026-11-20T12:00:00.000Z'],
		['Fri, 20 Nov 2026 12:00:00', '2026-11-20T12:00:00.000Z'],
		['Fri, 20 Nov 2026 12:00:00 GMT', '2026-11-20T12:00:00.000Z'],
		['2026-11-20 14:00:00+0200', '2026-11-20T12:00:00.000Z'],
		['2026-11-20 10:00:00 -02:00', '2026-11-20T12:00:00.000Z'],
		['2026-11-20T14:00:00.5+02', '2026-11-20T12:00:00.500Z'],
		['2026-11-20T12:00:00z', '2026-11-20T12:00:00.000Z'],
		['2026-11-20', '2026-11-20T00:00:00.000Z'],
		['-1712697600', null],
		[0, null],
		['0', null],
		[-5, null],
		[1e20, null],
		['yesterday', null],
		[null, null],
	])('reads %j as the time %j', (value, time) => {
		expect(timeOf(value)).toBe(time);
	});

	it.each([
		['https://cdn.example.com/a.mp4', 'https://cdn.example.com/a.mp4'],
		['http://cdn.example.com/a.mp4', 'http://cdn.example.com/a.mp4'],
		['file:///etc/passwd', null],
		['data:video/mp4;base64,AAAA', null],
		['javascript:alert(1)', null],
		['/a.mp4', null],
		[7, null],
	])('reads %j as the address %j', (value, url) => {
		expect(httpUrlOf(value)).toBe(url);
	});

	it('finds every address once', () => {
		const a = 'https://cdn.example.com/a.mp4';
		expect(httpUrlsIn([a, { url: a }, { url: 'x' }, null, 'https://cdn.example.com/b'])).toEqual([
			a,
			'https://cdn.example.com/b',
		]);
		expect(httpUrlsIn(a)).toEqual([a]);
		expect(httpUrlsIn({ id: 'char_1' })).toEqual([]);
	});

	it.each([
		['a', 1],
		['b', null],
		['constructor', null],
		['__proto__', null],
		[null, null],
	])('finds under %j in a table %j', (key, value) => {
		expect(entryOf({ a: 1 }, key)).toBe(value);
	});
});

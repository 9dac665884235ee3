import { parseBody, withoutKey } from '../../nodes/Sora/transport/bodyText';

describe('JSON', () => {
	it.each([
		['{"id":9007199254740993}', { id: '9007199254740993' }],
		['{"id":-12345678901234567890,"n":1}', { id: '-12345678901234567890', n: 1 }],
		['[17179869184000000001 , 2]', ['17179869184000000001', 2]],
		['{"id":9007199254740991}', { id: 9007199254740991 }],
		['{"t":1788400867123456}', { t: 1788400867123456 }],
		[
			'{"x":0.12345678901234567,"e":1234567890123456789e3}',
			{ x: 0.12345678901234566, e: 1.2345678901234568e21 },
		],
		[
			'{"a \\"9007199254740993\\"":"9007199254740993, 9007199254740993"}',
			{
				'a "9007199254740993"': '9007199254740993, 9007199254740993',
			},
		],
		['{"a":"\\\\","id":9007199254740993}', { a: '\\', id: '9007199254740993' }],
	])('keeps every digit of a number and every letter of a text: %s', (text, value) => {
		expect(parseBody(text)).toEqual(value);
	});

	it('is read behind a byte order mark', () => {
		expect(parseBody('\uFEFF{"id":"a"}')).toEqual({ id: 'a' });
	});

	it('is told by its look; what is none stays text', () => {
		expect(parseBody('{"id":')).toBe('{"id":');
		expect(parseBody('<html>9007199254740993')).toBe('<html>9007199254740993');
	});

	it('with megabytes of text and a long number is read at once', () => {
		const long = 'A9007199254740993'.repeat(400_000);
		const startedAt = performance.now();
		expect(parseBody(`{"url":"data:${long}","id":9007199254740993}`)).toMatchObject({
			id: '9007199254740993',
		});
		expect(performance.now() - startedAt).toBeLessThan(1_000);
	});
});

describe('the key', () => {
	it.each([
		['Incorrect API key: sora-test.', 'Incorrect API key: [key].'],
		['"https://host/sora-test/1.mp4"', '"https://host/sora-test/1.mp4"'],
		['"https:\\/\\/sora-test.example\\/1.mp4"', '"https:\\/\\/sora-test.example\\/1.mp4"'],
		['"https://h/v?key=sora-test&a=1"', '"https://h/v?key=[key]&a=1"'],
		['"https://h/sora-test?key=sora-test" sora-test', '"https://h/sora-test?key=[key]" [key]'],
		['"https://h/v?name=my-sora-test.mp4"', '"https://h/v?name=my-sora-test.mp4"'],
	])('is taken out of %s, and leaves addresses whole', (text, masked) => {
		expect(withoutKey(text, 'sora-test')).toBe(masked);
	});

	it('may hold characters that patterns use', () => {
		expect(withoutKey('a sk+(1)$2345 b', 'sk+(1)$2345')).toBe('a [key] b');
	});

	it.each([
		[String.raw`{"m":"key sk\u002dab\/cd-123 \"x\""}`, 'key [key] "x"'],
		[String.raw`{"m":"\u0073k-ab/cd-123"}`, '[key]'],
		[String.raw`{"m":"sk-ab/cd-123 \u0073k-ab/cd-123"}`, '[key] [key]'],
		[String.raw`{"m":"\\u0073k-ab/cd-123"}`, String.raw`\u0073k-ab/cd-123`],
	])('does not show it where JSON writes it otherwise: %s', (text, shown) => {
		expect(parseBody(withoutKey(text, 'sk-ab/cd-123'))).toEqual({ m: shown });
	});
});

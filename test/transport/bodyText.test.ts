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

	const KEY = 'id-0123456789:secret/ab+cd';
	const base64 = (text: string) => Buffer.from(text).toString('base64');
	const base64url = (text: string) => Buffer.from(text).toString('base64url');
	it.each([
		['as base64', base64(KEY)],
		['as base64 behind one letter', base64(`x${KEY}`)],
		['as base64 behind two, before more', base64(`ab${KEY} is the key`)],
		['as the user of Basic', `Basic ${base64(`${KEY}:`)}`],
		['as base64url', base64url(`{"key":"${KEY}"}`)],
		['as base64 with slashes escaped', base64(`??${KEY}??`).replaceAll('/', '\\/')],
		['percent-encoded', encodeURIComponent(KEY)],
		[
			'percent-encoded in small letters',
			encodeURIComponent(KEY).replace(/%../g, (code) => code.toLowerCase()),
		],
		['in the query of an address', `https://h/v?a=1&key=${encodeURIComponent(KEY)}&b=2`],
		['as base64 in the query of an address', `https://h/v?key=${base64url(KEY)}`],
	])('does not show it coded: %s', (_, coded) => {
		const shown = JSON.stringify(parseBody(withoutKey(`{"said":"${coded}"}`, KEY)));
		expect(shown).toContain('[key]');
		// Whoever decodes what is left gets no six letters of it.
		const rest = shown
			.split(/\[key\]|"/)
			.flatMap((part) => [
				...[part, `A${part}`, `AA${part}`, `AAA${part}`].map((text) =>
					Buffer.from(text, 'base64').toString('latin1'),
				),
				decodeURIComponent(part),
			]);
		const parts = Array.from({ length: KEY.length - 5 }, (__, at) => KEY.slice(at, at + 6));
		expect(parts.filter((part) => rest.some((text) => text.includes(part)))).toEqual([]);
	});

	it('leaves what only looks like it', () => {
		const text = `{"said":"${base64('id-0123456780:secret')} https://h/v?token=${base64url('another')}"}`;
		expect(withoutKey(text, KEY)).toBe(text);
	});
});

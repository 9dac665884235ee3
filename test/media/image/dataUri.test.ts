import fc from 'fast-check';
import { dataUriOf, isDataUri, parseDataUri } from '../../../nodes/Sora/media/image/dataUri';
import { bytesOf } from '../fixture';

const LIMIT = 1000;
const read = (url: string, maxBytes = LIMIT) => parseDataUri(url, maxBytes);

describe('parseDataUri', () => {
	it.each([
		['data:image/png;base64,aGVsbG8=', 'image/png', 'hello'],
		['data:image/png;base64,aGVsbG8', 'image/png', 'hello'],
		['DATA:IMAGE/PNG;BASE64,aGVsbG8=', 'image/png', 'hello'],
		[' data:image/jpeg;name=a.jpg;base64,aGVs\nbG8= ', 'image/jpeg', 'hello'],
		['data:image/png;base64,aGVsbG8%3D', 'image/png', 'hello'],
		['data:image/png;base64,-_-_', 'image/png', '\xfb\xff\xbf'],
		['data:image/svg+xml,%3Csvg/%3E', 'image/svg+xml', '<svg/>'],
		['data:text/plain;charset=utf-8,100%25 and 5% more', 'text/plain', '100% and 5% more'],
		['data:,a', 'text/plain', 'a'],
		['data:image/png,a,b', 'image/png', 'a,b'],
	])('reads %j', (url, mimeType, content) => {
		const result = read(url);
		expect(result).toMatchObject({ ok: true, mimeType });
		if (result.ok) expect(Uint8Array.from(result.bytes)).toEqual(bytesOf(content));
	});

	it.each([
		['https://cdn.test/a.png', 'does not begin with "data:"'],
		['data:image/png;base64', 'no comma'],
		['data:image/png;base64,', 'no content'],
		['data:image/png;base64,a*b', 'not valid base64'],
		['data:image/png;base64,aGVsb', 'not valid base64'],
		['data:image/png;base64,aG=Vs', 'not valid base64'],
	])('says what is wrong with %j', (url, words) => {
		expect(read(url)).toEqual({ ok: false, problem: expect.stringContaining(words) });
	});

	it('takes exactly as much as is allowed, in either writing', () => {
		for (const length of [1, 2, 3, 999, 1000]) {
			expect(read(dataUriOf(new Uint8Array(length), 'image/png'))).toMatchObject({ ok: true });
			expect(read(`data:image/png,${'%00'.repeat(length)}`)).toMatchObject({ ok: true });
		}
		for (const length of [1001, 1002, 1003, 50_000]) {
			const refused = { ok: false, problem: expect.stringContaining('more than 1000 bytes') };
			expect(read(dataUriOf(new Uint8Array(length), 'image/png'))).toEqual(refused);
			expect(read(`data:image/png,${'%00'.repeat(length)}`)).toEqual(refused);
			expect(read(`data:image/png,${'a'.repeat(length)}`)).toEqual(refused);
		}
	});

	it('gives back what was written', () => {
		fc.assert(
			fc.property(fc.uint8Array({ minLength: 1, maxLength: 300 }), (bytes) => {
				const url = dataUriOf(bytes, 'image/webp');
				expect(isDataUri(url)).toBe(true);
				const result = read(url);
				if (!result.ok) throw new Error(result.problem);
				expect(Buffer.from(result.bytes).equals(bytes)).toBe(true);
				expect(result.mimeType).toBe('image/webp');
			}),
		);
	});

	it('takes any text', () => {
		fc.assert(
			fc.property(fc.string({ unit: 'binary' }), (text) => {
				const result = read(`data:${text}`);
				expect(result.ok || result.problem.length > 0).toBe(true);
			}),
		);
	});
});

import { afterDownloadResponse, continuationOf } from '../../../nodes/Sora/engine/policy';

describe('a response without the video', () => {
	it.each([
		[408, 'again'],
		[429, 'again'],
		[500, 'again'],
		[504, 'again'],
		[520, 'again'],
		[400, 'renew'],
		[401, 'renew'],
		[403, 'renew'],
		[404, 'renew'],
		[409, 'renew'],
		[410, 'renew'],
		[402, 'fail'],
		[415, 'fail'],
	] as const)('%i: %s', (status, then) => {
		expect(afterDownloadResponse(status, {}, 'anywhere').then).toBe(then);
	});

	it('is the key’s fault only where the call carried it', () => {
		expect(afterDownloadResponse(401, {}, 'provider').failure.category).toBe('provider');
		expect(afterDownloadResponse(401, {}, 'anywhere').failure.category).toBe('network');
	});

	it('says when to come back', () => {
		const { failure } = afterDownloadResponse(503, { 'retry-after': '7' }, 'anywhere');
		expect(failure).toMatchObject({ httpStatus: 503, retryAfterMs: 7_000 });
	});
});

describe('a response to the rest of a file, after 10 of 30 bytes', () => {
	const first = { etag: '"a"', 'content-length': '30', 'last-modified': 'Mon' };
	const rest = { etag: '"a"', 'content-range': 'bytes 10-29/30' };

	it.each<[string, number, Record<string, string>, ReturnType<typeof continuationOf>]>([
		['the rest', 206, rest, 'append'],
		['the rest of an unknown length', 206, { ...rest, 'content-range': 'bytes 10-29/*' }, 'append'],
		['another part', 206, { ...rest, 'content-range': 'bytes 9-29/30' }, 'changed'],
		['a part without a range', 206, { etag: '"a"' }, 'changed'],
		['the rest of a longer file', 206, { ...rest, 'content-range': 'bytes 10-39/40' }, 'changed'],
		['the rest of another file', 206, { ...rest, etag: '"b"' }, 'changed'],
		['the whole file', 200, first, 'skip'],
		['the whole file, without a word about it', 200, {}, 'skip'],
		['another file', 200, { ...first, etag: '"b"' }, 'changed'],
		['a file of another length', 200, { ...first, 'content-length': '31' }, 'changed'],
		['a newer file', 200, { ...first, 'last-modified': 'Tue' }, 'changed'],
		['no such part', 416, {}, 'changed'],
		['an error', 503, {}, 'none'],
	])('%s', (_, status, headers, good) => {
		expect(continuationOf(first, { status, headers }, 10)).toBe(good);
	});
});

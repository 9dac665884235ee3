import { fakeRequest } from '../fakeProvider';
import { FakeServer } from '../fakeServer';
import { file, responseOf, SMALL_MP4 } from '../fakeFile';
import { prompts, failed, done } from '../outcomes';

describe('a download', () => {
	const half = SMALL_MP4.subarray(0, 30);
	const rest = SMALL_MP4.subarray(30);
	const length = {
		'content-length': String(SMALL_MP4.length),
		'content-type': 'video/mp4',
		etag: '"a"',
	};
	const dropped = () => responseOf(200, length, [half, new Error('reset')]);
	const whole = SMALL_MP4.toString('hex');

	it('goes on where it broke off', async () => {
		const server = new FakeServer();
		const ranges: string[] = [];
		server.files = (_, headers) => {
			if (!headers.range) return { response: dropped() };
			ranges.push(headers.range);
			const contentRange = {
				'content-range': `bytes 30-${SMALL_MP4.length - 1}/${SMALL_MP4.length}`,
			};
			return { response: responseOf(206, { ...contentRange, etag: '"a"' }, [rest]) };
		};
		expect(done((await server.run(prompts(1)))[0]).video?.data).toBe(whole);
		expect(ranges).toEqual(['bytes=30-']);
	});

	it('reads over what it has where the server knows no ranges', async () => {
		const server = new FakeServer();
		server.files = (_, headers) =>
			headers.range ? file(SMALL_MP4, { etag: '"a"' }) : { response: dropped() };
		expect(done((await server.run(prompts(1)))[0]).video?.data).toBe(whole);
	});

	it('starts over where the file has changed', async () => {
		const server = new FakeServer();
		let opened = 0;
		server.files = (_, headers) => {
			opened++;
			if (headers.range) return file(SMALL_MP4, { etag: '"b"' });
			return opened === 1 ? { response: dropped() } : file(SMALL_MP4, { etag: '"b"' });
		};
		expect(done((await server.run(prompts(1)))[0]).video?.data).toBe(whole);
		expect(server.stored.length).toBe(1);
	});

	it('never takes half a video for a whole one, also without a length', async () => {
		const server = new FakeServer();
		server.files = () => ({ response: responseOf(200, { 'content-type': 'video/mp4' }, [half]) });
		const failure = failed((await server.run(prompts(1)))[0]);
		expect(failure).toMatchObject({ taskId: 'task-1', submitted: true });
		expect(failure.advice).toMatch(/paid/);
		expect(server.stored).toEqual([]);
	});

	it('takes a whole video without a length', async () => {
		const server = new FakeServer();
		server.files = () => ({ response: responseOf(200, {}, [half, rest]) });
		expect(done((await server.run(prompts(1)))[0]).video?.data).toBe(whole);
	});

	it('knows a video that comes in drops for what it is', async () => {
		const server = new FakeServer();
		const drops = Array.from({ length: SMALL_MP4.length / 4 }, (_, drop) =>
			SMALL_MP4.subarray(4 * drop, 4 * drop + 4),
		);
		server.files = () => ({ response: responseOf(200, {}, drops) });
		expect(done((await server.run(prompts(1)))[0]).video?.data).toBe(whole);
	});

	it('asks for a fresh address when the old one has expired', async () => {
		const server = new FakeServer();
		server.fail('download', { status: 403 });
		expect(done((await server.run(prompts(1)))[0]).video?.data).toBe(whole);
		expect(server.bills).toBe(1);
	});

	it('that the server puts off for a day is given up within minutes, with the task named', async () => {
		const server = new FakeServer();
		server.fail('download', { status: 503, headers: { 'retry-after': '86400' } }, Infinity);
		const start = server.clock.now();
		const [outcome] = await server.run(prompts(1));
		expect(failed(outcome)).toMatchObject({ taskId: 'task-1', status: 'completed' });
		expect(server.clock.now() - start).toBeLessThan(10 * 60_000);
	});

	it('never takes a web page for a video', async () => {
		const server = new FakeServer();
		const page = Buffer.from('<!doctype html><title>Sorry</title>');
		server.files = () => file(page, { 'content-type': 'text/html' });
		failed((await server.run(prompts(1)))[0]);
		expect(server.stored).toEqual([]);
	});

	it('follows redirects to other hosts without the key', async () => {
		const server = new FakeServer();
		server.files = (url) =>
			url.includes('elsewhere')
				? file(SMALL_MP4)
				: { response: responseOf(302, { location: 'https://elsewhere.example/v.mp4' }, []) };
		expect(done((await server.run(prompts(1)))[0]).video?.data).toBe(whole);
		expect(
			server.calls.filter(({ kind }) => kind === 'download').map(({ call }) => call.to),
		).toEqual(['anywhere', 'anywhere']);
	});

	it('says that the store failed, and does not download again', async () => {
		const server = new FakeServer();
		const ports = server.ports;
		Object.defineProperty(server, 'ports', {
			get: () => ({
				...ports,
				videos: {
					save: async () => await Promise.reject(new Error('ENOSPC: no space left on device')),
				},
			}),
		});
		const failure = failed((await server.run(prompts(1)))[0]);
		expect(failure.failure.message).toMatch(/no space left/);
		expect(server.count('download')).toBe(1);
	});
});

describe('pictures', () => {
	const image = {
		kind: 'file' as const,
		bytes: Buffer.from('pixels'),
		mimeType: 'image/png',
		fileName: 'a.png',
	};

	it('are uploaded once each, and not at all for a task that is picked up', async () => {
		const server = new FakeServer();
		const requests = [1, 2, 3].map((n) => fakeRequest(`move ${n}`, { image: image }));
		await server.run(requests, { waitTimeoutMs: 5_000 });
		expect(server.count('upload')).toBe(1);
		await server.run(requests);
		expect(server.count('upload')).toBe(1);
		expect(server.bills).toBe(3);
	});

	it('that the provider puts off for a day are given up within minutes, at no cost', async () => {
		const server = new FakeServer();
		server.fail('upload', { status: 429, headers: { 'retry-after': '86400' } }, Infinity);
		const start = server.clock.now();
		const [outcome] = await server.run([fakeRequest('a', { image: image })]);
		expect(failed(outcome).submitted).toBe(false);
		expect(server.clock.now() - start).toBeLessThan(5 * 60_000);
		expect(server.bills).toBe(0);
	});

	it('that cannot be uploaded cost nothing', async () => {
		const server = new FakeServer();
		server.fail('upload', { status: 502 }, Infinity);
		const failure = failed((await server.run([fakeRequest('move', { image: image })]))[0]);
		expect(failure).toMatchObject({ submitted: false, taskId: null });
		expect(server.bills).toBe(0);
	});
});

import { readFileSync } from 'node:fs';
import { mediaPath, startSimulator, type Content, type Plan, type Simulator } from '..';
import { asker, networkErrorOf } from '../server/ask';
import { usualManner } from './downloads';
import { frameOf } from './images';

let simulator: Simulator;

beforeAll(async () => {
	simulator = await startSimulator({ renderMs: 0 });
});
afterAll(async () => await simulator.close());
beforeEach(() => {
	simulator.reset();
	Object.assign(simulator.manner.downloads, usualManner());
});

function finished(input: Record<string, unknown> = {}, plan: Plan = {}) {
	return simulator.addTask({ provider: 'waveSpeed', model: 'acme/a', input, plan });
}
const portrait = readFileSync(mediaPath('portrait.mp4'));
const bytesOf = async (response: Response) => Buffer.from(await response.arrayBuffer());

describe('the video of a task', () => {
	it.each([
		[{ aspect_ratio: '16:9' }, 'landscape.mp4'],
		[{ aspect_ratio: '21:9' }, 'landscape.mp4'],
		[{ size: '720*1280' }, 'portrait.mp4'],
		[{ ratio: '1:1' }, 'square.mp4'],
		[{}, 'portrait.mp4'],
	])('of %j is %s', async (input, file) => {
		const response = await fetch(simulator.videoUrl(finished(input).id));
		expect((await bytesOf(response)).equals(readFileSync(mediaPath(file)))).toBe(true);
	});

	it('follows the shape of its picture', async () => {
		const image = simulator.imageFileUrl('photo.webp');
		const response = await fetch(simulator.videoUrl(finished({ image }).id));
		expect((await bytesOf(response)).equals(readFileSync(mediaPath('square.mp4')))).toBe(true);
	});

	it('is not given for an address that nobody signed', async () => {
		const url = simulator.videoUrl(finished().id).replace('generation=0', 'generation=1');
		expect((await fetch(url)).status).toBe(403);
	});
});

describe('a download', () => {
	it('names its length, type and ETag', async () => {
		const { headers } = await fetch(simulator.videoUrl(finished().id));
		expect(headers.get('content-length')).toBe(String(portrait.length));
		expect(headers.get('content-type')).toBe('video/mp4');
		expect(headers.get('etag')).toMatch(/^".+"$/);
	});

	it.each([
		['bytes=10-19', 10, 20],
		['bytes=48000-', 48000, portrait.length],
		['bytes=-5', portrait.length - 5, portrait.length],
	])('answers %s with that part', async (range, from, to) => {
		const response = await fetch(simulator.videoUrl(finished().id), { headers: { range } });
		expect(response.status).toBe(206);
		expect(response.headers.get('content-range')).toBe(
			`bytes ${from}-${to - 1}/${portrait.length}`,
		);
		expect((await bytesOf(response)).equals(portrait.subarray(from, to))).toBe(true);
	});

	it('answers 416 beyond the end, and the whole file where ranges are off', async () => {
		const url = simulator.videoUrl(finished().id);
		const headers = { range: `bytes=${portrait.length}-` };
		expect((await fetch(url, { headers })).status).toBe(416);
		simulator.manner.downloads.ranges = false;
		expect((await fetch(url, { headers })).status).toBe(200);
	});

	it('starts again where the file has changed since', async () => {
		const url = simulator.videoUrl(finished().id);
		const etag = (await fetch(url)).headers.get('etag') ?? '';
		const headers = { range: 'bytes=10-', 'if-range': etag };
		expect((await fetch(url, { headers })).status).toBe(206);
		simulator.manner.downloads.edition = 1;
		const changed = await fetch(url, { headers });
		expect(changed.status).toBe(200);
		expect((await bytesOf(changed)).length).toBeGreaterThan(portrait.length);
	});

	it('does without Content-Length and ETag where it shall', async () => {
		Object.assign(simulator.manner.downloads, { contentLength: false, etag: false });
		const response = await fetch(simulator.videoUrl(finished().id));
		expect(response.headers.get('content-length')).toBeNull();
		expect(response.headers.get('etag')).toBeNull();
		expect((await bytesOf(response)).equals(portrait)).toBe(true);
	});

	it('breaks off half way, and can be taken up there', async () => {
		const url = simulator.videoUrl(finished().id);
		simulator.faults.add({ on: 'download', fault: 'truncated', times: 1 });
		const broken = await fetch(url);
		expect(broken.headers.get('content-length')).toBe(String(portrait.length));
		expect(await networkErrorOf(broken.arrayBuffer())).toBe('UND_ERR_SOCKET');
		const rest = await fetch(url, { headers: { range: `bytes=${portrait.length >> 1}-` } });
		expect((await bytesOf(rest)).equals(portrait.subarray(portrait.length >> 1))).toBe(true);
	});

	it.each([403, 404, 410] as const)(
		'refuses an expired address with %i until the task is read again',
		async (status) => {
			const { id } = finished();
			const old = simulator.videoUrl(id);
			simulator.faults.add({ on: 'download', fault: 'expiredUrl', times: 1, status });
			const refused = await fetch(old);
			expect(refused.status).toBe(status);
			expect(refused.headers.get('content-type')).toBe('application/xml');
			expect((await fetch(old)).status).toBe(403);
			const heard = await asker(simulator, 'waveSpeed')('GET', `/api/v3/predictions/${id}/result`);
			const [fresh = ''] = (heard.body as { data: { outputs: string[] } }).data.outputs;
			expect(fresh).not.toBe(old);
			expect((await fetch(fresh)).status).toBe(200);
		},
	);

	it('belongs to the provider of its task', async () => {
		simulator.faults.add({ provider: 'eachlabs', on: 'download', fault: 'status502', times: 1 });
		expect((await fetch(simulator.videoUrl(finished().id))).status).toBe(200);
		const { id } = simulator.addTask({ provider: 'eachlabs', model: 'acme' });
		expect((await fetch(simulator.videoUrl(id))).status).toBe(502);
	});
});

describe('a big video', () => {
	const read = (content: Content, from: number, to: number) =>
		Buffer.concat([...content.bytes(from, to)]);

	/** The boxes at the top level: name, begin, end. */
	function boxesOf(content: Content): Array<[string, number, number]> {
		const boxes: Array<[string, number, number]> = [];
		for (let at = 0; at < content.length;) {
			const head = read(content, at, at + 16);
			const small = head.readUInt32BE(0);
			const end = at + (small === 1 ? Number(head.readBigUInt64BE(8)) : small);
			boxes.push([head.toString('latin1', 4, 8), at, end]);
			at = end;
		}
		return boxes;
	}

	it.each([300_000_000, 5_000_000_000])('of %i bytes is ftyp, moov and mdat to its end', (size) => {
		const content = simulator.bigVideo(size);
		const boxes = boxesOf(content);
		const names = boxes.map(([name]) => name).filter((name) => name !== 'free');
		expect(names).toEqual(['ftyp', 'moov', 'mdat']);
		expect(boxes.at(-1)?.[2]).toBe(size);
	});

	it('has the same bytes however it is cut', () => {
		const content = simulator.bigVideo(1_000_000);
		const whole = read(content, 0, content.length);
		const parts = [0, 7, 48_300, 65_536, 65_537, 700_001, 1_000_000];
		const cut = parts.slice(1).map((to, index) => read(content, parts[index] ?? 0, to));
		expect(Buffer.concat(cut).equals(whole)).toBe(true);
		expect(whole.length).toBe(1_000_000);
	});

	it('comes over the wire in its full length', async () => {
		const { id } = finished({}, { video: simulator.bigVideo(3_000_000) });
		const response = await fetch(simulator.videoUrl(id));
		expect((await bytesOf(response)).length).toBe(3_000_000);
	});
});

describe('the files on disk', () => {
	/** The last box of each name, wherever it is, as a name's place in the bytes. */
	const placeOf = (bytes: Buffer, name: string) => bytes.lastIndexOf(Buffer.from(name, 'latin1'));

	/** Pixels by the header of the video track: 16.16 numbers at the end of its `tkhd`. */
	function sizeOf(bytes: Buffer): [number, number] {
		const at = bytes.indexOf('tkhd', 0, 'latin1') + 80;
		return [bytes.readUInt32BE(at) / 65536, bytes.readUInt32BE(at + 4) / 65536];
	}

	it.each([
		['portrait.mp4', 360, 640],
		['landscape.mp4', 640, 360],
		['square.mp4', 480, 480],
	])('%s has h264 and aac, %i by %i, and begins to play before its end', (file, ...size) => {
		const bytes = readFileSync(mediaPath(file));
		const [moov, video, audio, mdat] = ['moov', 'avc1', 'mp4a', 'mdat'].map((name) =>
			placeOf(bytes, name),
		);
		const places = [moov, video, audio, mdat] as number[];
		expect(places.every((place) => place > 0)).toBe(true);
		expect(Math.max(...places)).toBe(mdat);
		expect(sizeOf(bytes)).toEqual(size);
		expect(bytes.length).toBeLessThan(120_000);
	});

	it('a big video moves none of the bytes that play', () => {
		const big = simulator.bigVideo(2_000_000);
		const head = Buffer.concat([...big.bytes(0, portrait.length)]);
		const mdat = placeOf(portrait, 'mdat');
		expect(head.subarray(0, mdat - 4).equals(portrait.subarray(0, mdat - 4))).toBe(true);
		expect(head.subarray(mdat).equals(portrait.subarray(mdat))).toBe(true);
	});

	it('a changed video only has an empty box more', async () => {
		simulator.manner.downloads.edition = 3;
		const changed = await bytesOf(await fetch(simulator.videoUrl(finished().id)));
		expect(changed.subarray(0, portrait.length).equals(portrait)).toBe(true);
		expect(changed.toString('latin1', portrait.length + 4, portrait.length + 8)).toBe('free');
		expect(changed.readUInt32BE(portrait.length)).toBe(changed.length - portrait.length);
	});

	it.each([
		['photo.jpg', 'jpeg', 640, 360],
		['photo.png', 'png', 360, 640],
		['photo.webp', 'webp', 480, 480],
		['turned.jpg', 'jpeg', 640, 360],
		['moving.gif', 'gif', 96, 96],
		['corrupt.png', 'png', 360, 640],
		['exact-720x1280.jpg', 'jpeg', 720, 1280],
		['exact-1280x720.png', 'png', 1280, 720],
	])('%s is measured as %s, %i by %i', (file, type, width, height) => {
		expect(frameOf(readFileSync(mediaPath(file)))).toEqual({ type, width, height });
	});

	it('knows no frame where there is none', () => {
		expect(frameOf(readFileSync(mediaPath('photo.heic')))).toBeNull();
		expect(frameOf(Buffer.from('only words'))).toBeNull();
	});

	it('serves pictures, and 404 for others', async () => {
		expect((await fetch(simulator.imageFileUrl('photo.jpg'))).headers.get('content-type')).toBe(
			'image/jpeg',
		);
		expect((await fetch(simulator.imageFileUrl('none.jpg'))).status).toBe(404);
		expect((await fetch(`${simulator.cdnUrl}/pictures/..%2Findex.ts`)).status).toBe(404);
	});
});

import { deflateSync } from 'node:zlib';
import fc from 'fast-check';
import { chunkOf, chunksOf, isIntact } from '../../../nodes/Sora/media/image/pngChunks';
import type { DecodedImage } from '../../../nodes/Sora/media/resize/raster';
import { UnreadableImage } from '../../../nodes/Sora/media/resize/raster';
import { decodePng, encodePng, rasterOf } from '../../../support/codecs';
import { bytesOf, fixture } from '../fixture';
import { painted, quarters, withChunk } from './images';

/** Red, green, blue, alpha of each pixel. What is wholly transparent has no colour. */
function pixelsOf(image: DecodedImage): number[] {
	const { red, green, blue, alpha } = rasterOf(image);
	return visible(
		Array.from(red, (_, at) => [red[at], green[at], blue[at], alpha?.[at] ?? 255]).flat(),
	);
}

function visible(samples: ArrayLike<number>): number[] {
	return Array.from(samples, (sample, at) => (samples[at | 3] === 0 ? 0 : sample));
}

describe('decodePng', () => {
	it.each([
		['rgb', 0],
		['rgb-interlaced', 0],
		['rgba', 1],
		['grey', 0],
		['grey-alpha', 1],
		['grey-16', 1],
		['rgb-16', 1],
		['rgba-16', 2],
		['palette', 1],
		['one-bit', 0],
		['one-bit-interlaced', 0],
	])('sees in %s what ffmpeg sees, give or take %i', async (name, tolerance) => {
		const image = await decodePng(fixture(`${name}.png`));
		expect(image).toMatchObject({ width: 43, height: 29 });
		const expected = visible(fixture(`${name}.rgba`));
		const found = pixelsOf(image);
		const most = Math.max(...expected.map((sample, at) => Math.abs(sample - found[at])));
		expect(most).toBeLessThanOrEqual(tolerance);
	});

	it('has no alpha where every pixel is opaque', async () => {
		expect((await decodePng(fixture('rgb.png'))).alpha).toBeNull();
		expect((await decodePng(fixture('rgba.png'))).alpha).not.toBeNull();
	});

	it('makes the one transparent colour transparent', async () => {
		const png = await encodePng(painted(2, 1, (x) => (x === 0 ? [10, 20, 30] : [10, 20, 31])));
		const marked = withChunk(png, chunkOf('tRNS', Uint8Array.of(0, 10, 0, 20, 0, 30)));
		expect(pixelsOf(await decodePng(marked))).toEqual([0, 0, 0, 0, 10, 20, 31, 255]);
	});

	it('reads image data that come in many parts', async () => {
		const whole = fixture('rgb.png');
		const parts = [...chunksOf(whole)].flatMap(({ type, start, end }) => {
			const data = whole.subarray(start, end);
			if (type !== 'IDAT') return [chunkOf(type, data)];
			return Array.from(data, (byte) => chunkOf('IDAT', Uint8Array.of(byte)));
		});
		const cut = new Uint8Array(Buffer.concat([whole.subarray(0, 8), ...parts]));
		expect(await decodePng(cut)).toEqual(await decodePng(whole));
	});

	it('unpacks no more than the picture can hold', async () => {
		const bomb = deflateSync(new Uint8Array(100_000_000));
		const head = Uint8Array.of(0, 0, 0, 2, 0, 0, 0, 1, 8, 0, 0, 0, 0);
		const png = Buffer.concat([
			fixture('rgb.png').subarray(0, 8),
			chunkOf('IHDR', head),
			chunkOf('IDAT', bomb),
			chunkOf('IEND', new Uint8Array(0)),
		]);
		const before = process.memoryUsage().arrayBuffers;
		expect(await decodePng(png)).toMatchObject({ width: 2, height: 1 });
		expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(20_000_000);
	});

	it('does not show half a picture', async () => {
		const whole = fixture('rgb.png');
		const [header, data] = [...chunksOf(whole)].filter(({ type }) => /IHDR|IDAT/.test(type));
		const half = Buffer.concat([
			whole.subarray(0, header.end + 4),
			chunkOf('IDAT', whole.subarray(data.start, data.start + 400)),
			chunkOf('IEND', new Uint8Array(0)),
		]);
		await expect(decodePng(half)).rejects.toThrow(UnreadableImage);
	});

	it('ends with any damage, in a picture or an error of its own', async () => {
		const names = ['rgb', 'rgba', 'palette', 'one-bit-interlaced', 'grey-16'];
		await fc.assert(
			fc.asyncProperty(
				fc.constantFrom(...names.map((name) => fixture(`${name}.png`))),
				fc.array(fc.tuple(fc.integer({ min: 24, max: 1500 }), fc.nat(255)), {
					minLength: 1,
					maxLength: 4,
				}),
				async (bytes, changes) => {
					const damaged = bytes.slice();
					changes.forEach(([at, value]) => at < damaged.length && (damaged[at] = value));
					const outcome = await decodePng(damaged).catch((error: unknown) => error);
					const isImage = typeof outcome === 'object' && outcome !== null && 'planes' in outcome;
					expect(isImage || outcome instanceof UnreadableImage).toBe(true);
				},
			),
			{ numRuns: 300 },
		);
	});
});

describe('encodePng', () => {
	const COLOURS = [
		[255, 0, 0],
		[0, 255, 0],
		[0, 0, 255],
		[128, 128, 128],
	] as const;

	it('comes back exactly as it was', async () => {
		const raster = quarters(51, 37, COLOURS);
		const { planes, alpha } = await decodePng(await encodePng(raster));
		expect(planes.map(({ data }) => data)).toEqual([raster.red, raster.green, raster.blue]);
		expect(alpha).toBeNull();
	});

	it('keeps alpha', async () => {
		const raster = painted(5, 4, (x, y) => [200, 100, 50, x * 50 + y]);
		const { alpha } = await decodePng(await encodePng(raster));
		expect(alpha?.data).toEqual(raster.alpha);
	});

	it('packs smooth pictures well', async () => {
		const smooth = painted(200, 200, (x, y) => [x, y, (x + y) / 2]);
		expect((await encodePng(smooth)).length).toBeLessThan(200 * 200 * 3 * 0.05);
	});

	it('gives every part a right check sum', async () => {
		const png = await encodePng(quarters(9, 9, COLOURS), [chunkOf('sRGB', Uint8Array.of(0))]);
		const chunks = [...chunksOf(png)];
		expect([...new Set(chunks.map(({ type }) => type))]).toEqual(['IHDR', 'sRGB', 'IDAT', 'IEND']);
		expect(chunks.every((chunk) => isIntact(png, chunk))).toBe(true);
	});
});

it('takes another encoder’s check sums for right, and a changed byte for wrong', () => {
	const png = fixture('rgb.png');
	expect([...chunksOf(png)].every((chunk) => isIntact(png, chunk))).toBe(true);
	const [header] = chunksOf(png);
	const changed = png.slice();
	changed[header.start] ^= 1;
	expect(isIntact(changed, header)).toBe(false);
	expect([...chunksOf(bytesOf('short'))]).toEqual([]);
});

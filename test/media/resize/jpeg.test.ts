import fc from 'fast-check';
import type { BlockSize } from '../../../nodes/Sora/media/resize/jpeg/dct';
import { MARKER, segmentsOf } from '../../../nodes/Sora/media/image/jpegSegments';
import type { DecodedImage } from '../../../nodes/Sora/media/resize/raster';
import { UnreadableImage } from '../../../nodes/Sora/media/resize/raster';
import { decodeJpeg, encodeJpeg } from '../../../support/codecs';
import { bytesOf, fixture, pnmSamples } from '../fixture';
import { quarters, segment, solid, withSegment } from './images';

/** Each pixel as the file's own decoder would show it, without smoothing between coarse samples. */
function pixelsOf({ width, height, planes, model }: DecodedImage): number[] {
	return Array.from({ length: width * height }, (_, at) => {
		const samples = planes.map(
			({ data, stride, scaleX, scaleY }) =>
				data[
					Math.floor(Math.floor(at / width) * scaleY) * stride + Math.floor((at % width) * scaleX)
				],
		);
		if (model !== 'ycc') return samples;
		const [y, cb, cr] = samples;
		const colours = [
			y + 1.402 * (cr - 128),
			y - 0.344136 * (cb - 128) - 0.714136 * (cr - 128),
			y + 1.772 * (cb - 128),
		];
		return colours.map((colour) => Math.min(255, Math.max(0, Math.round(colour))));
	}).flat();
}

function differences(found: ArrayLike<number>, expected: ArrayLike<number>) {
	expect(found.length).toBe(expected.length);
	const each = Array.from(found, (value, at) => Math.abs(value - expected[at]));
	return { most: Math.max(...each), mean: each.reduce((sum, one) => sum + one, 0) / each.length };
}

describe('decodeJpeg', () => {
	it.each([
		['ycc-420', 'ycc'],
		['ycc-422-optimized', 'ycc'],
		['ycc-444-progressive', 'ycc'],
		['ycc-420-progressive-restarts', 'ycc'],
		['ycc-422-three-scans-restarts', 'ycc'],
		['ycc-odd-sampling', 'ycc'],
		['grey', 'grey'],
		['rgb', 'rgb'],
	])('sees in %s what libjpeg sees', (name, model) => {
		const image = decodeJpeg(fixture(`${name}.jpg`), 8);
		expect(image).toMatchObject({ width: 43, height: 29, model, alpha: null });
		const { most, mean } = differences(pixelsOf(image), pnmSamples(`${name}.pnm`));
		expect(most).toBeLessThanOrEqual(2);
		expect(mean).toBeLessThan(0.05);
	});

	it.each<BlockSize>([4, 2, 1])('keeps the colours where they are in blocks of %i', (size) => {
		const raster = quarters(64, 48, [
			[200, 40, 60],
			[30, 180, 90],
			[20, 60, 220],
			[240, 230, 40],
		]);
		const [full, small] = [8, size].map((each) =>
			decodeJpeg(encodeJpeg(raster, 95), each as BlockSize),
		);
		expect(small).toMatchObject({ width: 64, height: 48 });
		small.planes.forEach(({ data, stride, width, height }, index) => {
			expect([width, height]).toEqual([(64 * size) / 8, (48 * size) / 8]);
			const middleOfQuarters = [0.25, 0.75].flatMap((y) => [0.25, 0.75].map((x) => [x, y]));
			for (const [x, y] of middleOfQuarters) {
				const there = data[Math.floor(y * height) * stride + Math.floor(x * width)];
				const inFull = full.planes[index].data[y * 48 * 64 + x * 64];
				expect(Math.abs(there - inFull)).toBeLessThanOrEqual(2);
			}
		});
	});

	it('takes inks for inks, stored inverted as Adobe does', () => {
		const image = decodeJpeg(flatJpeg([255, 0, 128, 64], 0), 8);
		expect(image.model).toBe('cmyk');
		expect(image.planes.map(({ data }) => data[0])).toEqual([255, 0, 128, 64]);
		expect(decodeJpeg(flatJpeg([255, 0, 128, 64], 2), 8).model).toBe('ycck');
	});

	it('believes Adobe about red, green and blue', () => {
		const marked = (transform: number) =>
			decodeJpeg(withSegment(fixture('ycc-420.jpg'), adobe(transform)), 8).model;
		expect(marked(0)).toBe('rgb');
		expect(marked(1)).toBe('ycc');
	});

	it('passes over bytes between two segments', () => {
		const odd = withSegment(fixture('ycc-420.jpg'), Uint8Array.of(0xff, 0xff, 0xff, 0x00, 0x07));
		expect(pixelsOf(decodeJpeg(odd, 8))).toEqual(pixelsOf(decodeJpeg(fixture('ycc-420.jpg'), 8)));
	});

	it('reads a picture that lacks only its end marker', () => {
		const whole = fixture('ycc-420.jpg');
		expect(decodeJpeg(whole.subarray(0, -2), 8)).toEqual(decodeJpeg(whole, 8));
	});

	it('refuses arithmetic coding, and says so', () => {
		expect(() => decodeJpeg(fixture('arithmetic.jpg'), 8)).toThrow(/rare variant/);
	});

	it.each(['ycc-420', 'ycc-420-progressive-restarts', 'ycc-422-three-scans-restarts', 'grey'])(
		'does not show half of %s',
		(name) => {
			const whole = fixture(`${name}.jpg`);
			const half = whole.subarray(0, Math.floor(whole.length * 0.8));
			expect(() => decodeJpeg(half, 8)).toThrow(UnreadableImage);
		},
	);

	it('does not show a picture of which a part never came', () => {
		const threeScans = fixture('ycc-422-three-scans-restarts.jpg');
		const scanStarts = [...threeScans.keys()].filter(
			(at) => threeScans[at] === 0xff && threeScans[at + 1] === MARKER.startOfScan,
		);
		expect(scanStarts).toHaveLength(3);
		for (const at of scanStarts) {
			expect(() => decodeJpeg(threeScans.subarray(0, at), 8)).toThrow(/ends too early/);
		}
	});

	it('does not follow a file that only costs time', () => {
		const [first] = [...segmentsOf(fixture('grey.jpg'))].filter(
			({ marker }) => marker === MARKER.startOfScan,
		);
		const grey = fixture('grey.jpg');
		const scan = grey.subarray(first.start - 4, -2);
		const many = (count: number) =>
			Buffer.concat([
				grey.subarray(0, first.start - 4),
				...new Array<Uint8Array>(count).fill(scan),
				grey.subarray(-2),
			]);
		expect(decodeJpeg(many(100), 8).model).toBe('grey');
		expect(() => decodeJpeg(many(101), 8)).toThrow(UnreadableImage);
	});

	it('ends with any damage, in a picture or an error of its own', () => {
		const names = ['ycc-420', 'ycc-420-progressive-restarts', 'ycc-422-three-scans-restarts'];
		const change = fc.tuple(fc.nat(1600), fc.nat(255));
		fc.assert(
			fc.property(
				fc.constantFrom(...names.map((name) => fixture(`${name}.jpg`))),
				fc.array(change, { minLength: 1, maxLength: 5 }),
				(bytes, changes) => {
					const damaged = bytes.slice();
					changes.forEach(([at, value]) => {
						// Sides stay as they are: a large picture is not damage.
						const isInFrameHeader = isFrameHeaderAt(bytes, at);
						if (at < damaged.length && !isInFrameHeader) damaged[at] = value;
					});
					try {
						expect(decodeJpeg(damaged, 8).planes.length).toBeGreaterThan(0);
					} catch (error) {
						expect(error).toBeInstanceOf(UnreadableImage);
					}
				},
			),
			{ numRuns: 1500 },
		);
	});
});

describe('encodeJpeg', () => {
	it('comes back as it was, but for what its quality leaves out', () => {
		const raster = quarters(51, 37, [
			[255, 0, 0],
			[0, 255, 0],
			[0, 0, 255],
			[128, 128, 128],
		]);
		const decoded = pixelsOf(decodeJpeg(encodeJpeg(raster, 95), 8));
		const original = Array.from(raster.red, (red, at) => [red, raster.green[at], raster.blue[at]]);
		expect(differences(decoded, original.flat()).mean).toBeLessThan(3);
	});

	it('is smaller where quality is lower', () => {
		const raster = quarters(64, 64, [
			[250, 10, 10],
			[10, 90, 20],
			[10, 10, 90],
			[90, 90, 90],
		]);
		const sizes = [30, 75, 95].map((quality) => encodeJpeg(raster, quality).length);
		expect(sizes).toEqual([...sizes].sort((a, b) => a - b));
	});

	it.each([1, 7, 8, 9, 17])('repeats the edge of a picture %i pixels wide', (width) => {
		const jpeg = encodeJpeg(solid(width, 3, [17, 130, 201]), 100);
		const { most } = differences(
			pixelsOf(decodeJpeg(jpeg, 8)),
			Array.from({ length: width * 3 }, () => [17, 130, 201]).flat(),
		);
		expect(most).toBeLessThanOrEqual(2);
	});
});

function isFrameHeaderAt(bytes: Uint8Array, at: number): boolean {
	const frame = bytes.findIndex(
		(byte, index) => byte === 0xff && [0xc0, 0xc2].includes(bytes[index + 1]),
	);
	return at >= frame && at < frame + 19;
}

function adobe(transform: number): Uint8Array {
	return segment(MARKER.adobe, bytesOf('Adobe\0\x64\0\0\0\0'), Uint8Array.of(transform));
}

/**
 * One block of four components, each of one value, written by hand: quantized by 8, so that the
 * mean is 8 times the value (less 128), in codes of 4 bits for the size of the mean and of 1 bit for
 * the end of the block.
 */
function flatJpeg(values: readonly number[], transform: number): Uint8Array {
	const meanCodes = [...new Array<number>(3).fill(0), 12, ...new Array<number>(12).fill(0)];
	const endCode = [1, ...new Array<number>(15).fill(0)];
	const bits = values
		.map((value) => {
			const mean = value - 128;
			const size = mean === 0 ? 0 : Math.floor(Math.log2(Math.abs(mean))) + 1;
			const inBits = mean < 0 ? mean - 1 + 2 ** size : mean;
			const number = size === 0 ? '' : inBits.toString(2).padStart(size, '0');
			return size.toString(2).padStart(4, '0') + number + '0';
		})
		.join('');
	const padded = bits.padEnd(Math.ceil(bits.length / 8) * 8, '1');
	const data = padded
		.match(/.{8}/g)!
		.map((byte) => parseInt(byte, 2))
		.flatMap((byte) => (byte === 0xff ? [0xff, 0] : [byte]));
	return new Uint8Array(
		Buffer.concat([
			Uint8Array.of(0xff, 0xd8),
			adobe(transform),
			segment(MARKER.quantizationTables, Uint8Array.of(0, ...new Array<number>(64).fill(8))),
			segment(0xc0, Uint8Array.of(8, 0, 8, 0, 8, 4, 1, 17, 0, 2, 17, 0, 3, 17, 0, 4, 17, 0)),
			segment(
				MARKER.huffmanTables,
				Uint8Array.of(0, ...meanCodes, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11),
			),
			segment(MARKER.huffmanTables, Uint8Array.of(0x10, ...endCode, 0)),
			segment(MARKER.startOfScan, Uint8Array.of(4, 1, 0, 2, 0, 3, 0, 4, 0, 0, 63, 0)),
			Uint8Array.from(data),
			Uint8Array.of(0xff, 0xd9),
		]),
	);
}

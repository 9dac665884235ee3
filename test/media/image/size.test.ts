import fc from 'fast-check';
import { orientationOf } from '../../../nodes/Sora/media/image/exif';
import { encodeJpeg } from '../../../support/codecs';
import { imageSize } from '../../../nodes/Sora/media/image/size';
import { bytesOf, fixture } from '../fixture';
import { solid, tiff, withExif, withPngExif, withWebpExif } from '../resize/images';

const IMAGES = [
	'rgb.png',
	'rgb-interlaced.png',
	'ycc-420.jpg',
	'ycc-444-progressive.jpg',
	'ycc-422-three-scans-restarts.jpg',
	'arithmetic.jpg',
	'lossy.webp',
	'lossless.webp',
	'extended.webp',
	'picture.gif',
];

describe('imageSize', () => {
	it.each(IMAGES)('measures %s', (name) => {
		expect(imageSize(fixture(name))).toEqual({ width: 43, height: 29, orientation: 1 });
	});

	it.each([1, 2, 3, 4])('leaves the sides as they are for Exif orientation %i', (orientation) => {
		const image = withExif(fixture('ycc-420.jpg'), tiff(orientation));
		expect(imageSize(image)).toEqual({ width: 43, height: 29, orientation });
	});

	it.each([5, 6, 7, 8])('swaps the sides for Exif orientation %i', (orientation) => {
		const image = withExif(fixture('ycc-420.jpg'), tiff(orientation));
		expect(imageSize(image)).toEqual({ width: 29, height: 43, orientation });
	});

	it('reads the orientation of PNG and WebP files too', () => {
		const turned = { width: 29, height: 43, orientation: 6 };
		expect(imageSize(withPngExif(fixture('rgb.png'), tiff(6)))).toEqual(turned);
		expect(imageSize(withWebpExif(fixture('extended.webp'), tiff(6)))).toEqual(turned);
	});

	it('measures sides of more than 16,000 pixels', () => {
		const jpeg = encodeJpeg(solid(20_001, 2, [1, 2, 3]), 50);
		expect(imageSize(jpeg)).toMatchObject({ width: 20_001, height: 2 });
	});

	it.each(['picture.bmp', 'picture.tiff', 'picture.avif', 'video.mp4'])(
		'does not measure %s',
		(name) => expect(imageSize(fixture(name))).toBeNull(),
	);

	it.each(IMAGES)('finds nothing in the first bytes of %s', (name) => {
		const headerBytes = name.endsWith('.gif') ? 9 : 20;
		expect(imageSize(fixture(name).subarray(0, headerBytes))).toBeNull();
	});

	it('takes no side of zero', () => {
		expect(imageSize(bytesOf('GIF89a\0\0\x01\0'))).toBeNull();
	});

	it('never throws, whatever is broken, cut off or added', () => {
		const damaged = fc
			.tuple(
				fc.constantFrom(...IMAGES.map(fixture)),
				fc.nat(2000),
				fc.array(fc.tuple(fc.nat(300), fc.nat(255)), { maxLength: 8 }),
			)
			.map(([bytes, length, changes]) => {
				const copy = bytes.slice(0, length);
				changes.forEach(([at, value]) => at < copy.length && (copy[at] = value));
				return copy;
			});
		const anyBytes = fc.uint8Array({ maxLength: 200 });
		fc.assert(
			fc.property(fc.oneof(damaged, anyBytes), (bytes) => {
				const size = imageSize(bytes);
				if (size === null) return;
				expect(size.width).toBeGreaterThan(0);
				expect(size.height).toBeGreaterThan(0);
			}),
			{ numRuns: 2000 },
		);
	});
});

describe('orientationOf', () => {
	it('reads both byte orders', () => {
		expect(orientationOf(tiff(8, 'little'))).toBe(8);
		expect(orientationOf(tiff(8, 'big'))).toBe(8);
	});

	it.each([0, 9, 65535])('takes %i for "as stored"', (value) => {
		expect(orientationOf(tiff(value))).toBe(1);
	});

	it('takes any bytes', () => {
		fc.assert(
			fc.property(fc.uint8Array({ maxLength: 64 }), (bytes) => {
				const withHeader = Uint8Array.from([...tiff(6).subarray(0, 4), ...bytes]);
				expect(orientationOf(withHeader)).toBeGreaterThanOrEqual(1);
			}),
		);
	});
});

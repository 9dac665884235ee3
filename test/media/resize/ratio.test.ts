import { imageSize } from '../../../nodes/Sora/media/image/size';
import { fitsRatio, ratioFrame } from '../../../nodes/Sora/media/resize/ratio';
import { encodeJpeg, encodePng, fitImage } from '../../../support/codecs';
import { fixture } from '../fixture';
import { painted, quarters, tiff, withExif } from './images';
import { colourAt, expectColour, fitted, seen } from './seen';

const RED = [230, 20, 20] as const;
const GREEN = [20, 180, 40] as const;
const BLUE = [20, 40, 220] as const;
const WHITE = [245, 245, 245] as const;

describe('fitsRatio', () => {
	it.each([
		[1920, 1080, '16:9', true],
		[1366, 768, '16:9', true],
		[1365, 768, '16:9', true],
		[1920, 1081, '16:9', true],
		[1920, 1088, '16:9', false],
		[1080, 1920, '16:9', false],
		[500, 500, '1:1', true],
		[501, 500, '1:1', true],
		[502, 500, '1:1', false],
		[2560, 1080, '21:9', false],
		[1, 1, '16:9', true],
	])('%ix%i is %s: %s', (width, height, ratio, fits) => {
		expect(fitsRatio({ width, height }, ratio)).toBe(fits);
	});
});

describe('ratioFrame', () => {
	it.each([
		[4000, 3000, '9:16', 'crop', 1688, 3000],
		[4000, 3000, '16:9', 'crop', 4000, 2250],
		[4000, 3000, '1:1', 'crop', 3000, 3000],
		[3000, 4000, '21:9', 'crop', 3000, 1286],
		[43, 29, '1:1', 'crop', 29, 29],
		[5, 900, '16:9', 'crop', 5, 2],
		[4000, 3000, '9:16', 'pad', 2250, 4000],
		[4000, 3000, '16:9', 'pad', 4000, 2250],
		[3000, 4000, '1:1', 'pad', 4000, 4000],
		[1, 1, '21:9', 'pad', 1, 1],
	] as const)('%ix%i to %s, %s: %ix%i', (width, height, ratio, mode, outX, outY) => {
		expect(ratioFrame({ width, height }, ratio, mode)).toEqual({ width: outX, height: outY });
	});

	it.each(['16:9', '9:16', '1:1', '4:3', '3:4', '21:9'])('%s is met by what comes out', (ratio) => {
		for (const [width, height] of [
			[4032, 3024],
			[3024, 4032],
			[1023, 767],
			[640, 641],
			[320, 33],
		]) {
			for (const mode of ['crop', 'pad'] as const) {
				const frame = ratioFrame({ width, height }, ratio, mode);
				expect(fitsRatio(frame, ratio)).toBe(true);
				if (mode === 'pad')
					expect(Math.max(frame.width, frame.height)).toBe(Math.max(width, height));
				else expect(frame.width === width || frame.height === height).toBe(true);
			}
		}
	});
});

describe('an image that has the ratio', () => {
	it.each([
		['JPEG', encodeJpeg(quarters(48, 27, [RED, GREEN, BLUE, WHITE]), 90)],
		[
			'JPEG stored lying',
			withExif(encodeJpeg(quarters(27, 48, [RED, GREEN, BLUE, WHITE]), 90), tiff(6)),
		],
	])('comes back as it came: %s', async (_what, bytes) => {
		for (const mode of ['crop', 'pad', 'error'] as const) {
			expect(fitted(await fitImage(bytes, '16:9', mode)).bytes).toBe(bytes);
		}
	});

	it.each(['lossy.webp', 'lossless.webp', 'extended.webp', 'picture.gif'])(
		'may be of any kind: %s',
		async (name) => {
			const result = fitted(await fitImage(fixture(name), '43:29', 'crop'));
			expect(result.bytes).toEqual(fixture(name));
			expect(result.changed).toBeNull();
		},
	);
});

describe('cropping to a ratio', () => {
	it('keeps the middle, pixel for pixel', async () => {
		const stripes = painted(160, 60, (x) => (x < 50 || x >= 110 ? RED : GREEN));
		const result = fitted(await fitImage(await encodePng(stripes), '1:1', 'crop'));
		const raster = await result.raster;
		expect(raster).toMatchObject({ width: 60, height: 60 });
		expect([colourAt(raster, 0, 0.5), colourAt(raster, 0.99, 0.5)]).toEqual([
			[...GREEN],
			[...GREEN],
		]);
		expect(result.changed).toBe(
			'The image (160x60) was cropped around its center (63% of its width cut off).',
		);
	});

	it('says so where it is hardly anything', async () => {
		const image = await encodePng(painted(404, 406, () => BLUE));
		const { changed } = fitted(await fitImage(image, '1:1', 'crop'));
		expect(changed).toBe(
			'The image (404x406) was cropped around its center (less than 1% of its height cut off).',
		);
	});

	it.each([
		'ycc-420.jpg',
		'ycc-422-optimized.jpg',
		'ycc-444-progressive.jpg',
		'ycc-420-progressive-restarts.jpg',
		'ycc-odd-sampling.jpg',
		'grey.jpg',
		'rgb.jpg',
		'grey-16.png',
		'rgb-16.png',
		'rgba-16.png',
		'rgb-interlaced.png',
		'palette.png',
		'one-bit.png',
	])('shows in %s the same colours at the same places', async (name) => {
		const whole = await seen(fixture(name));
		const { raster, bytes } = fitted(await fitImage(fixture(name), '1:1', 'crop'));
		const cut = await raster;
		expect(imageSize(bytes)).toEqual({ width: 29, height: 29, orientation: 1 });
		const left = 6;
		const differences = Array.from(cut.red, (red, at) => {
			const from = Math.floor(at / 29) * 43 + left + (at % 29);
			return Math.abs(red - whole.red[from]) + Math.abs(cut.blue[at] - whole.blue[from]);
		});
		const mean = differences.reduce((sum, one) => sum + one, 0) / differences.length;
		expect(mean).toBeLessThan(name.endsWith('png') ? 0.01 : 6);
	});

	it('turns what is stored lying, and cuts where it is seen', async () => {
		const lying = painted(96, 32, (x) => (x < 32 ? RED : x < 64 ? GREEN : BLUE));
		const standing = withExif(encodeJpeg(lying, 95), tiff(6));
		const { raster, bytes } = fitted(await fitImage(standing, '1:1', 'crop'));
		expect(imageSize(bytes)).toEqual({ width: 32, height: 32, orientation: 1 });
		expectColour(await raster, 0.5, 0.1, GREEN);
		expectColour(await raster, 0.5, 0.9, GREEN);
	});
});

describe('padding to a ratio', () => {
	it('shows all of the image, and its own colours around it', async () => {
		const image = encodeJpeg(quarters(96, 96, [RED, GREEN, BLUE, WHITE]), 95);
		const result = fitted(await fitImage(image, '9:16', 'pad'));
		const raster = await result.raster;
		expect(raster).toMatchObject({ width: 54, height: 96 });
		expectColour(raster, 0.2, 0.35, RED);
		expectColour(raster, 0.8, 0.65, WHITE);
		const [red, green] = colourAt(raster, 0.1, 0.02);
		expect([red > 60, red < 200, green < 90]).toEqual([true, true, true]);
		expect(result.changed).toBe(
			'The image (96x96) was scaled to 54x54 and padded to 54x96 with a blurred copy of itself.',
		);
	});
});

describe('an image of another ratio that cannot be changed', () => {
	const problemOf = async (name: string, mode: 'crop' | 'error') => {
		const result = await fitImage(fixture(name), '9:16', mode);
		return result.ok ? null : result.problem;
	};

	it('is refused where nothing may be changed', async () => {
		expect(await problemOf('rgb.png', 'error')).toBe(
			'The image is 43x29; the video takes the shape of its image, and Aspect Ratio is 9:16.',
		);
	});

	it.each(['lossy.webp', 'lossless.webp', 'picture.gif'])('names the way out: %s', async (name) => {
		expect(await problemOf(name, 'crop')).toMatch(/Edit Image node.*Aspect Ratio is 9:16/);
	});
});

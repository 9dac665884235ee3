import type { FitMode } from '../../../nodes/Sora/media/resize/fit';
import type { Raster } from '../../../nodes/Sora/media/resize/raster';
import { imageSize } from '../../../nodes/Sora/media/image/size';
import { encodeJpeg, encodePng, fitImage } from '../../../support/codecs';
import { fixture } from '../fixture';
import { painted, quarters, solid, tiff, withExif, withPngExif } from './images';
import { fitted, colourAt, expectColour } from './seen';

const RED = [230, 20, 20] as const;
const GREEN = [20, 180, 40] as const;
const BLUE = [20, 40, 220] as const;
const WHITE = [245, 245, 245] as const;
const QUARTERS = [RED, GREEN, BLUE, WHITE] as const;

/** The four quarters, as they are seen. */
function expectQuarters(raster: Raster, colours: ReadonlyArray<readonly number[]>): void {
	expectColour(raster, 0.2, 0.2, colours[0]);
	expectColour(raster, 0.8, 0.2, colours[1]);
	expectColour(raster, 0.2, 0.8, colours[2]);
	expectColour(raster, 0.8, 0.8, colours[3]);
}

describe('a picture of the right size', () => {
	it.each(['ycc-420.jpg', 'rgb.png', 'lossy.webp', 'picture.gif'])(
		'comes back untouched: %s',
		async (name) => {
			const bytes = fixture(name);
			for (const mode of ['crop', 'pad', 'error'] satisfies FitMode[]) {
				const result = fitted(await fitImage(bytes, { width: 43, height: 29 }, mode));
				expect(result.bytes).toBe(bytes);
				expect(result.changed).toBeNull();
			}
		},
	);
});

describe('cropping', () => {
	it('fills the frame and cuts off the same on both sides', async () => {
		const stripes = painted(120, 60, (x) => (x < 30 || x >= 90 ? RED : GREEN));
		const result = fitted(
			await fitImage(encodeJpeg(stripes, 95), { width: 60, height: 60 }, 'crop'),
		);
		const raster = await result.raster;
		expect(raster).toMatchObject({ width: 60, height: 60 });
		expectColour(raster, 0.05, 0.5, GREEN);
		expectColour(raster, 0.95, 0.5, GREEN);
		expect(result.changed).toBe(
			'The image (120x60) was cropped around its center (50% of its width cut off).',
		);
	});

	it.each([
		['larger', 96, 64],
		['much larger', 480, 320],
		['smaller', 12, 8],
	])('keeps every part where it is when the picture is %s', async (_how, width, height) => {
		const image = encodeJpeg(quarters(width, height, QUARTERS), 95);
		const { raster } = fitted(await fitImage(image, { width: 48, height: 32 }, 'crop'));
		expect(await raster).toMatchObject({ width: 48, height: 32 });
		expectQuarters(await raster, QUARTERS);
	});

	it('says how it was scaled', async () => {
		const up = await fitImage(
			await encodePng(solid(10, 20, RED)),
			{ width: 20, height: 40 },
			'crop',
		);
		expect(fitted(up).changed).toBe('The image (10x20) was scaled up to 20x40.');
		const down = await fitImage(
			await encodePng(solid(100, 300, RED)),
			{ width: 20, height: 40 },
			'crop',
		);
		expect(fitted(down).changed).toBe(
			'The image (100x300) was cropped around its center (33% of its height cut off) and scaled to 20x40.',
		);
	});

	it.each([
		[1, 1],
		[1, 900],
		[900, 1],
		[3, 2],
	])('takes a picture of %ix%i', async (width, height) => {
		const frame = { width: 64, height: 36 };
		for (const mode of ['crop', 'pad'] as const) {
			const image = await encodePng(solid(width, height, BLUE));
			const { bytes, raster } = fitted(await fitImage(image, frame, mode));
			expect(imageSize(bytes)).toMatchObject(frame);
			expectColour(await raster, 0.49, 0.49, BLUE);
		}
	});
});

describe('padding', () => {
	it('shows all of the picture in the middle of a dark copy of itself', async () => {
		const image = encodeJpeg(quarters(60, 60, QUARTERS), 95);
		const result = fitted(await fitImage(image, { width: 120, height: 60 }, 'pad'));
		const raster = await result.raster;
		expect(raster).toMatchObject({ width: 120, height: 60 });
		expectColour(raster, 0.25 + 0.02, 0.05, RED);
		expectColour(raster, 0.75 - 0.02, 0.95, WHITE);
		const [red, green, blue] = colourAt(raster, 0.02, 0.1);
		expect(red).toBeGreaterThan(80);
		expect(red).toBeLessThan(160);
		expect(green + blue).toBeLessThan(80);
		expect(result.changed).toBe(
			'The image (60x60) was padded to 120x60 with a blurred copy of itself.',
		);
	});

	it('has no border where only the size differs', async () => {
		const image = await encodePng(solid(200, 100, WHITE));
		const result = fitted(await fitImage(image, { width: 40, height: 20 }, 'pad'));
		expectColour(await result.raster, 0.01, 0.01, WHITE);
		expect(result.changed).toBe('The image (200x100) was scaled to 40x20.');
	});
});

describe('the Exif orientation', () => {
	/** What is seen at top left, top right, bottom left, bottom right. */
	const SEEN: ReadonlyArray<readonly [number, ReadonlyArray<readonly number[]>]> = [
		[2, [GREEN, RED, WHITE, BLUE]],
		[3, [WHITE, BLUE, GREEN, RED]],
		[4, [BLUE, WHITE, RED, GREEN]],
		[5, [RED, BLUE, GREEN, WHITE]],
		[6, [BLUE, RED, WHITE, GREEN]],
		[7, [WHITE, GREEN, BLUE, RED]],
		[8, [GREEN, WHITE, RED, BLUE]],
	];

	it.each(SEEN)('%i is applied and not kept', async (orientation, colours) => {
		const frame = orientation >= 5 ? { width: 32, height: 48 } : { width: 48, height: 32 };
		const jpeg = withExif(encodeJpeg(quarters(48, 32, QUARTERS), 95), tiff(orientation));
		const png = withPngExif(await encodePng(quarters(48, 32, QUARTERS)), tiff(orientation));
		for (const image of [jpeg, png]) {
			const { bytes, changed, raster } = fitted(await fitImage(image, frame, 'error'));
			expect(imageSize(bytes)).toEqual({ ...frame, orientation: 1 });
			expectQuarters(await raster, colours);
			expect(changed).toBe(`The image (${frame.width}x${frame.height}) was turned upright.`);
		}
	});

	it('decides which sides are cut off', async () => {
		const lying = painted(90, 30, (x) => (x < 30 ? RED : x < 60 ? GREEN : BLUE));
		const standing = withExif(encodeJpeg(lying, 95), tiff(6));
		const { raster, changed } = fitted(await fitImage(standing, { width: 30, height: 30 }, 'crop'));
		expectColour(await raster, 0.5, 0.1, GREEN);
		expectColour(await raster, 0.5, 0.9, GREEN);
		expect(changed).toBe(
			'The image (30x90) was turned upright and cropped around its center (67% of its height cut off).',
		);
	});
});

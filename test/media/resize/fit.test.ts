import { fitImage } from '../../../nodes/Sora/media/resize/fit';
import type { FitMode, FitResult } from '../../../nodes/Sora/media/resize/fit';
import { decodeJpeg } from '../../../nodes/Sora/media/resize/jpeg/decode';
import { encodeJpeg } from '../../../nodes/Sora/media/resize/jpeg/encode';
import { segmentsOf } from '../../../nodes/Sora/media/image/jpegSegments';
import { imageKind } from '../../../nodes/Sora/media/image/kind';
import type { Raster } from '../../../nodes/Sora/media/resize/raster';
import { chunkOf, chunksOf } from '../../../nodes/Sora/media/image/pngChunks';
import { decodePng } from '../../../nodes/Sora/media/resize/png/decode';
import { encodePng } from '../../../nodes/Sora/media/resize/png/encode';
import { render } from '../../../nodes/Sora/media/resize/render';
import { imageSize } from '../../../nodes/Sora/media/image/size';
import { bytesOf, fixture } from '../fixture';
import {
	painted,
	quarters,
	segment,
	solid,
	tiff,
	withChunk,
	withExif,
	withPngExif,
	withSegment,
} from './images';

const RED = [230, 20, 20] as const;
const GREEN = [20, 180, 40] as const;
const BLUE = [20, 40, 220] as const;
const WHITE = [245, 245, 245] as const;
const QUARTERS = [RED, GREEN, BLUE, WHITE] as const;

function fitted(result: FitResult) {
	if (!result.ok) throw new Error(result.problem);
	const { bytes, changed } = result;
	return {
		bytes,
		changed,
		get raster() {
			return seen(bytes);
		},
	};
}

async function seen(bytes: Uint8Array): Promise<Raster> {
	const image = imageKind(bytes) === 'png' ? await decodePng(bytes) : decodeJpeg(bytes, 8);
	const { width, height } = image;
	return render(image, 1, { x: 0, y: 0, width, height }, { width, height });
}

/** The colour at a place given as parts of the sides. */
function colourAt({ width, height, red, green, blue }: Raster, x: number, y: number): number[] {
	const at = Math.floor(y * height) * width + Math.floor(x * width);
	return [red[at], green[at], blue[at]];
}

function expectColour(raster: Raster, x: number, y: number, colour: readonly number[]): void {
	const found = colourAt(raster, x, y);
	const farthest = Math.max(...found.map((sample, index) => Math.abs(sample - colour[index])));
	expect(farthest).toBeLessThanOrEqual(6);
}

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
			'The picture (120x60) was cropped around its centre (50 % of its width cut off).',
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
		expect(fitted(up).changed).toBe('The picture (10x20) was scaled up to 20x40.');
		const down = await fitImage(
			await encodePng(solid(100, 300, RED)),
			{ width: 20, height: 40 },
			'crop',
		);
		expect(fitted(down).changed).toBe(
			'The picture (100x300) was cropped around its centre (33 % of its height cut off) and scaled to 20x40.',
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
			'The picture (60x60) was padded to 120x60 with a blurred copy of itself.',
		);
	});

	it('has no border where only the size differs', async () => {
		const image = await encodePng(solid(200, 100, WHITE));
		const result = fitted(await fitImage(image, { width: 40, height: 20 }, 'pad'));
		expectColour(await result.raster, 0.01, 0.01, WHITE);
		expect(result.changed).toBe('The picture (200x100) was scaled to 40x20.');
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
			expect(changed).toBe(`The picture (${frame.width}x${frame.height}) was turned upright.`);
		}
	});

	it('decides which sides are cut off', async () => {
		const lying = painted(90, 30, (x) => (x < 30 ? RED : x < 60 ? GREEN : BLUE));
		const standing = withExif(encodeJpeg(lying, 95), tiff(6));
		const { raster, changed } = fitted(await fitImage(standing, { width: 30, height: 30 }, 'crop'));
		expectColour(await raster, 0.5, 0.1, GREEN);
		expectColour(await raster, 0.5, 0.9, GREEN);
		expect(changed).toBe(
			'The picture (30x90) was turned upright and cropped around its centre (67 % of its height cut off).',
		);
	});
});

describe('what a picture keeps', () => {
	it.each(['ycc-420.jpg', 'grey.jpg', 'rgb.jpg', 'palette.png', 'grey-16.png', 'rgba.png'])(
		'%s keeps its kind',
		async (name) => {
			const result = await fitImage(fixture(name), { width: 20, height: 20 }, 'crop');
			expect(imageKind(fitted(result).bytes)).toBe(imageKind(fixture(name)));
			expect(result).toMatchObject({
				mimeType: name.endsWith('png') ? 'image/png' : 'image/jpeg',
			});
		},
	);

	it('a PNG keeps what can be seen through it, without the hidden colour bleeding in', async () => {
		const halfClear = painted(40, 40, (x) => (x < 20 ? [0, 255, 0, 0] : [250, 10, 10, 255]));
		const { raster } = fitted(
			await fitImage(await encodePng(halfClear), { width: 10, height: 10 }, 'crop'),
		);
		const { alpha, red, green } = await raster;
		expect(alpha?.[50]).toBe(0);
		expect(alpha?.[59]).toBe(255);
		for (let at = 0; at < 100; at++) {
			if (alpha![at] > 20) expect([red[at] > 230, green[at] < 30]).toEqual([true, true]);
		}
	});

	it('a padded PNG shows its backdrop through', async () => {
		const clear = painted(20, 20, (x) => (x < 10 ? [0, 0, 0, 0] : [250, 250, 250, 255]));
		const { raster } = fitted(
			await fitImage(await encodePng(clear), { width: 40, height: 20 }, 'pad'),
		);
		expect((await raster).alpha).toBeNull();
		expectColour(await raster, 0.7, 0.5, [250, 250, 250]);
	});

	const profile = (space: string) => bytesOf(`ICC_PROFILE\0\x01\x01${'\0'.repeat(16)}${space}rest`);

	it('a JPEG keeps its colour profile, unless it is for other channels', async () => {
		const shrunk = async (space: string) => {
			const image = withSegment(fixture('ycc-420.jpg'), segment(0xe2, profile(space)));
			const { bytes } = fitted(await fitImage(image, { width: 16, height: 16 }, 'crop'));
			return [...segmentsOf(bytes)]
				.filter(({ marker }) => marker === 0xe2)
				.map(({ start, end }) => bytes.slice(start, end));
		};
		expect(await shrunk('RGB ')).toEqual([profile('RGB ')]);
		expect(await shrunk('GRAY')).toEqual([]);
		expect(await shrunk('CMYK')).toEqual([]);
	});

	it('a PNG keeps what it says about colours, unless it was grey', async () => {
		const types = async (name: string) => {
			const marked = withChunk(fixture(name), chunkOf('sRGB', Uint8Array.of(1)));
			const { bytes } = fitted(await fitImage(marked, { width: 16, height: 16 }, 'crop'));
			return [...chunksOf(bytes)].map(({ type }) => type);
		};
		expect(await types('palette.png')).toContain('sRGB');
		expect(await types('grey.png')).not.toContain('sRGB');
	});
});

function withoutLastScan(): Uint8Array {
	const bytes = fixture('ycc-444-progressive.jpg');
	const isScan = (at: number) => bytes[at] === 0xff && bytes[at + 1] === 0xda;
	return bytes.subarray(0, [...bytes.keys()].filter(isScan).pop());
}

function changed(bytes: Uint8Array, at: number): Uint8Array {
	const copy = bytes.slice();
	copy[at] ^= 0x10;
	return copy;
}

/** Right check sums around data that make no sense. */
function mispacked(): Uint8Array {
	const whole = fixture('rgb.png');
	const [header] = chunksOf(whole);
	return new Uint8Array(
		Buffer.concat([
			whole.subarray(0, header.end + 4),
			chunkOf('IDAT', bytesOf('this was never packed')),
			chunkOf('IEND', new Uint8Array(0)),
		]),
	);
}

describe('a picture that cannot be fitted', () => {
	const FRAME = { width: 1280, height: 720 };
	const problemOf = async (bytes: Uint8Array, mode: FitMode = 'crop') => {
		const result = await fitImage(bytes, FRAME, mode);
		return result.ok ? null : result.problem;
	};

	it('is left alone where nothing may be changed, and both sizes are named', async () => {
		expect(await problemOf(fixture('rgb.png'), 'error')).toBe(
			'The picture is 43x29; the model takes exactly 1280x720.',
		);
	});

	it.each([
		['lossy.webp', 'WebP'],
		['picture.gif', 'GIF'],
	])('may be of a kind that is not resized: %s', async (name, label) => {
		expect(await problemOf(fixture(name))).toBe(
			`The picture is 43x29, and ${label} pictures cannot be resized here (PNG and JPEG can); the model takes exactly 1280x720.`,
		);
	});

	it.each(['picture.bmp', 'picture.avif', 'video.mp4'])(
		'may not be measurable: %s',
		async (name) => {
			expect(await problemOf(fixture(name))).toMatch(/cannot be measured; .* exactly 1280x720/);
		},
	);

	it.each([
		['a JPEG that ends too early', fixture('ycc-420.jpg').subarray(0, 1000), /ends too early/],
		['a progressive JPEG without its last scan', withoutLastScan(), /ends too early/],
		['a rare variant of JPEG', fixture('arithmetic.jpg'), /rare variant/],
		['a PNG that ends too early', fixture('rgb.png').subarray(0, 600), /ends too early/],
		['a PNG with a changed byte', changed(fixture('rgb.png'), 300), /check sum/],
		['a PNG whose data do not unpack', mispacked(), /is damaged/],
	])('may be damaged: %s', async (_what, bytes, words) => {
		const problem = await problemOf(bytes);
		expect(problem).toMatch(words);
		expect(problem).toContain('1280x720');
	});

	it('may claim two sizes: the first one counts', async () => {
		const [header] = [...chunksOf(fixture('rgb.png'))];
		const second = fixture('rgb.png').slice(header.start, header.end);
		new DataView(second.buffer).setUint32(0, 60_000);
		new DataView(second.buffer).setUint32(4, 60_000);
		const twice = withChunk(fixture('rgb.png'), chunkOf('IHDR', second));
		expect(imageSize(fitted(await fitImage(twice, FRAME, 'crop')).bytes)).toMatchObject(FRAME);
	});

	it('may be larger than memory should be', async () => {
		const huge = fixture('rgb.png').slice();
		new DataView(huge.buffer).setUint32(16, 9000);
		new DataView(huge.buffer).setUint32(20, 9000);
		expect(await problemOf(huge)).toBe(
			'The picture is 9000x9000, too large to be resized here (at most 64 megapixels); the model takes exactly 1280x720.',
		);
	});
});

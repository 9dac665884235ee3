import type { FitMode } from '../../../nodes/Sora/media/resize/fit';
import { segmentsOf } from '../../../nodes/Sora/media/image/jpegSegments';
import { imageKind } from '../../../nodes/Sora/media/image/kind';
import { chunkOf, chunksOf } from '../../../nodes/Sora/media/image/pngChunks';
import { imageSize } from '../../../nodes/Sora/media/image/size';
import { encodeJpeg, encodePng, fitImage } from '../../../support/codecs';
import { bytesOf, fixture } from '../fixture';
import { painted, segment, withChunk, withSegment } from './images';
import { fitted, expectColour, changed } from './seen';

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

	it.each([
		['pad', 0x22],
		['crop', 0x11],
	] as const)(
		'a JPEG has colour at half the size only where it is scaled: %s',
		async (mode, sampling) => {
			const jpeg = encodeJpeg(
				painted(64, 64, (x) => [4 * x, 90, 200]),
				90,
			);
			const { bytes } = fitted(await fitImage(jpeg, '1:2', mode));
			const frame = [...segmentsOf(bytes)].find(({ marker }) => marker === 0xc0)!;
			expect(bytes[frame.start + 7]).toBe(sampling);
		},
	);

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
			'The image is 43x29; the model needs exactly 1280x720.',
		);
	});

	it.each([
		['lossy.webp', 'WebP'],
		['picture.gif', 'GIF'],
	])('may be of a kind that is not resized: %s', async (name, label) => {
		expect(await problemOf(fixture(name))).toBe(
			`The image is 43x29, and ${label} images can't be cropped or padded here (convert it to PNG or JPEG with n8n's Edit Image node first); the model needs exactly 1280x720.`,
		);
	});

	it.each(['picture.bmp', 'picture.avif', 'video.mp4'])(
		'may not be measurable: %s',
		async (name) => {
			expect(await problemOf(fixture(name))).toMatch(/size can't be read; .* exactly 1280x720/);
		},
	);

	it.each([
		['a JPEG that ends too early', fixture('ycc-420.jpg').subarray(0, 1000), /ends too early/],
		['a progressive JPEG without its last scan', withoutLastScan(), /ends too early/],
		['a rare variant of JPEG', fixture('arithmetic.jpg'), /rare variant/],
		['a PNG that ends too early', fixture('rgb.png').subarray(0, 600), /ends too early/],
		['a PNG with a changed byte', changed(fixture('rgb.png'), 300), /checksum/],
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
			'The image is 9000x9000, which is too large to be changed (the maximum is 64 megapixels); the model needs exactly 1280x720.',
		);
	});
});

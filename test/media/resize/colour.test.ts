import { premultiply, toRaster, toYcc } from '../../../nodes/Sora/media/resize/colour';
import type { ColourModel, DecodedImage } from '../../../nodes/Sora/media/resize/raster';

const samples = (...values: number[]) => Uint8ClampedArray.from(values);

/** An image of one row. */
function imageOf(
	model: ColourModel,
	channels: ReadonlyArray<Uint8ClampedArray>,
	alpha: Uint8ClampedArray | null = null,
): DecodedImage {
	const width = channels[0].length;
	const planeOf = (data: Uint8ClampedArray) => ({
		...{ width, height: 1, stride: width, data, scaleX: 1, scaleY: 1 },
	});
	return {
		...{ width, height: 1, model, planes: channels.map(planeOf) },
		alpha: alpha && planeOf(alpha),
	};
}

/** Red, green and blue of one pixel that is stored as `stored`. */
function shown(model: ColourModel, ...stored: number[]): number[] {
	const { red, green, blue } = toRaster(
		imageOf(
			model,
			stored.map((value) => samples(value)),
		),
	);
	return [red, green, blue].map(([value]) => value);
}

describe('toRaster', () => {
	it.each<[string, ColourModel, number[], number[]]>([
		['grey is the same in all three', 'grey', [90], [90, 90, 90]],
		['RGB is what it says', 'rgb', [10, 20, 30], [10, 20, 30]],
		['YCbCr without colour is grey', 'ycc', [77, 128, 128], [77, 77, 77]],
		['YCbCr of pure red', 'ycc', [76, 85, 255], [254, 0, 0]],
		['no ink is white', 'cmyk', [255, 255, 255, 255], [255, 255, 255]],
		['black ink alone is black', 'cmyk', [255, 255, 255, 0], [0, 0, 0]],
		['cyan takes the red away', 'cmyk', [0, 255, 255, 255], [0, 255, 255]],
		['half black darkens every colour', 'cmyk', [200, 100, 50, 127.5], [100, 50, 25]],
		['inks as YCbCr', 'ycck', [255, 128, 128, 127.5], [128, 128, 128]],
	])('%s', (_what, model, stored, rgb) => {
		expect(shown(model, ...stored)).toEqual(rgb);
	});
});

describe('alpha', () => {
	it('comes off again as it went on', () => {
		const [red, green, blue] = [samples(200, 200, 7), samples(100, 40, 7), samples(0, 255, 7)];
		const alpha = samples(255, 128, 0);
		premultiply([red, green, blue], alpha);
		expect([red[1], green[1], blue[1]]).toEqual([100, 20, 128]);
		expect([red[2], green[2], blue[2]]).toEqual([0, 0, 0]);
		toRaster(imageOf('rgb', [red, green, blue], alpha));
		expect([red[0], green[0], blue[0]]).toEqual([200, 100, 0]);
		[200, 40, 255].forEach((value, at) => {
			expect(Math.abs([red, green, blue][at][1] - value)).toBeLessThanOrEqual(1);
		});
	});

	it('comes off a grey once, though it stands for three colours', () => {
		const grey = samples(100);
		toRaster(imageOf('grey', [grey], samples(200)));
		expect(grey[0]).toBe(128);
	});
});

describe('toYcc', () => {
	it.each([
		['white', [255, 255, 255], [255, 128, 128]],
		['red', [255, 0, 0], [76, 85, 255]],
		['green', [0, 255, 0], [150, 44, 21]],
		['blue', [0, 0, 255], [29, 255, 107]],
	])('%s', (_name, rgb, ycc) => {
		const image = imageOf(
			'rgb',
			rgb.map((value) => samples(value)),
		);
		expect(toYcc(image).planes.map(({ data }) => data[0])).toEqual(ycc);
	});

	it('gives a grey no colour', () => {
		const { planes } = toYcc(imageOf('grey', [samples(7, 8, 9)]));
		expect(planes.map(({ data }) => [...data])).toEqual([
			[7, 8, 9],
			[128, 128],
			[128, 128],
		]);
	});
});

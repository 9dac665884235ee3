import { premultiply, rgbOf, unmultiply } from '../../../nodes/Sora/media/resize/colour';
import type { ColourModel } from '../../../nodes/Sora/media/resize/raster';

const samples = (...values: number[]) => Uint8ClampedArray.from(values);

/** Red, green and blue of one pixel that is stored as `stored`. */
function shown(model: ColourModel, ...stored: number[]): number[] {
	return rgbOf(
		model,
		stored.map((value) => samples(value)),
	).map(([value]) => value);
}

describe('rgbOf', () => {
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
		unmultiply({ width: 3, height: 1, red, green, blue, alpha });
		expect([red[0], green[0], blue[0]]).toEqual([200, 100, 0]);
		[200, 40, 255].forEach((value, at) => {
			expect(Math.abs([red, green, blue][at][1] - value)).toBeLessThanOrEqual(1);
		});
	});

	it('comes off a grey once, though it stands for three colours', () => {
		const grey = samples(100);
		unmultiply({ width: 1, height: 1, red: grey, green: grey, blue: grey, alpha: samples(200) });
		expect(grey[0]).toBe(128);
	});
});

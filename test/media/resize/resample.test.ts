import fc from 'fast-check';
import type { Plane } from '../../../nodes/Sora/media/resize/raster';
import type { Kernel } from '../../../nodes/Sora/media/resize/resample';
import { B_SPLINE, LANCZOS } from '../../../nodes/Sora/media/resize/resample';
import { resample } from '../../../support/codecs';

function planeOf(width: number, height: number, at: (x: number, y: number) => number): Plane {
	const data = Uint8ClampedArray.from({ length: width * height }, (_, index) =>
		at(index % width, Math.floor(index / width)),
	);
	return { width, height, stride: width, data, scaleX: 1, scaleY: 1 };
}

function whole({ width, height, scaleX, scaleY }: Plane) {
	return { x: 0, y: 0, width: width / scaleX, height: height / scaleY };
}

/** The greatest difference from what is expected at each place. */
function farthest(samples: Uint8ClampedArray, expected: (at: number) => number): number {
	return samples.reduce((most, sample, at) => Math.max(most, Math.abs(sample - expected(at))), 0);
}

const KERNELS: ReadonlyArray<readonly [string, Kernel]> = [
	['Lanczos', LANCZOS],
	['B-spline', B_SPLINE],
];
const sides = fc.integer({ min: 1, max: 40 });

describe.each(KERNELS)('resampling with %s', (_name, kernel) => {
	it('leaves an even grey as it is, at any size and for any part', () => {
		fc.assert(
			fc.property(sides, sides, sides, sides, fc.nat(255), (width, height, outX, outY, grey) => {
				const plane = planeOf(width, height, () => grey);
				const area = { x: width / 5, y: height / 7, width: width / 2, height: height / 2 };
				const scaled = resample(plane, area, outX, outY, kernel);
				expect(scaled.length).toBe(outX * outY);
				expect(farthest(scaled, () => grey)).toBeLessThanOrEqual(1);
			}),
		);
	});

	it('mirrors what is mirrored', () => {
		const plane = planeOf(23, 9, (x, y) => (x * 37 + y * 61) % 256);
		const mirror = planeOf(23, 9, (x, y) => plane.data[y * 23 + 22 - x]);
		const scaled = resample(plane, whole(plane), 10, 7, kernel);
		const scaledMirror = resample(mirror, whole(mirror), 10, 7, kernel);
		const mirrored = (at: number) => scaledMirror[Math.floor(at / 10) * 10 + 9 - (at % 10)];
		expect(farthest(scaled, mirrored)).toBeLessThanOrEqual(1);
	});

	it('keeps a slope a slope', () => {
		const plane = planeOf(200, 4, (x) => x);
		const scaled = resample(plane, whole(plane), 50, 2, kernel);
		for (let x = 5; x < 45; x++) expect(Math.abs(scaled[x] - (4 * x + 1.5))).toBeLessThanOrEqual(1);
	});

	it('sees the same through coarser samples', () => {
		const coarse: Plane = { ...planeOf(20, 10, (x) => x * 10), scaleX: 0.5, scaleY: 0.5 };
		const fine = planeOf(40, 20, (x) => (x - 0.5) * 5);
		const area = { x: 10, y: 5, width: 20, height: 10 };
		const [fromCoarse, fromFine] = [coarse, fine].map((plane) =>
			resample(plane, area, 10, 5, kernel),
		);
		expect(farthest(fromCoarse, (at) => fromFine[at])).toBeLessThanOrEqual(2);
	});
});

it('gives back the very same samples at the same size', () => {
	const plane = planeOf(17, 13, (x, y) => (x * 97 + y * 31) % 256);
	expect(resample(plane, whole(plane), 17, 13, LANCZOS)).toEqual(plane.data);
});

it('makes grey of a pattern too fine to be shown, at any shrinking', () => {
	for (const factor of [4, 5, 7, 12, 20]) {
		const plane = planeOf(20 * factor, 20 * factor, (x, y) => ((x + y) % 2 === 0 ? 0 : 255));
		const scaled = resample(plane, whole(plane), 20, 20, LANCZOS);
		expect(farthest(scaled, () => 127.5)).toBeLessThan(4);
	}
});

it('is sharper with Lanczos than with the B-spline', () => {
	const edge = planeOf(64, 4, (x) => (x < 32 ? 0 : 200));
	const between = (kernel: Kernel) =>
		resample(edge, whole(edge), 640, 4, kernel)
			.slice(0, 640)
			.filter((sample) => sample > 20 && sample < 180).length;
	expect(between(LANCZOS)).toBeLessThan(between(B_SPLINE));
});

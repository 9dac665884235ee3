/** Scaling a plane of samples: separable, with a filter that widens as the image shrinks. */

import type { Plane } from './raster';
import type { Work } from './work';

/** A part of the image in pixels, not always whole ones. */
export interface Area {
	x: number;
	y: number;
	width: number;
	height: number;
}

export interface Kernel {
	/** Weight at a distance in samples of the coarser side. */
	weight: (distance: number) => number;
	/** Distance from which on the weight is zero. */
	reach: number;
}

function sinc(x: number): number {
	return x === 0 ? 1 : Math.sin(Math.PI * x) / (Math.PI * x);
}

/** Sharp: a sinc in a wider sinc's window (Duchon, "Lanczos filtering in one and two dimensions", 1979). */
export const LANCZOS: Kernel = {
	reach: 3,
	weight: (distance) => (Math.abs(distance) < 3 ? sinc(distance) * sinc(distance / 3) : 0),
};

/** Soft, and never beyond the values it is made of: the cubic B-spline. */
export const B_SPLINE: Kernel = {
	reach: 2,
	weight: (distance) => {
		const d = Math.abs(distance);
		if (d >= 2) return 0;
		return d < 1 ? (3 * d ** 3 - 6 * d ** 2 + 4) / 6 : (2 - d) ** 3 / 6;
	},
};

/** For each sample of the output: which samples of the input, and how much of each. */
interface Taps {
	first: Int32Array;
	count: Int32Array;
	/** `most` of them for each sample of the output. */
	weights: Float64Array;
	most: number;
}

/** @param from, length the part of the input's `available` samples that the `output` samples show */
function tapsFor(
	available: number,
	from: number,
	length: number,
	output: number,
	kernel: Kernel,
): Taps {
	const ratio = length / output;
	const widening = Math.max(1, ratio);
	const reach = kernel.reach * widening;
	const most = Math.ceil(reach) * 2 + 2;
	const taps: Taps = {
		first: new Int32Array(output),
		count: new Int32Array(output),
		weights: new Float64Array(output * most),
		most,
	};
	for (let index = 0; index < output; index++) {
		const centre = from + (index + 0.5) * ratio;
		// The others within a sample of the reach have no weight.
		const first = clamp(Math.ceil(centre - reach - 0.5), 0, available - 1);
		const last = clamp(Math.floor(centre + reach - 0.5), first, available - 1);
		let sum = 0;
		for (let at = first; at <= last; at++) sum += kernel.weight((at + 0.5 - centre) / widening);
		for (let at = first; at <= last; at++) {
			const weight = kernel.weight((at + 0.5 - centre) / widening);
			taps.weights[index * most + at - first] = sum === 0 ? 1 / (last - first + 1) : weight / sum;
		}
		taps.first[index] = first;
		taps.count[index] = last - first + 1;
	}
	return taps;
}

function clamp(value: number, least: number, most: number): number {
	return Math.min(Math.max(value, least), most);
}

/**
 * @param area the part of the image to show, in the image's pixels
 * @param width, height samples of the result
 */
export function* resample(
	plane: Plane,
	area: Area,
	width: number,
	height: number,
	kernel: Kernel,
): Work<Uint8ClampedArray> {
	const source = yield* halvedWhileLarge(plane, area, width, height);
	const { scaleX, scaleY } = source;
	const left = area.x * scaleX;
	const top = area.y * scaleY;
	const isSameSize = area.width * scaleX === width && area.height * scaleY === height;
	if (kernel === LANCZOS && isSameSize && Number.isInteger(left) && Number.isInteger(top)) {
		return cutOut(source, left, top, width, height);
	}
	const across = tapsFor(source.width, area.x * scaleX, area.width * scaleX, width, kernel);
	const down = tapsFor(source.height, area.y * scaleY, area.height * scaleY, height, kernel);
	return yield* scaledBoth(source, across, down, width);
}

/** Samples that stay as they are. Beyond the edge its last row and column are repeated. */
function cutOut(
	{ data, stride, width: available, height: rows }: Plane,
	left: number,
	top: number,
	width: number,
	height: number,
): Uint8ClampedArray {
	const cut = new Uint8ClampedArray(width * height);
	const inside = Math.min(width, available - left);
	for (let y = 0; y < height; y++) {
		const from = Math.min(top + y, rows - 1) * stride + left;
		const to = y * width;
		cut.set(data.subarray(from, from + inside), to);
		cut.fill(cut[to + inside - 1], to + inside, to + width);
	}
	return cut;
}

/** From here on the mean of 2×2 samples, scaled again by half of this, looks the same and costs less. */
const LARGE = 6;

/** Takes the mean of each 2×2 samples, as long as that leaves more than enough of them. */
function* halvedWhileLarge(plane: Plane, area: Area, width: number, height: number): Work<Plane> {
	let source = plane;
	while (
		area.width * source.scaleX >= LARGE * width &&
		area.height * source.scaleY >= LARGE * height
	) {
		source = halved(source);
		yield;
	}
	return source;
}

function halved(plane: Plane): Plane {
	const width = Math.ceil(plane.width / 2);
	const height = Math.ceil(plane.height / 2);
	const data = new Uint8ClampedArray(width * height);
	for (let y = 0; y < height; y++) {
		const above = 2 * y * plane.stride;
		const below = Math.min(2 * y + 1, plane.height - 1) * plane.stride;
		for (let x = 0; x < width; x++) {
			const left = 2 * x;
			const right = Math.min(left + 1, plane.width - 1);
			const sum =
				plane.data[above + left] +
				plane.data[above + right] +
				plane.data[below + left] +
				plane.data[below + right];
			data[y * width + x] = sum / 4;
		}
	}
	const { scaleX, scaleY } = plane;
	return { width, height, stride: width, data, scaleX: scaleX / 2, scaleY: scaleY / 2 };
}

/** One row after the other at its new width, and no more of them at a time than one row of the output needs. */
function* scaledBoth(
	plane: Plane,
	across: Taps,
	down: Taps,
	width: number,
): Work<Uint8ClampedArray> {
	const height = down.first.length;
	const scaled = new Uint8ClampedArray(width * height);
	const kept = Array.from({ length: down.most }, () => new Float32Array(width));
	// Each sample is used several times: it is turned into a floating-point number once.
	const samples = new Float64Array(plane.width);
	const sums = new Float64Array(width);
	let next = down.first[0];
	for (let y = 0; y < height; y++) {
		const first = down.first[y];
		for (; next < first + down.count[y]; next++) {
			scaleRow(plane, next, across, samples, kept[next % down.most]);
		}
		sums.fill(0);
		const row = (tap: number): Float32Array => kept[(first + tap) % down.most];
		const weight = (tap: number): number => down.weights[y * down.most + tap];
		const pairs = down.count[y] & ~1;
		for (let tap = 0; tap < pairs; tap += 2) {
			addRows(sums, row(tap), weight(tap), row(tap + 1), weight(tap + 1));
		}
		if (pairs < down.count[y]) addRow(sums, row(pairs), weight(pairs));
		putRow(scaled, y * width, sums);
		yield;
	}
	return scaled;
}

/** A function of its own: loops inside a generator are not compiled as well. */
function addRow(sums: Float64Array, row: Float32Array, weight: number): void {
	for (let x = 0; x < row.length; x++) sums[x] += weight * row[x];
}

/** Two at a time, as if one after the other. */
function addRows(
	sums: Float64Array,
	row: Float32Array,
	weight: number,
	other: Float32Array,
	otherWeight: number,
): void {
	for (let x = 0; x < row.length; x++) {
		sums[x] = sums[x] + weight * row[x] + otherWeight * other[x];
	}
}

function putRow(samples: Uint8ClampedArray, start: number, sums: Float64Array): void {
	for (let x = 0; x < sums.length; x++) samples[start + x] = sums[x];
}

/** @param row room for its samples. @param out gets it at its new width */
function scaleRow(
	{ data, stride, width: available }: Plane,
	y: number,
	{ first, count, weights, most }: Taps,
	row: Float64Array,
	out: Float32Array,
): void {
	for (let x = 0, at = y * stride; x < available; x++, at++) row[x] = data[at];
	for (let x = 0; x < out.length; x++) {
		const taps = x * most;
		const end = taps + count[x];
		let sum = 0;
		for (let tap = taps, at = first[x]; tap < end; tap++, at++) sum += weights[tap] * row[at];
		out[x] = sum;
	}
}

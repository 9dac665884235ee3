/** The cosine transform of 8×8 blocks, and back to blocks of 8, 4, 2 or 1. ITU-T T.81, A.3.3. */

import type { Plane } from '../raster';

/** Samples across a decoded block: fewer than eight make a smaller image at once. */
export type BlockSize = 8 | 4 | 2 | 1;

/** Places of the coefficients in the order they are stored in. T.81, figure A.6. Longer, for damaged data. */
export const ZIGZAG = Uint8Array.from([
	0, 1, 8, 16, 9, 2, 3, 10, 17, 24, 32, 25, 18, 11, 4, 5, 12, 19, 26, 33, 40, 48, 41, 34, 27, 20,
	13, 6, 7, 14, 21, 28, 35, 42, 49, 56, 57, 50, 43, 36, 29, 22, 15, 23, 30, 37, 44, 51, 58, 59, 52,
	45, 38, 31, 39, 46, 53, 60, 61, 54, 47, 55, 62, 63, 63, 63, 63, 63, 63, 63, 63, 63, 63, 63, 63,
	63, 63, 63, 63, 63,
]);

/** [frequency × size + position]: half the cosine, the same factor for each size, as the mean must stay. */
function basisOf(size: number): Float32Array {
	return Float32Array.from({ length: size * size }, (_, index) => {
		const frequency = Math.floor(index / size);
		const position = index % size;
		const cosine = Math.cos(((2 * position + 1) * frequency * Math.PI) / (2 * size));
		return (frequency === 0 ? Math.SQRT1_2 : 1) * 0.5 * cosine;
	});
}

const BASIS: Readonly<Record<BlockSize, Float32Array>> = {
	8: basisOf(8),
	4: basisOf(4),
	2: basisOf(2),
	1: basisOf(1),
};

const MIDDLE = 128;
const rows = new Float32Array(64);

/**
 * Writes one block of samples. Of the 64 coefficients only the low ones are used where the block
 * is smaller: that scales the image as a good filter would.
 * @param coefficients dequantized, row by row
 */
export function inverseTransform(
	coefficients: Int32Array,
	size: BlockSize,
	plane: Plane,
	blockX: number,
	blockY: number,
): void {
	const { data, stride } = plane;
	const start = blockY * size * stride + blockX * size;
	const highest = transformColumns(coefficients, size);
	const basis = BASIS[size];
	const half = size >> 1;
	if (highest === 0) {
		for (let y = 0; y < size; y++) {
			const sample = rows[y * 8] * basis[0] + MIDDLE;
			data.fill(sample, start + y * stride, start + y * stride + size);
		}
		return;
	}
	for (let y = 0; y < size; y++) {
		const row = y * 8;
		const out = start + y * stride;
		for (let x = 0; x < half; x++) {
			let even = MIDDLE;
			let odd = 0;
			for (let u = 0; u <= highest; u += 2) {
				even += basis[u * size + x] * rows[row + u];
				odd += basis[(u + 1) * size + x] * rows[row + u + 1];
			}
			data[out + x] = even + odd;
			data[out + size - 1 - x] = even - odd;
		}
	}
}

/** Cosines of even frequencies are symmetric, of odd ones antisymmetric: half the products do. @returns the highest frequency across */
function transformColumns(coefficients: Int32Array, size: BlockSize): number {
	const basis = BASIS[size];
	const half = size >> 1;
	let highest = 0;
	for (let u = 0; u < size; u++) {
		let top = size - 1;
		while (top > 0 && coefficients[top * 8 + u] === 0) top--;
		if (top === 0) {
			const value = coefficients[u] * basis[0];
			if (value !== 0) highest = u;
			for (let y = 0; y < size; y++) rows[y * 8 + u] = value;
			continue;
		}
		highest = u;
		for (let y = 0; y < half; y++) {
			let even = 0;
			let odd = 0;
			for (let v = 0; v <= top; v += 2) {
				even += basis[v * size + y] * coefficients[v * 8 + u];
				odd += basis[(v + 1) * size + y] * coefficients[(v + 1) * 8 + u];
			}
			rows[y * 8 + u] = even + odd;
			rows[(size - 1 - y) * 8 + u] = even - odd;
		}
	}
	return highest;
}

/** What each line's frequencies are multiplied by in `forwardTransform`, besides their true factors. */
const FORWARD_SCALES = Float64Array.from({ length: 8 }, (_, frequency) =>
	frequency === 0 ? 1 : Math.SQRT2 * Math.cos((frequency * Math.PI) / 16),
);

/** What the coefficients of `forwardTransform` have to be multiplied by to be true, row by row. */
export const FORWARD_FACTORS = Float64Array.from(
	{ length: 64 },
	(_, place) => 1 / (8 * FORWARD_SCALES[place >> 3] * FORWARD_SCALES[place & 7]),
);

/**
 * In place, without the last multiplications: those are `FORWARD_FACTORS`.
 * @param block of 8×8 samples, around zero
 */
export function forwardTransform(block: Float32Array): void {
	for (let y = 0; y < 64; y += 8) forwardLine(block, y, 1);
	for (let x = 0; x < 8; x++) forwardLine(block, x, 8);
}

const COS_4 = Math.SQRT1_2;
const COS_6 = Math.cos((6 * Math.PI) / 16);
const COS_2_MINUS_6 = Math.cos((2 * Math.PI) / 16) - COS_6;
const COS_2_PLUS_6 = Math.cos((2 * Math.PI) / 16) + COS_6;

/** Arai, Agui and Nakajima, "A fast DCT-SQ scheme for images", 1988: five multiplications. */
function forwardLine(block: Float32Array, start: number, step: number): void {
	const at1 = start + step;
	const at2 = at1 + step;
	const at3 = at2 + step;
	const at4 = at3 + step;
	const at5 = at4 + step;
	const at6 = at5 + step;
	const at7 = at6 + step;
	const sum0 = block[start] + block[at7];
	const difference0 = block[start] - block[at7];
	const sum1 = block[at1] + block[at6];
	const difference1 = block[at1] - block[at6];
	const sum2 = block[at2] + block[at5];
	const difference2 = block[at2] - block[at5];
	const sum3 = block[at3] + block[at4];
	const difference3 = block[at3] - block[at4];

	const outer = sum0 + sum3;
	const inner = sum1 + sum2;
	const outerLess = sum0 - sum3;
	const turnedEven = (sum1 - sum2 + outerLess) * COS_4;
	block[start] = outer + inner;
	block[at4] = outer - inner;
	block[at2] = outerLess + turnedEven;
	block[at6] = outerLess - turnedEven;

	const odd0 = difference3 + difference2;
	const odd1 = difference2 + difference1;
	const odd2 = difference1 + difference0;
	const turned = (odd0 - odd2) * COS_6;
	const low = COS_2_MINUS_6 * odd0 + turned;
	const high = COS_2_PLUS_6 * odd2 + turned;
	const middle = odd1 * COS_4;
	const plus = difference0 + middle;
	const minus = difference0 - middle;
	block[at5] = minus + low;
	block[at3] = minus - low;
	block[at1] = plus + high;
	block[at7] = plus - high;
}

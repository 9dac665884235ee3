/** From planes of light and colour to a baseline JPEG file, with as much detail as they have. */

import type { DecodedImage, Plane } from '../raster';
import type { Work } from '../work';
import { FORWARD_FACTORS, ZIGZAG, forwardTransform } from './dct';
import { MARKER } from '../../image/jpegSegments';
import type { CodeList } from './tables';
import {
	CHROMINANCE_BANDS,
	CHROMINANCE_MEANS,
	CHROMINANCE_STEPS,
	LUMINANCE_BANDS,
	LUMINANCE_MEANS,
	LUMINANCE_STEPS,
} from './tables';
import type { Codes } from './write';
import { JpegWriter, codesOf } from './write';

const JFIF = 0xe0;
const BASELINE_FRAME = 0xc0;
/** `JFIF`, version 1.1, square pixels, no thumbnail. JFIF 1.02, page 5. */
const JFIF_PAYLOAD = [0x4a, 0x46, 0x49, 0x46, 0, 1, 1, 0, 0, 1, 0, 1, 0, 0];
const { abs, clz32, round } = Math;

const END_OF_BLOCK = 0x00;
const SIXTEEN_ZEROS = 0xf0;

/** How one channel is coded. */
interface Coding {
	plane: Plane;
	/** Blocks across and down in one unit (MCU). */
	across: number;
	down: number;
	/** What each coefficient is multiplied by, row by row. */
	factors: Float64Array;
	means: Codes;
	bands: Codes;
	previousMean: number;
}

/** The usual scale of JPEG qualities (libjpeg's): 50 are annex K's tables, 100 is all ones. */
function stepsFor(steps: readonly number[], quality: number): number[] {
	const percent = quality < 50 ? 5000 / quality : 200 - 2 * quality;
	return steps.map((step) => Math.min(255, Math.max(1, Math.floor((step * percent + 50) / 100))));
}

/**
 * @param image `ycc`, without gaps between the rows of its planes; those of colour may have half the
 * size of that of light
 * @param quality 1–100
 * @param extraSegments whole segments (with marker and length) to be placed before the image
 */
export function* encodeJpeg(
	{ width, height, planes }: DecodedImage,
	quality: number,
	extraSegments: readonly Uint8Array[] = [],
): Work<Uint8Array> {
	const luminance = stepsFor(LUMINANCE_STEPS, quality);
	const chrominance = stepsFor(CHROMINANCE_STEPS, quality);
	const writer = new JpegWriter(Math.ceil(width * height * 0.75) + 4096);
	const codings = planes.map((plane, index) =>
		index === 0
			? codingOf(planes, plane, luminance, LUMINANCE_MEANS, LUMINANCE_BANDS)
			: codingOf(planes, plane, chrominance, CHROMINANCE_MEANS, CHROMINANCE_BANDS),
	);

	writer.marker(MARKER.startOfImage);
	writer.segment(JFIF, JFIF_PAYLOAD);
	extraSegments.forEach((segment) => writer.append(segment));
	[luminance, chrominance].forEach((steps, id) => {
		const inOrder = Array.from({ length: 64 }, (_, index) => steps[ZIGZAG[index]]);
		writer.segment(MARKER.quantizationTables, [id, ...inOrder]);
	});
	const sides = [height >> 8, height & 0xff, width >> 8, width & 0xff];
	const components = codings.flatMap(({ across, down }, index) => [
		index + 1,
		(across << 4) | down,
		Math.min(index, 1),
	]);
	writer.segment(BASELINE_FRAME, [8, ...sides, 3, ...components]);
	const lists: ReadonlyArray<readonly [number, CodeList]> = [
		[0x00, LUMINANCE_MEANS],
		[0x10, LUMINANCE_BANDS],
		[0x01, CHROMINANCE_MEANS],
		[0x11, CHROMINANCE_BANDS],
	];
	for (const [id, { counts, values }] of lists) {
		writer.segment(MARKER.huffmanTables, [id, ...counts, ...values]);
	}
	writer.segment(MARKER.startOfScan, [3, 1, 0x00, 2, 0x11, 3, 0x11, 0, 63, 0]);
	yield* writeUnits(writer, width, height, codings);
	writer.flushBits();
	writer.marker(MARKER.endOfImage);
	return writer.finished();
}

function codingOf(
	planes: readonly Plane[],
	plane: Plane,
	steps: readonly number[],
	means: CodeList,
	bands: CodeList,
): Coding {
	return {
		plane,
		across: plane.scaleX / Math.min(...planes.map(({ scaleX }) => scaleX)),
		down: plane.scaleY / Math.min(...planes.map(({ scaleY }) => scaleY)),
		factors: Float64Array.from(steps, (step, place) => FORWARD_FACTORS[place] / step),
		means: codesOf(means),
		bands: codesOf(bands),
		previousMean: 0,
	};
}

/** T.81, A.2.3: each unit has its blocks of one channel after the other. */
function* writeUnits(
	writer: JpegWriter,
	width: number,
	height: number,
	codings: readonly Coding[],
): Work<undefined> {
	const [{ across, down }] = codings;
	const unitsAcross = Math.ceil(width / (8 * across));
	const unitsDown = Math.ceil(height / (8 * down));
	const block = new Float32Array(64);
	for (let unitY = 0; unitY < unitsDown; unitY++) {
		for (let unitX = 0; unitX < unitsAcross; unitX++) {
			for (const coding of codings) {
				for (let y = 0; y < coding.down; y++) {
					for (let x = 0; x < coding.across; x++) {
						const left = (unitX * coding.across + x) * 8;
						takeBlock(coding.plane, left, (unitY * coding.down + y) * 8, block);
						forwardTransform(block);
						writeBlock(writer, coding, block);
					}
				}
			}
		}
		yield;
	}
}

const MIDDLE = 128;

/** Beyond the plane's edge its last row and column are repeated. */
function takeBlock(
	{ width, height, stride, data }: Plane,
	left: number,
	top: number,
	samples: Float32Array,
): void {
	if (left + 8 <= width && top + 8 <= height) {
		for (let y = 0, at = top * stride + left; y < 64; y += 8, at += stride) {
			for (let x = 0; x < 8; x++) samples[y + x] = data[at + x] - MIDDLE;
		}
		return;
	}
	for (let y = 0; y < 8; y++) {
		const row = Math.min(top + y, height - 1) * stride;
		for (let x = 0; x < 8; x++) {
			samples[y * 8 + x] = data[row + Math.min(left + x, width - 1)] - MIDDLE;
		}
	}
}

/** T.81, F.1.2. */
function writeBlock(writer: JpegWriter, coding: Coding, coefficients: Float32Array): void {
	const { factors, means, bands } = coding;
	const mean = round(coefficients[0] * factors[0]);
	writeNumber(writer, means, 0, mean - coding.previousMean);
	coding.previousMean = mean;
	const order = ZIGZAG;
	let zeros = 0;
	for (let index = 1; index < 64; index++) {
		const place = order[index];
		const value = round(coefficients[place] * factors[place]);
		if (value === 0) {
			zeros++;
			continue;
		}
		for (; zeros > 15; zeros -= 16) writer.writeValue(bands, SIXTEEN_ZEROS);
		writeNumber(writer, bands, zeros, value);
		zeros = 0;
	}
	if (zeros > 0) writer.writeValue(bands, END_OF_BLOCK);
}

/** The count of zeros before it and its size as one code, then its bits; negative ones are one less. */
function writeNumber(writer: JpegWriter, codes: Codes, zeros: number, value: number): void {
	const size = 32 - clz32(abs(value));
	writer.writeValue(codes, (zeros << 4) | size);
	if (size === 0) return;
	writer.writeBits(value > 0 ? value : value - 1 + (1 << size), size);
}

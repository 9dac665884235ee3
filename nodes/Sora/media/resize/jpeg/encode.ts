/** From red, green and blue to a baseline JPEG file, with all of the colour's detail (4:4:4). */

import type { Raster } from '../raster';
import { ZIGZAG, forwardTransform } from './dct';
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
const END_OF_BLOCK = 0x00;
const SIXTEEN_ZEROS = 0xf0;

/** Weights of red, green and blue in Y, Cb, Cr. JFIF 1.02, page 3. */
const CHANNELS: readonly Channel[] = [
	{ ofRed: 0.299, ofGreen: 0.587, ofBlue: 0.114, offset: -128 },
	{ ofRed: -0.168736, ofGreen: -0.331264, ofBlue: 0.5, offset: 0 },
	{ ofRed: 0.5, ofGreen: -0.418688, ofBlue: -0.081312, offset: 0 },
];

interface Channel {
	ofRed: number;
	ofGreen: number;
	ofBlue: number;
	offset: number;
}

/** How one channel is coded. */
interface Coding extends Channel {
	/** What each coefficient is divided by, row by row. */
	steps: readonly number[];
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
 * @param quality 1–100
 * @param extraSegments whole segments (with marker and length) to be placed before the image
 */
export function encodeJpeg(
	raster: Raster,
	quality: number,
	extraSegments: readonly Uint8Array[] = [],
): Uint8Array {
	const { width, height } = raster;
	const luminance = stepsFor(LUMINANCE_STEPS, quality);
	const chrominance = stepsFor(CHROMINANCE_STEPS, quality);
	const writer = new JpegWriter(Math.ceil(width * height * 0.75) + 4096);

	writer.marker(MARKER.startOfImage);
	writer.segment(JFIF, JFIF_PAYLOAD);
	extraSegments.forEach((segment) => writer.append(segment));
	[luminance, chrominance].forEach((steps, id) => {
		const inOrder = Array.from({ length: 64 }, (_, index) => steps[ZIGZAG[index]]);
		writer.segment(MARKER.quantizationTables, [id, ...inOrder]);
	});
	const sides = [height >> 8, height & 0xff, width >> 8, width & 0xff];
	const components = [1, 0x11, 0, 2, 0x11, 1, 3, 0x11, 1];
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
	writeBlocks(writer, raster, [
		codingOf(0, luminance, LUMINANCE_MEANS, LUMINANCE_BANDS),
		codingOf(1, chrominance, CHROMINANCE_MEANS, CHROMINANCE_BANDS),
		codingOf(2, chrominance, CHROMINANCE_MEANS, CHROMINANCE_BANDS),
	]);
	writer.flushBits();
	writer.marker(MARKER.endOfImage);
	return writer.finished();
}

function codingOf(
	channel: number,
	steps: readonly number[],
	means: CodeList,
	bands: CodeList,
): Coding {
	return {
		...CHANNELS[channel],
		steps,
		means: codesOf(means),
		bands: codesOf(bands),
		previousMean: 0,
	};
}

function writeBlocks(writer: JpegWriter, raster: Raster, codings: readonly Coding[]): void {
	const samples = new Float32Array(64);
	const coefficients = new Float32Array(64);
	for (let y = 0; y < raster.height; y += 8) {
		for (let x = 0; x < raster.width; x += 8) {
			for (const coding of codings) {
				takeBlock(raster, x, y, coding, samples);
				forwardTransform(samples, coefficients);
				writeBlock(writer, coding, coefficients);
			}
		}
	}
}

/** Beyond the image's edge its last row and column are repeated. */
function takeBlock(
	{ width, height, red, green, blue }: Raster,
	left: number,
	top: number,
	{ ofRed, ofGreen, ofBlue, offset }: Channel,
	samples: Float32Array,
): void {
	for (let y = 0; y < 8; y++) {
		const row = Math.min(top + y, height - 1) * width;
		for (let x = 0; x < 8; x++) {
			const at = row + Math.min(left + x, width - 1);
			samples[y * 8 + x] = ofRed * red[at] + ofGreen * green[at] + ofBlue * blue[at] + offset;
		}
	}
}

/** T.81, F.1.2. */
function writeBlock(writer: JpegWriter, coding: Coding, coefficients: Float32Array): void {
	const { steps, means, bands } = coding;
	const quantized = (place: number) => Math.round(coefficients[place] / steps[place]);
	const mean = quantized(0);
	writeNumber(writer, means, 0, mean - coding.previousMean);
	coding.previousMean = mean;
	let zeros = 0;
	for (let index = 1; index < 64; index++) {
		const value = quantized(ZIGZAG[index]);
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
	const size = 32 - Math.clz32(Math.abs(value));
	writer.writeValue(codes, (zeros << 4) | size);
	if (size === 0) return;
	writer.writeBits(value > 0 ? value : value - 1 + (1 << size), size);
}

/** Reads the frame that is asked for as people write it: a ratio, a size in pixels, a tier. */

import { entryOf } from '../shared/json';
import { orList, readText, shown, type ReadResult } from '../shared/readValue';
import { ratioOf, tierOf, type Frame } from './frames';
import { ASPECT_RATIOS, RESOLUTIONS, type AspectRatio, type Resolution } from './model';

export interface AskedRatio {
	/** `auto`: the model's own, or the image's. */
	ratio: AspectRatio | 'auto';
	/** Where it was asked for as a size in pixels. */
	frame: Frame | null;
}

/**
 * Two numbers with a sign of division or multiplication between them, also as the panel names them
 * (`Landscape (16:9)`), and as a sheet writes them that takes them for a time of day (`16:09:00`).
 */
const PAIR =
	/^(?:[\p{L}\s]*\(\s*)?(\d+(?:\.\d+)?)\s*[:/x×*]\s*(\d+(?:\.\d+)?)(?::00)?(?:\s*\))?$/iu;

/** As people and models name a shape that they mean. */
const SHAPES: Readonly<Record<string, AspectRatio>> = {
	vertical: '9:16',
	portrait: '9:16',
	horizontal: '16:9',
	landscape: '16:9',
	square: '1:1',
};

/** Below it, both numbers are a ratio's; no video is so small. */
const SMALLEST_SIDE_PIXELS = 100;

function pairIn(text: string): Frame | null {
	const [, width, height] = PAIR.exec(text) ?? [];
	const pair = { width: Number(width), height: Number(height) };
	return pair.width > 0 && pair.height > 0 ? pair : null;
}

function isInPixels({ width, height }: Frame): boolean {
	return Math.min(width, height) >= SMALLEST_SIDE_PIXELS;
}

/** How far a size in pixels may be from a ratio to stand for it: encoders round, and 1792x1024 is called 16:9. */
const ROUNDING = 0.02;
const SAME = 1e-6;

function nameOf(pair: Frame): AspectRatio {
	const usual = ratioOf(pair, isInPixels(pair) ? ROUNDING : SAME);
	if (usual !== null) return usual;
	const divisor = isInPixels(pair) ? greatestDivisor(pair.width, pair.height) : 1;
	return `${pair.width / divisor}:${pair.height / divisor}`;
}

function greatestDivisor(one: number, other: number): number {
	return other === 0 ? one : greatestDivisor(other, one % other);
}

/** @returns `auto`, or a ratio: one of the usual ones where it has the same shape. */
export function readAspectRatio(value: unknown): ReadResult<AskedRatio> {
	const read = readText(value);
	const text = 'value' in read ? read.value : null;
	if (text === undefined) return { value: undefined };
	if (text !== null && /^auto$/i.test(text)) return { value: { ratio: 'auto', frame: null } };
	const shape = entryOf(SHAPES, text?.toLowerCase() ?? null);
	if (shape !== null) return { value: { ratio: shape, frame: null } };
	const pair = pairIn(text ?? '');
	if (pair === null) {
		return {
			problem: `must be Auto or a ratio such as ${orList(ASPECT_RATIOS)}, not ${shown(value)}`,
		};
	}
	return { value: { ratio: nameOf(pair), frame: isInPixels(pair) ? pair : null } };
}

const LINES = /^(\d{3,4})\s*(?:p|px|i)?$/i;
const KILO = /^(\d{1,2})\s*k$/i;

const TIER_NAMES: Readonly<Record<string, Resolution>> = {
	hd: '720p',
	'full hd': '1080p',
	fhd: '1080p',
	'ultra hd': '4k',
	uhd: '4k',
	'4k uhd': '4k',
};

/**
 * @returns `auto`, or a tier as the nodes write it (`1080p`, `4k`); words that are no tier of ours
 * stay as they are, because models have names of their own.
 */
export function readResolution(value: unknown): ReadResult<Resolution> {
	const read = readText(value);
	if ('problem' in read) {
		return {
			problem: `must be Auto or a tier such as ${orList(RESOLUTIONS)}, not ${shown(value)}`,
		};
	}
	return read.value === undefined ? read : { value: tierIn(read.value) };
}

/** A tier in one spelling, so that `1080P`, `1080` and `1920x1080` are the same. */
export function tierIn(text: string): Resolution {
	const word = text.trim().toLowerCase();
	if (word === 'auto') return word;
	const lines = LINES.exec(word)?.[1];
	if (lines !== undefined) return Number(lines) === 2160 ? '4k' : `${Number(lines)}p`;
	const kilo = KILO.exec(word)?.[1];
	if (kilo !== undefined) return `${Number(kilo)}k`;
	const frame = pairIn(word);
	if (frame !== null && isInPixels(frame)) return tierOf(frame);
	return entryOf(TIER_NAMES, word) ?? text.trim();
}

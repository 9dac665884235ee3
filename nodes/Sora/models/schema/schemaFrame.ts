/**
 * The shape, the tier and the size in pixels that a live schema offers. Their names say little:
 * `resolution` may be a list of sizes in pixels, and `size` one of shapes, so the values decide.
 */

import { readAspectRatio, tierIn } from '../askedFrame';
import type { AspectRatio, FrameSize, InputNames, Model, OwnValue } from '../model';
import type { Property } from './schemaProperty';
import { spellingOf } from '../spelling';

type Part = 'aspectRatio' | 'resolution' | 'size';

/** The names in use, the usual ones first, and what they are without a list. */
export const FRAME_NAMES: Readonly<Record<string, Part>> = {
	aspect_ratio: 'aspectRatio',
	ratio: 'aspectRatio',
	aspectRatio: 'aspectRatio',
	orientation: 'aspectRatio',
	resolution: 'resolution',
	size: 'size',
	video_size: 'size',
	image_size: 'size',
	frame_size: 'size',
};

const IN_PIXELS = /(?<!\d)(\d{3,5})\s*[x×*:_]\s*(\d{3,5})(?!\d)/i;
const SEPARATED = /(?<![\d.])(\d{1,2}(?:\.\d+)?)\s*[:/x×*_]\s*(\d{1,2}(?:\.\d+)?)(?![\d.])/i;
const WIDE = /landscape|horizontal|wide/i;
const TALL = /portrait|vertical|tall/i;
const SQUARE = /square/i;

function sizeIn(value: OwnValue): FrameSize | null {
	const [, width, height] = IN_PIXELS.exec(String(value)) ?? [];
	return width === undefined ? null : `${Number(width)}x${Number(height)}`;
}

/** `portrait_16_9` is 9:16. */
function turned(text: string, width: number, height: number): AspectRatio {
	const isTurned = (TALL.test(text) && width > height) || (WIDE.test(text) && width < height);
	return isTurned ? `${height}:${width}` : `${width}:${height}`;
}

function ratioIn(value: OwnValue): AspectRatio | null {
	const text = String(value);
	const [, width, height] = SEPARATED.exec(text) ?? [];
	if (Number(width) > 0 && Number(height) > 0) {
		const read = readAspectRatio(turned(text, Number(width), Number(height)));
		const ratio = 'value' in read ? read.value?.ratio : undefined;
		return ratio === undefined || ratio === 'auto' ? null : ratio;
	}
	if (SQUARE.test(text)) return '1:1';
	if (WIDE.test(text)) return '16:9';
	return TALL.test(text) ? '9:16' : null;
}

const TIER_WITHIN = /(?<!\d)(\d{3,4}p|\d{1,2}k)(?![a-z\d])/i;

function tierOfValue(value: OwnValue): string | null {
	const text = String(value);
	const whole = tierIn(text);
	if (/^\d+[pk]$/.test(whole)) return whole;
	const within = TIER_WITHIN.exec(text)?.[1];
	return within === undefined ? null : tierIn(within);
}

const IS_LEFT_TO_THE_MODEL = /^(auto|adaptive|default)$/i;

function valuesOf(property: Property | undefined): OwnValue[] {
	return (property?.values ?? []).filter((value) => !IS_LEFT_TO_THE_MODEL.test(String(value)));
}

/** What most of its values are; by its name where they say nothing. */
function partOf(property: Property): Part {
	const counts: ReadonlyArray<[Part, number]> = [
		['size', count(property, sizeIn)],
		['aspectRatio', count(property, ratioIn)],
		['resolution', count(property, (value) => (sizeIn(value) ? null : tierOfValue(value)))],
	];
	const [part, most] = counts.reduce((best, one) => (one[1] > best[1] ? one : best));
	return most > 0 ? part : (FRAME_NAMES[property.name] ?? 'size');
}

function count(property: Property, read: (value: OwnValue) => unknown): number {
	return valuesOf(property).filter((value) => read(value) !== null).length;
}

/** Sizes of one shape, beside an input for the shape: only their tier is chosen. */
function areTiersOnly(property: Property): boolean {
	const shapes = valuesOf(property).map((value) => {
		const [width, height] = (sizeIn(value) ?? '1x1').split('x').map(Number);
		return width > height;
	});
	return new Set(shapes).size === 1;
}

function partsAmong(properties: readonly Property[]): Partial<Record<Part, Property>> {
	const found: Partial<Record<Part, Property>> = {};
	for (const property of properties) found[partOf(property)] ??= property;
	const { aspectRatio, size, resolution } = found;
	if (aspectRatio && size && !resolution && size.name === 'resolution' && areTiersOnly(size)) {
		return { aspectRatio, resolution: size };
	}
	return found;
}

function unique<T>(values: readonly T[]): T[] {
	return [...new Set(values)];
}

function sizeField(property: Property | undefined): InputNames['size'] {
	if (property === undefined || property.types.join() === 'object') return undefined;
	const values = valuesOf(property);
	const sizes = unique(values.flatMap((value) => sizeIn(value) ?? []));
	if (sizes.length === 0 && values.length > 0) return undefined;
	const separator = values.some((value) => String(value).includes('*')) ? '*' : 'x';
	const usual = (size: FrameSize) => size.replace('x', separator);
	return { name: property.name, separator, sizes, ...spellingOf(values, sizeIn, usual) };
}

/** Words that are no tier stay as they are: models have names of their own. */
function tierOrWord(value: OwnValue): string {
	return tierOfValue(value) ?? String(value).trim();
}

function resolutionField(property: Property | undefined): InputNames['resolution'] {
	if (property === undefined) return undefined;
	const isNumber = property.types.length > 0 && !property.types.includes('string');
	const as = isNumber && property.values.length === 0 ? { as: 'integer' as const } : {};
	const spelling = spellingOf(valuesOf(property), tierOrWord, (tier) => tier);
	return { name: property.name, ...as, ...spelling };
}

function ratioField(property: Property | undefined): InputNames['aspectRatio'] {
	if (property === undefined) return undefined;
	const spelling = spellingOf(valuesOf(property), ratioIn, (ratio) => ratio);
	return { name: property.name, ...spelling };
}

/** `[]` where there is no such input, `null` where it takes anything. */
function choicesOf<T>(
	property: Property | undefined,
	read: (value: OwnValue) => T | null,
): readonly T[] | null {
	if (property === undefined) return [];
	const values = valuesOf(property);
	return values.length === 0 ? null : unique(values.flatMap((value) => read(value) ?? []));
}

type FrameFacts = Pick<Model, 'aspectRatios' | 'resolutions'> & {
	inputs: Pick<InputNames, 'aspectRatio' | 'resolution' | 'size'>;
};

/** @param properties those of `FRAME_NAMES` that the schema has, in that order. */
export function frameFacts(properties: readonly Property[]): FrameFacts {
	const parts = partsAmong(properties);
	const size = sizeField(parts.size);
	return {
		aspectRatios: size ? null : choicesOf(parts.aspectRatio, ratioIn),
		resolutions: size ? null : choicesOf(parts.resolution, tierOrWord),
		inputs: {
			aspectRatio: ratioField(parts.aspectRatio),
			resolution: resolutionField(parts.resolution),
			size,
		},
	};
}

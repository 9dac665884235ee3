/** Frames in pixels, and what ratio and tier people call them. */

import type { AspectRatio, FrameSize, Model, Resolution, VideoOptions } from './model';
import { ASPECT_RATIOS } from './model';

export interface Frame {
	width: number;
	height: number;
}

/** How far a frame may be from a ratio to go by its name: 1792x1024 is called 16:9, and is 1.5 % off. */
const RATIO_TOLERANCE = 0.05;

/** Frame sides that video encoders take. */
const SIDE_STEP = 16;

/** OpenAI's 1024 tier is a little narrower than 16:9. OpenAI's Videos API, `size`. */
const FRAMES_WITH_A_NAME: Readonly<Record<string, FrameSize>> = {
	'1024p 16:9': '1792x1024',
	'1024p 9:16': '1024x1792',
};

export function frameOf(size: FrameSize): Frame {
	const [width, height] = size.split('x').map(Number);
	return { width, height };
}

function quotient(ratio: AspectRatio): number {
	const [width, height] = ratio.split(':').map(Number);
	return width / height;
}

/** How far two shapes are apart: 0 where they are the same, also for a shape and its portrait. */
function distance(one: number, other: number): number {
	return Math.abs(Math.log(one / other));
}

function nearest(shape: number, ratios: readonly AspectRatio[]): AspectRatio {
	return ratios.reduce((best, ratio) =>
		distance(shape, quotient(ratio)) < distance(shape, quotient(best)) ? ratio : best,
	);
}

/** The usual name of a frame's shape; null where no name is near. */
export function ratioOf(
	{ width, height }: Frame,
	tolerance: number = RATIO_TOLERANCE,
): AspectRatio | null {
	const ratio = nearest(width / height, ASPECT_RATIOS);
	return distance(width / height, quotient(ratio)) <= tolerance ? ratio : null;
}

/** Whether both are one shape: 18:9 and 2:1 are. */
export function isSameRatio(one: AspectRatio, other: AspectRatio): boolean {
	return distance(quotient(one), quotient(other)) < 1e-6;
}

/** Whether two frames have about the same shape. */
export function isAlike(one: Frame, other: Frame): boolean {
	return distance(one.width / one.height, other.width / other.height) <= RATIO_TOLERANCE;
}

/** The tier that a frame belongs to: its short side, `4k` for 2160. */
export function tierOf({ width, height }: Frame): Resolution {
	const shortSide = Math.min(width, height);
	return shortSide === 2160 ? '4k' : `${shortSide}p`;
}

/** The lines of a tier: 720 for `720p`, 2160 for `4k`; null where it is no number of lines. */
export function linesIn(tier: Resolution): number | null {
	if (/^4k$/i.test(tier)) return 2160;
	const lines = /^(\d{3,4})p?$/i.exec(tier)?.[1];
	return lines === undefined ? null : Number(lines);
}

/**
 * The frame of a ratio at a tier where a host takes any frame: the tier is the short side, the
 * long side is rounded to what encoders take.
 * @returns null where the tier is no number of lines.
 */
export function frameAt(ratio: AspectRatio, tier: Resolution): Frame | null {
	const named = FRAMES_WITH_A_NAME[`${tier.toLowerCase()} ${ratio}`];
	if (named) return frameOf(named);
	const lines = linesIn(tier);
	if (lines === null) return null;
	const shape = quotient(ratio);
	const longSide = Math.round((lines * Math.max(shape, 1 / shape)) / SIDE_STEP) * SIDE_STEP;
	if (shape === 1) return { width: lines, height: lines };
	return shape > 1 ? { width: longSide, height: lines } : { width: lines, height: longSide };
}

/** The ratio that the model takes and that is nearest to an image's own; null where it has none to choose. */
export function nearestRatio(model: Model, width: number, height: number): AspectRatio | null {
	const allowed = model.aspectRatios ?? ASPECT_RATIOS;
	if (allowed.length === 0 || !(width > 0) || !(height > 0)) return null;
	return nearest(width / height, allowed);
}

/** The video takes the shape of its image, and nothing else decides it: another shape needs another image. */
export function followsItsImage({ kind, inputs, aspectRatios }: Model): boolean {
	const isAsked = inputs.aspectRatio !== undefined || inputs.size !== undefined;
	return kind === 'image' && !isAsked && aspectRatios !== null;
}

/** The frame that a request asks for, at least: without a ratio, a square. null where no tier is asked for. */
export function askedFrame(
	model: Model,
	{ aspectRatio, resolution }: Pick<VideoOptions, 'aspectRatio' | 'resolution'>,
): Frame | null {
	if (resolution === undefined) return null;
	return frameFor(model, aspectRatio, resolution) ?? frameAt(aspectRatio ?? '1:1', resolution);
}

/** What a frame in pixels is taken to be at, where only its shape is asked for. OpenAI's Videos API, `size`. */
const USUAL_TIER = '720p';

/**
 * The frame that the model renders for a ratio and a tier; a word that is left out counts as the
 * model's default.
 * @returns null where the model has no `size` of its own or none of its sizes fits.
 */
export function frameFor(
	model: Model,
	ratio: AspectRatio | undefined,
	resolution: Resolution | undefined,
): Frame | null {
	const { size } = model.inputs;
	if (!size) return null;
	const wantedRatio = ratio ?? model.aspectRatios?.[0];
	const wantedTier = (resolution ?? model.resolutions?.[0] ?? USUAL_TIER).toLowerCase();
	if (size.sizes.length === 0) return wantedRatio ? frameAt(wantedRatio, wantedTier) : null;
	const isOfRatio = (frame: Frame): boolean =>
		ratioOf(frame) === wantedRatio ||
		(wantedRatio !== undefined && isSameRatio(`${frame.width}:${frame.height}`, wantedRatio));
	const fits = (frame: Frame): boolean => isOfRatio(frame) && tierOf(frame) === wantedTier;
	return size.sizes.map(frameOf).find(fits) ?? null;
}

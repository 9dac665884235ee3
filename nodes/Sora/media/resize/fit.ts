/** Makes an image exactly as large as the frame that a model renders, or gives it the ratio that is asked for. */

import { damageIn } from '../image/check';
import { KIND_FACTS, imageKind } from '../image/kind';
import type { Size } from '../image/size';
import { imageSize, sizeText } from '../image/size';
import { fitsRatio, ratioFrame } from './ratio';
import type { Pause } from './work';

/** What the image shall be: a size in pixels, or a ratio such as `9:16`. */
export type FitTarget = { frame: Size } | { ratio: string };

/** `crop`: fill the frame. `pad`: show all of the image. `error`: change nothing. */
export type FitMode = 'crop' | 'pad' | 'error';

export type FitResult =
	/** `changed`: what was done, one sentence; null where these are the bytes that were given. */
	| { ok: true; bytes: Uint8Array; mimeType: string; changed: string | null }
	/** What it is, what is needed, and what can be done. */
	| { ok: false; problem: string };

/** Decoding takes from 1.5 to 6 bytes of memory for each pixel (6: progressive JPEG). */
const MOST_PIXELS = 64_000_000;

/**
 * An image that fits comes back untouched: one of the right ratio within a pixel, or one of the right
 * size that is stored upright. Otherwise its Exif orientation is applied and not kept, its colour
 * profile is kept, PNG stays PNG and JPEG stays JPEG. Never rejects.
 * @param target as the image is seen
 * @param pause called every few milliseconds of computing
 */
export async function fitImage(
	bytes: Uint8Array,
	target: FitTarget,
	mode: FitMode,
	pause: Pause,
): Promise<FitResult> {
	const no = (why: string): FitResult => ({ ok: false, problem: `${why}; ${needOf(target)}.` });
	const kind = imageKind(bytes);
	const size = imageSize(bytes);
	if (kind === null || size === null) {
		return no("The image is damaged or of a type whose size can't be read");
	}
	const { label, mimeType } = KIND_FACTS[kind];
	const asItCame: FitResult = { ok: true, bytes, mimeType, changed: null };
	const isRight = hasRightShape(size, target);
	if (isRight && ('ratio' in target || size.orientation === 1)) return asItCame;
	const found = `The image is ${sizeText(size)}`;
	if (mode === 'error' && !isRight) return no(found);
	if (kind !== 'jpeg' && kind !== 'png') {
		return isRight
			? asItCame
			: no(
					`${found}, and ${label} images can't be cropped or padded here (convert it to PNG or JPEG with n8n's Edit Image node first)`,
				);
	}
	if (size.width * size.height > MOST_PIXELS) {
		return no(
			`${found}, which is too large to be changed (the maximum is ${MOST_PIXELS / 1e6} megapixels)`,
		);
	}
	const cannot = `The image (${sizeText(size)}, ${label}) must be ${mode === 'pad' ? 'padded' : 'cropped'}, but`;
	const damage = damageIn(bytes, kind);
	if (damage !== null) return no(`${cannot} it is damaged (${damage})`);
	const { refit } = await import('./refit');
	const fill = mode === 'pad' ? 'pad' : 'crop';
	const frame = 'frame' in target ? target.frame : ratioFrame(size, target.ratio, fill);
	const refitted = await refit(bytes, kind, size, frame, fill, pause);
	return refitted.ok ? { ...refitted, mimeType } : no(`${cannot} ${refitted.why}`);
}

function hasRightShape(size: Size, target: FitTarget): boolean {
	if ('ratio' in target) return fitsRatio(size, target.ratio);
	return size.width === target.frame.width && size.height === target.frame.height;
}

function needOf(target: FitTarget): string {
	return 'ratio' in target
		? `the video takes the shape of its image, and Aspect Ratio is ${target.ratio}`
		: `the model needs exactly ${sizeText(target.frame)}`;
}

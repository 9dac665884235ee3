/** Makes an image exactly as large as the frame that a model renders. */

import { damageIn } from '../image/check';
import { KIND_FACTS, imageKind } from '../image/kind';
import type { Size } from '../image/size';
import { imageSize, sizeText } from '../image/size';

/** `crop`: fill the frame. `pad`: show all of the image. `error`: change nothing. */
export type FitMode = 'crop' | 'pad' | 'error';

export type FitResult =
	/** `changed`: what was done, one sentence; null where these are the bytes that were given. */
	| { ok: true; bytes: Uint8Array; mimeType: string; changed: string | null }
	/** One sentence that names both sizes. */
	| { ok: false; problem: string };

/** Decoding takes from 1.5 to 6 bytes of memory for each pixel (6: progressive JPEG). */
const MOST_PIXELS = 64_000_000;

/**
 * An image of the right size, upright, comes back untouched. Otherwise its Exif orientation is
 * applied and not kept, its colour profile is kept, PNG stays PNG and JPEG stays JPEG.
 * Never rejects.
 * @param frame in pixels, as the image is seen
 */
export async function fitImage(bytes: Uint8Array, frame: Size, mode: FitMode): Promise<FitResult> {
	const kind = imageKind(bytes);
	const size = imageSize(bytes);
	if (kind === null || size === null) {
		return no("The image is damaged or of a type whose size can't be read", frame);
	}
	const { label, mimeType } = KIND_FACTS[kind];
	const hasRightSize = size.width === frame.width && size.height === frame.height;
	if (hasRightSize && size.orientation === 1) return { ok: true, bytes, mimeType, changed: null };
	const found = `The image is ${sizeText(size)}`;
	if (mode === 'error' && !hasRightSize) return no(found, frame);
	if (kind !== 'jpeg' && kind !== 'png') {
		return hasRightSize
			? { ok: true, bytes, mimeType, changed: null }
			: no(`${found}, and ${label} images can't be resized (PNG and JPEG can)`, frame);
	}
	if (size.width * size.height > MOST_PIXELS) {
		return no(
			`${found}, which is too large to be resized (the maximum is ${MOST_PIXELS / 1e6} megapixels)`,
			frame,
		);
	}
	const cannot = `The image (${sizeText(size)}, ${label}) must be resized, but`;
	const damage = damageIn(bytes, kind);
	if (damage !== null) return no(`${cannot} it is damaged (${damage})`, frame);
	const { refit } = await import('./refit');
	const refitted = await refit(bytes, kind, size, frame, mode === 'pad' ? 'pad' : 'crop');
	return refitted.ok ? { ...refitted, mimeType } : no(`${cannot} ${refitted.why}`, frame);
}

function no(why: string, frame: Size): FitResult {
	return { ok: false, problem: `${why}; the model needs exactly ${sizeText(frame)}.` };
}

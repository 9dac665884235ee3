/** The work of fitting an image. Loaded when the first one must be changed, and not before. */

import { CODECS } from './codecs';
import { coversAll, cropPlacement, describePlacement, padPlacement } from './placement';
import type { Placement } from './placement';
import { UnreadableImage } from './raster';
import { layOver, render, renderBackdrop } from './render';
import type { ImageSize, Size } from '../image/size';

export type Refitted =
	/** `changed`: what was done, one sentence. */
	| { ok: true; bytes: Uint8Array; changed: string }
	/** `why` it could not be done: "its data …". */
	| { ok: false; why: string };

/** An image that is scaled down is decoded at least this many times as large as it will be shown. */
const DECODING_RESERVE = 1.5;

const PLACEMENT = { crop: cropPlacement, pad: padPlacement } as const;

/** @param size as `imageSize` finds it */
export async function refit(
	bytes: Uint8Array,
	kind: keyof typeof CODECS,
	size: ImageSize,
	frame: Size,
	mode: keyof typeof PLACEMENT,
): Promise<Refitted> {
	const placement = PLACEMENT[mode](size, frame);
	try {
		const refitted = await placed(bytes, kind, size, frame, placement);
		const changed = describePlacement(size, frame, placement, size.orientation !== 1);
		return { ok: true, bytes: refitted, changed };
	} catch (error) {
		const isKnown = error instanceof UnreadableImage;
		return { ok: false, why: `its data ${isKnown ? error.message : "can't be decoded"}` };
	}
}

async function placed(
	bytes: Uint8Array,
	kind: keyof typeof CODECS,
	size: ImageSize,
	frame: Size,
	placement: Placement,
): Promise<Uint8Array> {
	const { decode, encode } = CODECS[kind];
	const { shown, covered } = placement;
	const shrinking = Math.min(shown.width / covered.width, shown.height / covered.height);
	const image = await decode(bytes, shrinking / DECODING_RESERVE);
	const raster = render(image, size.orientation, shown, covered);
	if (coversAll(placement, frame)) return await encode(raster, bytes);
	const filling = cropPlacement(size, frame).shown;
	const whole = renderBackdrop(image, size.orientation, filling, frame);
	layOver(whole, raster, covered.x, covered.y);
	return await encode(whole, bytes);
}

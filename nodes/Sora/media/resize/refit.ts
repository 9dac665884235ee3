/** The work of fitting an image. Loaded when the first one must be changed, and not before. */

import { CODECS } from './codecs';
import { coversAll, cropPlacement, describePlacement, padPlacement } from './placement';
import type { Placement } from './placement';
import { UnreadableImage } from './raster';
import { layOver, render, renderBackdrop, storedArea } from './render';
import type { ImageSize, Size } from '../image/size';
import { storedSize } from '../image/size';
import { inSlices, type Pause } from './work';

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
	pause: Pause,
): Promise<Refitted> {
	const placement = PLACEMENT[mode](size, frame);
	try {
		const refitted = await placed(bytes, kind, size, frame, placement, pause);
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
	pause: Pause,
): Promise<Uint8Array> {
	const { decode, encode } = CODECS[kind];
	const { shown, covered } = placement;
	const { orientation } = size;
	const shrinking = Math.min(shown.width / covered.width, shown.height / covered.height);
	const area = storedArea(shown, storedSize(size), orientation);
	const rendered = await decode(bytes, shrinking / DECODING_RESERVE, area, pause).then(
		async (image) => await inSlices(render(image, orientation, shown, covered), pause),
	);
	if (coversAll(placement, frame)) return await encode(rendered, bytes, pause);
	const whole = await inSlices(renderBackdrop(rendered, frame), pause);
	layOver(whole, rendered, covered.x, covered.y);
	return await encode(whole, bytes, pause);
}

/** Where an image goes in a frame of other proportions. Pure geometry. */

import type { Area } from './resample';
import type { Size } from '../image/size';
import { sizeText } from '../image/size';

export interface Placement {
	/** The part of the image that is shown, in its own pixels. */
	shown: Area;
	/** The part of the frame that it covers, in whole pixels. */
	covered: Area;
}

/** Colours are often stored for two pixels together: from there on, they need not be scaled. */
function evenBelow(place: number): number {
	return Math.floor(place / 2) * 2;
}

/** Pixels. So narrow an image looks out of place sooner than its colours do. */
const NARROW = 16;

/** Fills the frame: what stands over is cut off evenly on both sides, in whole pixels where it is not scaled. */
export function cropPlacement(image: Size, frame: Size): Placement {
	const scale = Math.max(frame.width / image.width, frame.height / image.height);
	const width = Math.min(image.width, frame.width / scale);
	const height = Math.min(image.height, frame.height / scale);
	const middle = (whole: number, part: number) =>
		scale === 1 ? evenBelow((whole - part) / 2) : (whole - part) / 2;
	const x = middle(image.width, width);
	const y = middle(image.height, height);
	return { shown: { x, y, width, height }, covered: { x: 0, y: 0, ...frame } };
}

/** Shows the whole image, in the middle of the frame. */
export function padPlacement(image: Size, frame: Size): Placement {
	const scale = Math.min(frame.width / image.width, frame.height / image.height);
	const width = Math.min(frame.width, Math.max(1, Math.round(image.width * scale)));
	const height = Math.min(frame.height, Math.max(1, Math.round(image.height * scale)));
	const middle = (whole: number, part: number) =>
		part < NARROW ? Math.floor((whole - part) / 2) : evenBelow((whole - part) / 2);
	const x = middle(frame.width, width);
	const y = middle(frame.height, height);
	return { shown: { x: 0, y: 0, ...image }, covered: { x, y, width, height } };
}

export function coversAll({ covered }: Placement, frame: Size): boolean {
	return covered.width === frame.width && covered.height === frame.height;
}

/** `33%`; null where nothing is cut off, not even half a pixel. */
function shareOff(whole: number, part: number): string | null {
	if (whole - part < 0.5) return null;
	const percent = Math.round((1 - part / whole) * 100);
	return percent === 0 ? 'less than 1%' : `${percent}%`;
}

/** What was done to the image, as a sentence for the user. */
export function describePlacement(
	image: Size,
	frame: Size,
	{ shown, covered }: Placement,
	isTurned: boolean,
): string {
	const steps: string[] = [];
	if (isTurned) steps.push('turned upright');
	for (const side of ['width', 'height'] as const) {
		const off = shareOff(image[side], shown[side]);
		if (off !== null) steps.push(`cropped around its center (${off} of its ${side} cut off)`);
	}
	if (shown.width !== covered.width || shown.height !== covered.height) {
		const isLarger = covered.width > shown.width || covered.height > shown.height;
		steps.push(`scaled ${isLarger ? 'up ' : ''}to ${sizeText(covered)}`);
	}
	if (sizeText(covered) !== sizeText(frame)) {
		steps.push(`padded to ${sizeText(frame)} with a blurred copy of itself`);
	}
	const done =
		steps.length < 2
			? steps.join()
			: `${steps.slice(0, -1).join(', ')} and ${steps[steps.length - 1]}`;
	return `The image (${sizeText(image)}) was ${done}.`;
}

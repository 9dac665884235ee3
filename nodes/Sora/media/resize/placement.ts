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

/** Fills the frame: what stands over is cut off evenly on both sides. */
export function cropPlacement(image: Size, frame: Size): Placement {
	const scale = Math.max(frame.width / image.width, frame.height / image.height);
	const width = Math.min(image.width, frame.width / scale);
	const height = Math.min(image.height, frame.height / scale);
	const x = (image.width - width) / 2;
	const y = (image.height - height) / 2;
	return { shown: { x, y, width, height }, covered: { x: 0, y: 0, ...frame } };
}

/** Shows the whole image, in the middle of the frame. */
export function padPlacement(image: Size, frame: Size): Placement {
	const scale = Math.min(frame.width / image.width, frame.height / image.height);
	const width = Math.min(frame.width, Math.max(1, Math.round(image.width * scale)));
	const height = Math.min(frame.height, Math.max(1, Math.round(image.height * scale)));
	const x = Math.floor((frame.width - width) / 2);
	const y = Math.floor((frame.height - height) / 2);
	return { shown: { x: 0, y: 0, ...image }, covered: { x, y, width, height } };
}

export function coversAll({ covered }: Placement, frame: Size): boolean {
	return covered.width === frame.width && covered.height === frame.height;
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
	const percentOff = (whole: number, part: number) => Math.round((1 - part / whole) * 100);
	const offWidth = percentOff(image.width, shown.width);
	const offHeight = percentOff(image.height, shown.height);
	if (offWidth > 0) steps.push(`cropped around its center (${offWidth}% of its width cut off)`);
	if (offHeight > 0) steps.push(`cropped around its center (${offHeight}% of its height cut off)`);
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

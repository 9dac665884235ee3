/** From a PNG file to planes of 8-bit samples. PNG specification (third edition). */

import { premultiply } from '../colour';
import type { DecodedImage, Plane } from '../raster';
import { UnreadableImage } from '../raster';
import type { Pause } from '../work';
import { chunksOf } from '../../image/pngChunks';
import type { ColourType, Colours, Header } from './pixels';
import { LAYOUT, mayBeClear, pixelWriterOf } from './pixels';
import { passesOf, readRows } from './rows';

interface Parts extends Colours {
	header: Header;
	data: Uint8Array[];
}

/**
 * An animation gives its first image. Samples of 16 bits are rounded to eight.
 * @throws UnreadableImage where the file is damaged
 */
export async function decodePng(bytes: Uint8Array, pause: Pause): Promise<DecodedImage> {
	const { header, data, ...colours } = partsOf(bytes);
	const { width, height, depth, colourType, isInterlaced } = header;
	const { samples, hasColour } = LAYOUT[colourType];
	const ofColour = hasColour ? 3 : 1;
	const hasAlpha = mayBeClear(header, colours);
	const channels = Array.from(
		{ length: ofColour + (hasAlpha ? 1 : 0) },
		() => new Uint8ClampedArray(width * height),
	);
	const writePixel = pixelWriterOf(header, colours, channels);
	await readRows(
		data,
		passesOf(width, height, isInterlaced),
		samples * depth,
		(pass, y, row) => {
			const start = (pass.top + y * pass.stepY) * width + pass.left;
			for (let x = 0; x < pass.width; x++) writePixel(row, x, start + x * pass.stepX);
		},
		pause,
	);
	const visible = channels.slice(0, ofColour);
	const alpha = hasAlpha ? channels[ofColour] : null;
	const isOpaque = alpha === null || alpha.every((sample) => sample === 255);
	if (!isOpaque) premultiply(visible, alpha);
	const plane = (of: Uint8ClampedArray): Plane => ({
		width,
		height,
		stride: width,
		data: of,
		scaleX: 1,
		scaleY: 1,
	});
	return {
		width,
		height,
		model: hasColour ? 'rgb' : 'grey',
		planes: visible.map(plane),
		alpha: isOpaque ? null : plane(alpha),
	};
}

function partsOf(bytes: Uint8Array): Parts {
	let header: Header | null = null;
	let palette: Uint8Array = new Uint8Array(0);
	let transparency: Uint8Array | null = null;
	const data: Uint8Array[] = [];
	for (const { type, start, end } of chunksOf(bytes)) {
		const content = bytes.subarray(start, end);
		if (type === 'IHDR') header ??= headerFrom(content);
		if (type === 'PLTE') palette = content;
		if (type === 'tRNS') transparency = content;
		if (type === 'IDAT') data.push(content);
	}
	if (header === null) throw new UnreadableImage('has no header');
	return { header, palette, transparency, data };
}

function headerFrom(content: Uint8Array): Header {
	const view = new DataView(content.buffer, content.byteOffset, content.byteLength);
	const isKnown = content.length === 13 && content[9] in LAYOUT && content[12] <= 1;
	const colourType = content[9] as ColourType;
	const depths: readonly number[] = isKnown ? LAYOUT[colourType].depths : [];
	if (!depths.includes(content[8])) throw new UnreadableImage('is damaged');
	return {
		width: view.getUint32(0),
		height: view.getUint32(4),
		depth: content[8],
		colourType,
		isInterlaced: content[12] === 1,
	};
}

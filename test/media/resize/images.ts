/** Pictures made in code, and changes to pictures that other encoders made. */

import { chunkOf } from '../../../nodes/Sora/media/image/pngChunks';
import type { Raster } from '../../../nodes/Sora/media/resize/raster';
import { bytesOf } from '../fixture';

type Colour = readonly [red: number, green: number, blue: number, alpha?: number];

/** A picture whose colour at each place is given. */
export function painted(
	width: number,
	height: number,
	colourAt: (x: number, y: number) => Colour,
): Raster {
	const colours = Array.from({ length: width * height }, (_, at) =>
		colourAt(at % width, Math.floor(at / width)),
	);
	const channel = (index: number) =>
		Uint8ClampedArray.from(colours, (colour) => colour[index] ?? 255);
	const hasAlpha = colours.some((colour) => colour.length === 4);
	return {
		width,
		height,
		red: channel(0),
		green: channel(1),
		blue: channel(2),
		alpha: hasAlpha ? channel(3) : null,
	};
}

export function solid(width: number, height: number, colour: Colour): Raster {
	return painted(width, height, () => colour);
}

/** Four colours, one in each quarter: top left, top right, bottom left, bottom right. */
export function quarters(
	width: number,
	height: number,
	colours: readonly [Colour, Colour, Colour, Colour],
): Raster {
	return painted(width, height, (x, y) => {
		const index = (y < height / 2 ? 0 : 2) + (x < width / 2 ? 0 : 1);
		return colours[index];
	});
}

/** A TIFF header with one entry, the orientation. */
export function tiff(orientation: number, order: 'little' | 'big' = 'big'): Uint8Array {
	const isLittle = order === 'little';
	const bytes = new Uint8Array(26);
	const view = new DataView(bytes.buffer);
	bytes.set(bytesOf(isLittle ? 'II' : 'MM'));
	view.setUint16(2, 42, isLittle);
	view.setUint32(4, 8, isLittle);
	view.setUint16(8, 1, isLittle);
	view.setUint16(10, 0x0112, isLittle);
	view.setUint16(12, 3, isLittle);
	view.setUint32(14, 1, isLittle);
	view.setUint16(18, orientation, isLittle);
	return bytes;
}

/** A JPEG segment, with marker and length. */
export function segment(marker: number, ...payload: Uint8Array[]): Uint8Array {
	const content = Buffer.concat(payload);
	const length = content.length + 2;
	return Buffer.concat([Uint8Array.of(0xff, marker, length >> 8, length & 255), content]);
}

/** The JPEG file with a segment more, right after its start. */
export function withSegment(jpeg: Uint8Array, added: Uint8Array): Uint8Array {
	return new Uint8Array(Buffer.concat([jpeg.subarray(0, 2), added, jpeg.subarray(2)]));
}

export function withExif(jpeg: Uint8Array, exif: Uint8Array): Uint8Array {
	return withSegment(jpeg, segment(0xe1, bytesOf('Exif\0\0'), exif));
}

const AFTER_PNG_HEADER = 33;

/** The PNG file with a chunk more, right after its header. */
export function withChunk(png: Uint8Array, added: Uint8Array): Uint8Array {
	const [head, rest] = [png.subarray(0, AFTER_PNG_HEADER), png.subarray(AFTER_PNG_HEADER)];
	return new Uint8Array(Buffer.concat([head, added, rest]));
}

export function withPngExif(png: Uint8Array, exif: Uint8Array): Uint8Array {
	return withChunk(png, chunkOf('eXIf', exif));
}

export function withWebpExif(webp: Uint8Array, exif: Uint8Array): Uint8Array {
	const head = new Uint8Array(8);
	head.set(bytesOf('EXIF'));
	new DataView(head.buffer).setUint32(4, exif.length, true);
	const all = new Uint8Array(Buffer.concat([webp, head, exif]));
	new DataView(all.buffer).setUint32(4, all.length - 8, true);
	return all;
}

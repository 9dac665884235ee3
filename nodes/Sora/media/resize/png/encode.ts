/** From red, green, blue (and alpha) to a PNG file of 8 bits a sample. */

import type { Raster } from '../raster';
import { PNG_SIGNATURE, chunkOf } from '../../image/pngChunks';
import { inSlices, type Pause, type Work } from '../work';
import { filterInto } from './filter';
import { deflated } from './inflate';

const RGB = 2;
const RGB_ALPHA = 6;

/** @param extraChunks whole chunks (with length and check sum) to be placed before the image */
export async function encodePng(
	raster: Raster,
	extraChunks: readonly Uint8Array[],
	pause: Pause,
): Promise<Uint8Array> {
	const header = new Uint8Array(13);
	const view = new DataView(header.buffer);
	view.setUint32(0, raster.width);
	view.setUint32(4, raster.height);
	header[8] = 8;
	header[9] = raster.alpha === null ? RGB : RGB_ALPHA;
	return Buffer.concat([
		Uint8Array.from(PNG_SIGNATURE),
		chunkOf('IHDR', header),
		...extraChunks,
		chunkOf('IDAT', await deflated(await inSlices(filteredRows(raster), pause))),
		chunkOf('IEND', new Uint8Array(0)),
	]);
}

function* filteredRows({ width, height, red, green, blue, alpha }: Raster): Work<Uint8Array> {
	const channels = alpha === null ? [red, green, blue] : [red, green, blue, alpha];
	const step = channels.length;
	const rowBytes = width * step;
	const filtered = new Uint8Array((rowBytes + 1) * height);
	let row = new Uint8Array(rowBytes);
	let previous = new Uint8Array(rowBytes);
	for (let y = 0; y < height; y++) {
		channels.forEach((samples, channel) => {
			for (let x = 0; x < width; x++) row[x * step + channel] = samples[y * width + x];
		});
		filterInto(filtered.subarray(y * (rowBytes + 1)), row, previous, step);
		[row, previous] = [previous, row];
		yield;
	}
	return filtered;
}

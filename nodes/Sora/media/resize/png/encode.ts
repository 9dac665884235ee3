/** From red, green, blue (and alpha) to a PNG file of 8 bits a sample. */

import type { Raster } from '../raster';
import { PNG_SIGNATURE, chunkOf } from '../../image/pngChunks';
import type { Pause } from '../work';
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
	const chunks = [Uint8Array.from(PNG_SIGNATURE), chunkOf('IHDR', header), ...extraChunks];
	for await (const packed of deflated(filteredRows(raster), pause)) {
		chunks.push(chunkOf('IDAT', packed));
	}
	chunks.push(chunkOf('IEND', new Uint8Array(0)));
	return Buffer.concat(chunks);
}

/** So many bytes of rows are filtered at a time. */
const BLOCK_BYTES = 128_000;

/** @yields blocks of whole rows, each with its filter's number */
function* filteredRows({ width, height, red, green, blue, alpha }: Raster): Generator<Uint8Array> {
	const channels = alpha === null ? [red, green, blue] : [red, green, blue, alpha];
	const step = channels.length;
	const rowBytes = width * step;
	const rowsAtOnce = Math.max(1, Math.floor(BLOCK_BYTES / (rowBytes + 1)));
	let row = new Uint8Array(rowBytes);
	let previous = new Uint8Array(rowBytes);
	for (let top = 0; top < height; top += rowsAtOnce) {
		const rows = Math.min(rowsAtOnce, height - top);
		const filtered = new Uint8Array((rowBytes + 1) * rows);
		for (let y = 0; y < rows; y++) {
			const start = (top + y) * width;
			channels.forEach((samples, channel) => {
				for (let x = 0; x < width; x++) row[x * step + channel] = samples[start + x];
			});
			filterInto(filtered.subarray(y * (rowBytes + 1)), row, previous, step);
			[row, previous] = [previous, row];
		}
		yield filtered;
	}
}

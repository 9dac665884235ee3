/** From the bytes of a PNG row to 8-bit samples. PNG specification, sections 7.2, 11.2 and 11.3.1.1. */

/** 11.2.1 */
export interface Header {
	width: number;
	height: number;
	/** Bits of one sample. */
	depth: number;
	colourType: ColourType;
	isInterlaced: boolean;
}

export type ColourType = keyof typeof LAYOUT;

/** Samples of one pixel, which depths are allowed, and whether there is colour. Table 8. */
export const LAYOUT = {
	0: { samples: 1, depths: [1, 2, 4, 8, 16], hasColour: false },
	2: { samples: 3, depths: [8, 16], hasColour: true },
	3: { samples: 1, depths: [1, 2, 4, 8], hasColour: true },
	4: { samples: 2, depths: [8, 16], hasColour: false },
	6: { samples: 4, depths: [8, 16], hasColour: true },
} as const satisfies Record<
	number,
	{ samples: number; depths: readonly number[]; hasColour: boolean }
>;

/** What the other chunks say about colours. */
export interface Colours {
	/** Three bytes for each entry. */
	palette: Uint8Array;
	/** The palette's alpha, or the one colour (two bytes for each sample) that is transparent. */
	transparency: Uint8Array | null;
}

/** Writes one pixel of a row, found at `index` there, to place `at` of each channel. */
type PixelWriter = (row: Uint8Array, index: number, at: number) => void;

type Samples = (row: Uint8Array, index: number) => number;

/** 7.2: samples of less than 8 bits are packed from the high bits on. */
function sampleReader(depth: number): Samples {
	if (depth === 8) return (row, index) => row[index];
	if (depth === 16) return (row, index) => (row[2 * index] << 8) | row[2 * index + 1];
	const mask = (1 << depth) - 1;
	return (row, index) => {
		const bit = index * depth;
		return (row[bit >> 3] >> (8 - depth - (bit & 7))) & mask;
	};
}

/**
 * @param channels red, green and blue, or grey; behind them alpha, unless every pixel is opaque
 */
export function pixelWriterOf(
	{ depth, colourType }: Header,
	{ palette, transparency }: Colours,
	channels: readonly Uint8ClampedArray[],
): PixelWriter {
	const read = sampleReader(depth);
	if (colourType === 3) {
		return (row, index, at) => {
			const entry = read(row, index);
			for (let channel = 0; channel < 3; channel++) {
				channels[channel][at] = palette[entry * 3 + channel] ?? 0;
			}
			if (channels.length > 3) channels[3][at] = transparency?.[entry] ?? 255;
		};
	}
	const { samples } = LAYOUT[colourType];
	const scale = 255 / ((1 << depth) - 1);
	const hasAlpha = colourType === 4 || colourType === 6;
	const see = hasAlpha ? null : transparentColour(transparency, samples);
	if (depth === 8 && colourType === 2 && see === null) {
		const [red, green, blue] = channels;
		return (row, index, at) => {
			red[at] = row[index * 3];
			green[at] = row[index * 3 + 1];
			blue[at] = row[index * 3 + 2];
		};
	}
	const isOpaque = channels.length === samples;
	return (row, index, at) => {
		let matches = 0;
		for (let sample = 0; sample < samples; sample++) {
			const value = read(row, index * samples + sample);
			channels[sample][at] = value * scale;
			if (see !== null && value === see[sample]) matches++;
		}
		if (!hasAlpha && !isOpaque)
			channels[samples][at] = see !== null && matches === samples ? 0 : 255;
	};
}

/** Whether the file can have pixels that are not opaque. */
export function mayBeClear({ colourType }: Header, { transparency }: Colours): boolean {
	return transparency !== null || colourType === 4 || colourType === 6;
}

function transparentColour(transparency: Uint8Array | null, samples: number): number[] | null {
	if (transparency === null || transparency.length < 2 * samples) return null;
	return Array.from(
		{ length: samples },
		(_, sample) => (transparency[2 * sample] << 8) | transparency[2 * sample + 1],
	);
}

/** Entropy-coded data: bits and Huffman codes. ITU-T T.81, annexes C and F.2.2. */

import { UnreadableImage } from '../raster';

const LOOKUP_BITS = 10;
const LONGEST_CODE = 16;

/** Codes of up to ten bits are looked up at once, longer ones are compared length by length. */
export class HuffmanTable {
	/** Length << 8 | value; 0 where the code is longer. */
	readonly lookup = new Uint16Array(1 << LOOKUP_BITS);
	/** The greatest code of each length; -1 where there is none. */
	readonly greatest = new Int32Array(LONGEST_CODE + 1).fill(-1);
	/** To be added to a code of this length to get the place of its value. */
	readonly shift = new Int32Array(LONGEST_CODE + 1);

	/** @param counts how many codes there are of each length from 1 to 16; @param values in the codes' order */
	constructor(
		counts: Uint8Array,
		readonly values: Uint8Array,
	) {
		let code = 0;
		let place = 0;
		for (let length = 1; length <= LONGEST_CODE; length++) {
			this.shift[length] = place - code;
			for (let index = 0; index < counts[length - 1]; index++, code++, place++) {
				if (length > LOOKUP_BITS) continue;
				const from = code << (LOOKUP_BITS - length);
				const to = (code + 1) << (LOOKUP_BITS - length);
				this.lookup.fill((length << 8) | values[place], from, to);
			}
			if (counts[length - 1] > 0) this.greatest[length] = code - 1;
			code <<= 1;
		}
	}
}

/** Reads the bits of a scan up to the next marker. */
export class EntropyReader {
	/** The last `held` bits are those to come. */
	private bits = 0;
	private held = 0;
	/** Zero bits that were made up after the end of the data. */
	private madeUp = 0;

	/** @param position offset of the first byte */
	constructor(
		private readonly data: Uint8Array,
		public position: number,
	) {}

	/** Whether more bits were read than there are. */
	get isExhausted(): boolean {
		return this.held < this.madeUp;
	}

	/** Up to 16 bits as a number. */
	read(count: number): number {
		if (this.held < count) this.fill();
		this.held -= count;
		return (this.bits >>> this.held) & ((1 << count) - 1);
	}

	/** A number of this many bits that can be negative. T.81, figure F.12 (EXTEND). */
	readSigned(count: number): number {
		if (count === 0) return 0;
		const value = this.read(count);
		return value < 1 << (count - 1) ? value - (1 << count) + 1 : value;
	}

	/** @throws UnreadableImage at a code that the table does not have */
	readSymbol(table: HuffmanTable): number {
		if (this.held < LONGEST_CODE) this.fill();
		const entry =
			table.lookup[(this.bits >>> (this.held - LOOKUP_BITS)) & ((1 << LOOKUP_BITS) - 1)];
		if (entry !== 0) {
			this.held -= entry >> 8;
			return entry & 0xff;
		}
		const ahead = (this.bits >>> (this.held - LONGEST_CODE)) & 0xffff;
		for (let length = LOOKUP_BITS + 1; length <= LONGEST_CODE; length++) {
			const code = ahead >> (LONGEST_CODE - length);
			if (code > table.greatest[length]) continue;
			this.held -= length;
			return table.values[code + table.shift[length]];
		}
		throw new UnreadableImage('is damaged');
	}

	/** Drops what is left before the next marker. */
	align(): void {
		this.bits = 0;
		this.held = 0;
		this.madeUp = 0;
	}

	/** A zero byte after 0xFF is stuffing, anything else is a marker, at which the data ends. T.81, B.1.1.5. */
	private fill(): void {
		const { data } = this;
		let { bits, held, position } = this;
		while (held <= 24) {
			let byte = data[position];
			if (position >= data.length || (byte === 0xff && data[position + 1] !== 0)) {
				byte = 0;
				this.madeUp += 8;
			} else {
				position += byte === 0xff ? 2 : 1;
			}
			bits = (bits << 8) | byte;
			held += 8;
		}
		this.bits = bits;
		this.held = held;
		this.position = position;
	}
}

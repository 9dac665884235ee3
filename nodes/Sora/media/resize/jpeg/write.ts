/** Bytes and bits of a JPEG file that is being written. ITU-T T.81, annexes B and C. */

import type { CodeList } from './tables';

/** Code and its length for each value. */
export interface Codes {
	code: Uint16Array;
	length: Uint8Array;
}

/** T.81, C.2: codes of the same length follow each other. */
export function codesOf({ counts, values }: CodeList): Codes {
	const codes: Codes = { code: new Uint16Array(256), length: new Uint8Array(256) };
	let code = 0;
	let place = 0;
	counts.forEach((count, index) => {
		for (let each = 0; each < count; each++) {
			codes.code[values[place]] = code++;
			codes.length[values[place++]] = index + 1;
		}
		code <<= 1;
	});
	return codes;
}

/** Grows as it is written. */
export class JpegWriter {
	private bytes: Uint8Array;
	private length = 0;
	/** The last `held` bits are not written yet: fewer than eight between two calls. */
	private bits = 0;
	private held = 0;

	/** @param expectedBytes how long the file may become, roughly */
	constructor(expectedBytes: number) {
		this.bytes = new Uint8Array(expectedBytes);
	}

	marker(marker: number): void {
		this.append([0xff, marker]);
	}

	/** A marker, its length and its payload. */
	segment(marker: number, payload: ArrayLike<number>): void {
		const length = payload.length + 2;
		this.append([0xff, marker, length >> 8, length & 0xff]);
		this.append(payload);
	}

	append(bytes: ArrayLike<number>): void {
		this.reserve(bytes.length);
		this.bytes.set(bytes, this.length);
		this.length += bytes.length;
	}

	/** Up to 16 bits of entropy-coded data. */
	writeBits(value: number, count: number): void {
		this.bits = (this.bits << count) | value;
		this.held += count;
		this.reserve(8);
		while (this.held >= 8) {
			this.held -= 8;
			const byte = (this.bits >>> this.held) & 0xff;
			this.bytes[this.length++] = byte;
			if (byte === 0xff) this.bytes[this.length++] = 0;
		}
	}

	writeValue({ code, length }: Codes, value: number): void {
		this.writeBits(code[value], length[value]);
	}

	/** Fills up the last byte of entropy-coded data with ones. T.81, F.1.2.3. */
	flushBits(): void {
		if (this.held > 0) this.writeBits((1 << (8 - this.held)) - 1, 8 - this.held);
	}

	finished(): Uint8Array {
		return this.bytes.subarray(0, this.length);
	}

	private reserve(count: number): void {
		if (this.length + count <= this.bytes.length) return;
		const larger = new Uint8Array((this.length + count) * 2);
		larger.set(this.bytes.subarray(0, this.length));
		this.bytes = larger;
	}
}

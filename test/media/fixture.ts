import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The bytes of a file in `fixtures/`. */
export function fixture(name: string): Uint8Array {
	return new Uint8Array(readFileSync(join(__dirname, 'fixtures', name)));
}

/** Latin-1 text as bytes. */
export function bytesOf(text: string): Uint8Array {
	return Uint8Array.from(text, (character) => character.charCodeAt(0));
}

/** The samples in a PGM or PPM file: one or three for each pixel. */
export function pnmSamples(name: string): Uint8Array {
	const bytes = fixture(name);
	let lines = 0;
	const start = bytes.findIndex((byte) => byte === 0x0a && ++lines === 3) + 1;
	return bytes.subarray(start);
}

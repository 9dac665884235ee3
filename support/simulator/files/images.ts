/** A picture's type and pixels, from its header, as stored (an EXIF orientation turns nothing). */

export interface Frame {
	type: 'png' | 'jpeg' | 'webp' | 'gif';
	width: number;
	height: number;
}

export function frameOf(bytes: Buffer): Frame | null {
	return png(bytes) ?? jpeg(bytes) ?? webp(bytes) ?? gif(bytes);
}

const PNG_SIGNATURE = Buffer.from('89504e470d0a1a0a', 'hex');

function png(bytes: Buffer): Frame | null {
	if (bytes.length < 24 || !bytes.subarray(0, 8).equals(PNG_SIGNATURE)) return null;
	if (bytes.toString('latin1', 12, 16) !== 'IHDR') return null;
	return { type: 'png', width: bytes.readUInt32BE(16), height: bytes.readUInt32BE(20) };
}

/** Start-of-frame markers; C4, C8 and CC are something else. */
function isStartOfFrame(marker: number): boolean {
	return marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);
}

function jpeg(bytes: Buffer): Frame | null {
	if (bytes.length < 4 || bytes.readUInt16BE(0) !== 0xffd8) return null;
	let at = 2;
	while (at + 9 < bytes.length) {
		if (bytes[at] !== 0xff) return null;
		const marker = bytes[at + 1] ?? 0;
		if (isStartOfFrame(marker)) {
			return {
				type: 'jpeg',
				width: bytes.readUInt16BE(at + 7),
				height: bytes.readUInt16BE(at + 5),
			};
		}
		at += marker === 0xff ? 1 : 2 + bytes.readUInt16BE(at + 2);
	}
	return null;
}

function webp(bytes: Buffer): Frame | null {
	if (bytes.length < 30 || bytes.toString('latin1', 0, 4) !== 'RIFF') return null;
	if (bytes.toString('latin1', 8, 12) !== 'WEBP') return null;
	const chunk = bytes.toString('latin1', 12, 16);
	if (chunk === 'VP8X') {
		return {
			type: 'webp',
			width: 1 + bytes.readUIntLE(24, 3),
			height: 1 + bytes.readUIntLE(27, 3),
		};
	}
	if (chunk === 'VP8L') {
		const packed = bytes.readUInt32LE(21);
		return { type: 'webp', width: 1 + (packed & 0x3fff), height: 1 + ((packed >> 14) & 0x3fff) };
	}
	if (chunk !== 'VP8 ') return null;
	return {
		type: 'webp',
		width: bytes.readUInt16LE(26) & 0x3fff,
		height: bytes.readUInt16LE(28) & 0x3fff,
	};
}

function gif(bytes: Buffer): Frame | null {
	if (bytes.length < 10 || !/^GIF8[79]a$/.test(bytes.toString('latin1', 0, 6))) return null;
	return { type: 'gif', width: bytes.readUInt16LE(6), height: bytes.readUInt16LE(8) };
}

/** As much of MP4 (ISO/IEC 14496-12) as it takes to say how long a video is. */

interface Box {
	type: string;
	/** Where its contents start and end. */
	start: number;
	end: number;
}

/** The boxes between two offsets, as far as they are whole. */
function* boxesIn(bytes: Buffer, from: number, to: number): Generator<Box> {
	let offset = from;
	while (offset + 8 <= to) {
		const short = bytes.readUInt32BE(offset);
		const isLong = short === 1 && offset + 16 <= to;
		const size = isLong ? Number(bytes.readBigUInt64BE(offset + 8)) : short;
		const header = isLong ? 16 : 8;
		const end = size === 0 ? to : offset + size;
		if (end < offset + header || end > to) return;
		yield { type: bytes.toString('latin1', offset + 4, offset + 8), start: offset + header, end };
		offset = end;
	}
}

function find(bytes: Buffer, type: string, from: number, to: number): Box | undefined {
	return [...boxesIn(bytes, from, to)].find((box) => box.type === type);
}

/** @returns seconds from the movie header; null where this is no whole MP4 */
export function mp4Seconds(bytes: Buffer): number | null {
	const movie = find(bytes, 'moov', 0, bytes.length);
	const header = movie && find(bytes, 'mvhd', movie.start, movie.end);
	if (!header || !find(bytes, 'mdat', 0, bytes.length)) return null;
	const isLong = bytes.readUInt8(header.start) === 1;
	const scaleAt = header.start + (isLong ? 20 : 12);
	const scale = bytes.readUInt32BE(scaleAt);
	const length = isLong
		? Number(bytes.readBigUInt64BE(scaleAt + 4))
		: bytes.readUInt32BE(scaleAt + 4);
	return scale === 0 ? null : length / scale;
}

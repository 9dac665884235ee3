/** MP4 files in so many boxes as it takes to say how long a video is. ISO/IEC 14496-12. */

export function box(type: string, ...bodies: Buffer[]): Buffer {
	const body = Buffer.concat(bodies);
	const head = Buffer.alloc(8);
	head.writeUInt32BE(body.length + 8);
	head.write(type, 4, 'latin1');
	return Buffer.concat([head, body]);
}

/** The index of a video of so many seconds. @param padding bytes that it is longer by. */
export function index(seconds: number, padding = 0): Buffer {
	const header = Buffer.alloc(100);
	header.writeUInt32BE(1000, 12);
	header.writeUInt32BE(seconds * 1000, 16);
	return box('moov', box('mvhd', header), box('free', Buffer.alloc(padding)));
}

export const FILE_TYPE = box('ftyp', Buffer.from('isom\0\0\0\0isom', 'latin1'));

/** The video itself, of so many bytes. */
export function data(bytes: number): Buffer {
	return box('mdat', Buffer.alloc(bytes));
}

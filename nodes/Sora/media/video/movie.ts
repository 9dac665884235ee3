/** What the index (`moov`) of an MP4 or QuickTime file says of its video. ISO/IEC 14496-12. */

import { charsAt } from '../image/kind';
import type { Size } from '../image/size';

export interface MovieFacts {
	/** null, as everything here: it is not said, or cannot be read. */
	seconds: number | null;
	/** In pixels, as it is shown. */
	frame: Size | null;
	framesPerSecond: number | null;
	/** As people call it: `H.264`. */
	videoCodec: string | null;
	/** As people call it: `AAC`; `none` where the video has no sound. */
	audioCodec: string | null;
}

const HEADER_BYTES = 8;

interface Box {
	type: string;
	body: DataView;
}

function viewOf(bytes: Uint8Array): DataView {
	return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

function part(view: DataView, start: number, end: number): DataView {
	return new DataView(view.buffer, view.byteOffset + start, end - start);
}

function typeAt(view: DataView, at: number): string {
	return charsAt(new Uint8Array(view.buffer, view.byteOffset + at, 4), 0, 4);
}

/** The boxes in a box, as far as they are whole. */
function* boxesIn(view: DataView, from = 0): Generator<Box> {
	for (let at = from; at + HEADER_BYTES <= view.byteLength;) {
		const size = view.getUint32(at);
		const end = size === 0 ? view.byteLength : at + size;
		if (end < at + HEADER_BYTES || end > view.byteLength) return;
		yield { type: typeAt(view, at + 4), body: part(view, at + HEADER_BYTES, end) };
		at = end;
	}
}

/** The box at the end of a path of types, the first of each. */
function find(view: DataView, ...path: readonly string[]): DataView | null {
	const [type, ...rest] = path;
	for (const box of boxesIn(view)) {
		if (box.type === type) return rest.length === 0 ? box.body : find(box.body, ...rest);
	}
	return null;
}

/** Time scale and length behind two dates, all in 32 or in 64 bits (8.2.2, 8.4.2). */
function lengthIn(header: DataView | null): { scale: number; seconds: number } | null {
	if (header === null || header.byteLength < 20) return null;
	const isLong = header.getUint8(0) === 1;
	if (isLong && header.byteLength < 32) return null;
	const scale = header.getUint32(isLong ? 20 : 12);
	const units = isLong ? Number(header.getBigUint64(24)) : header.getUint32(16);
	return scale === 0 ? null : { scale, seconds: units / scale };
}

/** Of a file in fragments, whose own header says 0 (8.8.2). */
function fragmentedSeconds(movie: DataView, scale: number): number {
	const header = find(movie, 'mvex', 'mehd');
	if (header === null || header.byteLength < 8) return 0;
	const isLong = header.getUint8(0) === 1 && header.byteLength >= 12;
	return (isLong ? Number(header.getBigUint64(4)) : header.getUint32(4)) / scale;
}

function secondsIn(movie: DataView): number | null {
	const length = lengthIn(find(movie, 'mvhd'));
	if (length === null) return null;
	return length.seconds || fragmentedSeconds(movie, length.scale) || null;
}

/** 8.3.2: a matrix of nine numbers, then width and height, each 16.16. A quarter turn swaps both. */
function frameIn(track: DataView): Size | null {
	const header = find(track, 'tkhd');
	if (header === null || header.byteLength < 84) return null;
	const end = header.byteLength;
	const [width, height] = [header.getUint16(end - 8), header.getUint16(end - 4)];
	if (width === 0 || height === 0) return null;
	const isTurned = header.getInt32(end - 44) === 0;
	return isTurned ? { width: height, height: width } : { width, height };
}

/** 8.6.1.2: runs of frames that last equally long. Fragments have theirs elsewhere. */
function framesPerSecondIn(track: DataView): number | null {
	const scale = lengthIn(find(track, 'mdia', 'mdhd'))?.scale;
	const runs = find(track, 'mdia', 'minf', 'stbl', 'stts');
	if (scale === undefined || runs === null || runs.byteLength < 8) return null;
	const count = Math.min(runs.getUint32(4), Math.floor((runs.byteLength - 8) / 8));
	let frames = 0;
	let units = 0;
	for (let run = 0; run < count; run++) {
		const framesInRun = runs.getUint32(8 + run * 8);
		frames += framesInRun;
		units += framesInRun * runs.getUint32(12 + run * 8);
	}
	return frames === 0 || units === 0 ? null : (frames * scale) / units;
}

/** Registered at mp4ra.org. */
const CODEC_NAMES: Readonly<Record<string, string>> = {
	avc1: 'H.264',
	avc3: 'H.264',
	hvc1: 'HEVC',
	hev1: 'HEVC',
	dvh1: 'HEVC',
	dvhe: 'HEVC',
	av01: 'AV1',
	vp08: 'VP8',
	vp09: 'VP9',
	mp4v: 'MPEG-4 Visual',
	apcn: 'ProRes',
	apch: 'ProRes',
	mp4a: 'AAC',
	Opus: 'Opus',
	'ac-3': 'Dolby Digital',
	'ec-3': 'Dolby Digital',
	fLaC: 'FLAC',
	'.mp3': 'MP3',
};

/** 8.5.2: a version, a count, then the descriptions; their types name the codecs. */
function codecIn(track: DataView): string | null {
	const descriptions = find(track, 'mdia', 'minf', 'stbl', 'stsd');
	if (descriptions === null || descriptions.byteLength < 16) return null;
	const type = typeAt(descriptions, 12);
	return CODEC_NAMES[type] ?? (/^[\x21-\x7e]+\s*$/.test(type) ? type.trim() : null);
}

/** 8.4.3: what the track is for. */
function handlerOf(track: DataView): string | null {
	const handler = find(track, 'mdia', 'hdlr');
	return handler === null || handler.byteLength < 12 ? null : typeAt(handler, 8);
}

/** @param body of the `moov` box. Takes any bytes and never throws. */
export function movieFacts(body: Uint8Array): MovieFacts {
	const movie = viewOf(body);
	const tracks = [...boxesIn(movie)].flatMap(({ type, body }) => (type === 'trak' ? [body] : []));
	const picture = tracks.find((track) => handlerOf(track) === 'vide');
	const sound = tracks.find((track) => handlerOf(track) === 'soun');
	return {
		seconds: secondsIn(movie),
		// Tracks without a picture have none.
		frame: tracks.map(frameIn).find((frame) => frame !== null) ?? null,
		framesPerSecond: picture ? framesPerSecondIn(picture) : null,
		videoCodec: picture ? codecIn(picture) : null,
		audioCodec: sound ? codecIn(sound) : tracks.length > 0 ? 'none' : null,
	};
}

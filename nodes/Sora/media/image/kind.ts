/** What a file is, read from its own bytes: names and declared types are often wrong. */

export type ImageKind = 'png' | 'jpeg' | 'webp' | 'gif' | 'bmp' | 'tiff' | 'heic' | 'avif';
export type VideoKind = 'mp4' | 'mov' | 'webm' | 'mkv' | 'avi';
export type MediaKind = ImageKind | VideoKind;

interface KindFacts {
	family: 'image' | 'video';
	mimeType: string;
	/** Without the dot. */
	extension: string;
	/** As people call it: `PNG`. */
	label: string;
}

/** MIME types: IANA's registry; where it has none (mkv, avi), the type that browsers send. */
export const KIND_FACTS: Readonly<Record<MediaKind, KindFacts>> = {
	png: { family: 'image', mimeType: 'image/png', extension: 'png', label: 'PNG' },
	jpeg: { family: 'image', mimeType: 'image/jpeg', extension: 'jpg', label: 'JPEG' },
	webp: { family: 'image', mimeType: 'image/webp', extension: 'webp', label: 'WebP' },
	gif: { family: 'image', mimeType: 'image/gif', extension: 'gif', label: 'GIF' },
	bmp: { family: 'image', mimeType: 'image/bmp', extension: 'bmp', label: 'BMP' },
	tiff: { family: 'image', mimeType: 'image/tiff', extension: 'tiff', label: 'TIFF' },
	heic: { family: 'image', mimeType: 'image/heic', extension: 'heic', label: 'HEIC' },
	avif: { family: 'image', mimeType: 'image/avif', extension: 'avif', label: 'AVIF' },
	mp4: { family: 'video', mimeType: 'video/mp4', extension: 'mp4', label: 'MP4' },
	mov: { family: 'video', mimeType: 'video/quicktime', extension: 'mov', label: 'QuickTime' },
	webm: { family: 'video', mimeType: 'video/webm', extension: 'webm', label: 'WebM' },
	mkv: { family: 'video', mimeType: 'video/x-matroska', extension: 'mkv', label: 'Matroska' },
	avi: { family: 'video', mimeType: 'video/x-msvideo', extension: 'avi', label: 'AVI' },
};

/** The bytes as Latin-1 text; shorter where they end. */
export function charsAt(bytes: Uint8Array, offset: number, length: number): string {
	return String.fromCharCode(...bytes.subarray(offset, offset + length));
}

/** Magic numbers at fixed places. Text is compared as Latin-1. */
const SIGNATURES: ReadonlyArray<{ kind: MediaKind; at: number; is: string; and?: string }> = [
	{ kind: 'png', at: 0, is: '\x89PNG\r\n\x1a\n' },
	{ kind: 'jpeg', at: 0, is: '\xff\xd8\xff' },
	{ kind: 'webp', at: 8, is: 'WEBP', and: 'RIFF' },
	{ kind: 'avi', at: 8, is: 'AVI ', and: 'RIFF' },
	{ kind: 'gif', at: 0, is: 'GIF87a' },
	{ kind: 'gif', at: 0, is: 'GIF89a' },
	{ kind: 'tiff', at: 0, is: 'II*\0' },
	{ kind: 'tiff', at: 0, is: 'MM\0*' },
];

/**
 * ISO base media files say what they are in the brands of their `ftyp` box (ISO/IEC 14496-12, 4.3;
 * registered at mp4ra.org). The first row with a brand among them decides; null: no image and no video.
 */
const KIND_BY_BRAND: ReadonlyArray<readonly [brand: RegExp, kind: MediaKind | null]> = [
	[/^avi[fs]$/, 'avif'],
	[/^(hei[cxms]|hev[cx]|mif[12]|msf1)$/, 'heic'],
	[/^(M4[ABP] |crx |jp2 |jpx |jpm )$/, null],
];

/** Boxes that begin a QuickTime file from before `ftyp` existed (QuickTime File Format, "Atoms"). */
const OLD_QUICKTIME_BOXES = ['moov', 'mdat', 'wide', 'pnot', 'skip', 'free'];

const EBML_SIGNATURE = '\x1aE\xdf\xa3';

function isoKind(bytes: Uint8Array): MediaKind | null {
	const box = charsAt(bytes, 4, 4);
	if (OLD_QUICKTIME_BOXES.includes(box)) return looksLikeText(bytes) ? null : 'mov';
	if (box !== 'ftyp' || bytes.length < 12) return null;
	const major = charsAt(bytes, 8, 4);
	if (major === 'qt  ') return 'mov';
	const boxSize = ((bytes[0] << 24) | (bytes[1] << 16) | (bytes[2] << 8) | bytes[3]) >>> 0;
	const end = Math.min(boxSize, bytes.length, 256);
	const brands = [major];
	for (let at = 16; at + 4 <= end; at += 4) brands.push(charsAt(bytes, at, 4));
	const row = KIND_BY_BRAND.find(([brand]) => brands.some((each) => brand.test(each)));
	return row ? row[1] : 'mp4';
}

/** WebM is Matroska with another DocType, which stands in the first bytes (RFC 8794, section 11.2). */
function ebmlKind(bytes: Uint8Array): MediaKind | null {
	const head = charsAt(bytes, 0, 64);
	if (!head.startsWith(EBML_SIGNATURE)) return null;
	return head.includes('webm') ? 'webm' : 'mkv';
}

/** `BM` alone is two letters of text: the header's size field must be one that exists. */
function isBmp(bytes: Uint8Array): boolean {
	const headerSize = bytes.length < 18 ? 0 : bytes[14] | (bytes[15] << 8) | (bytes[16] << 16);
	return charsAt(bytes, 0, 2) === 'BM' && [12, 40, 52, 56, 64, 108, 124].includes(headerSize);
}

/**
 * @param bytes the file, or its first 64 bytes or more
 * @returns null where it is no image and no video that we know
 */
export function kindOf(bytes: Uint8Array): MediaKind | null {
	const signature = SIGNATURES.find(
		({ at, is, and }) =>
			charsAt(bytes, at, is.length) === is &&
			(and === undefined || charsAt(bytes, 0, and.length) === and),
	);
	if (signature) return signature.kind;
	if (isBmp(bytes)) return 'bmp';
	return isoKind(bytes) ?? ebmlKind(bytes);
}

/** As `kindOf`, for images alone. */
export function imageKind(bytes: Uint8Array): ImageKind | null {
	const kind = kindOf(bytes);
	return kind !== null && isImageKind(kind) ? kind : null;
}

/** As `kindOf`, for videos alone. */
export function videoKind(bytes: Uint8Array): VideoKind | null {
	const kind = kindOf(bytes);
	return kind !== null && !isImageKind(kind) ? kind : null;
}

export function isImageKind(kind: MediaKind): kind is ImageKind {
	return KIND_FACTS[kind].family === 'image';
}

const TEXT_SAMPLE_BYTES = 1024;
/** Control characters that no text has: all but tab, line feed, form feed, carriage return, escape. */
const isBinaryByte = (byte: number) =>
	byte === 0x7f || (byte < 0x20 && ![0x09, 0x0a, 0x0c, 0x0d, 0x1b].includes(byte));

/** Whether the file begins as UTF-8 text (HTML, JSON, XML, CSV, …) does. */
export function looksLikeText(bytes: Uint8Array): boolean {
	const sample = bytes.subarray(0, TEXT_SAMPLE_BYTES);
	if (sample.length === 0 || sample.some(isBinaryByte)) return false;
	try {
		new TextDecoder('utf-8', { fatal: true }).decode(sample, { stream: true });
		return true;
	} catch {
		return false;
	}
}

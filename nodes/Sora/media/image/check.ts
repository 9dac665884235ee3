/** Whether an image can go to a model as it is, or why not: found out before it costs anything. */

import type { ImageKind, MediaKind } from './kind';
import { KIND_FACTS, isImageKind, kindOf, looksLikeText } from './kind';
import { MARKER, segmentsOf } from './jpegSegments';
import { chunksOf, isIntact } from './pngChunks';
import { imageSize, isMeasurable } from './size';

/**
 * @param accepts the kinds that are taken
 * @param maxBytes of the file
 * @returns what is wrong, in one sentence that names what it is and what is taken; null if nothing
 */
export function imageProblem(
	bytes: Uint8Array,
	accepts: readonly MediaKind[],
	maxBytes: number,
): string | null {
	if (bytes.length === 0) return 'The image is empty (0 bytes).';
	const taken = listed(accepts.map((each) => KIND_FACTS[each].label));
	const kind = kindOf(bytes);
	if (kind === null) return `The file is not an image${strangerOf(bytes)}. Supported: ${taken}.`;
	if (!accepts.includes(kind)) {
		const { label, family } = KIND_FACTS[kind];
		const noun = family === 'image' ? 'image' : 'video';
		const way = family === 'image' ? CONVERT : '';
		return `The file is ${articleFor(label)} ${label} ${noun}. Supported: ${taken}.${way}`;
	}
	if (bytes.length > maxBytes) {
		return `The image is ${megabytes(bytes.length)}. The maximum is ${megabytes(maxBytes)}.`;
	}
	const damage = isImageKind(kind) ? damageIn(bytes, kind) : null;
	return damage && `The ${KIND_FACTS[kind].label} image is damaged: ${damage}.`;
}

/** n8n's own node for images. */
const CONVERT = " Convert it with n8n's Edit Image node first.";

/** `PNG, JPEG and WebP` */
function listed(labels: readonly string[]): string {
	return labels.length < 2
		? labels.join()
		: `${labels.slice(0, -1).join(', ')} and ${labels[labels.length - 1]}`;
}

function articleFor(label: string): string {
	return /^(A|HE|MP)/.test(label) ? 'an' : 'a';
}

/** One decimal, as file managers show it; never a size that looks smaller than the limit. */
function megabytes(bytes: number): string {
	const tenths = Math.ceil(bytes / 1e5);
	return `${tenths / 10} MB`;
}

/** What text is, by how it begins. The first row that fits. */
const TEXT_NAMES: ReadonlyArray<readonly [RegExp, string]> = [
	[/^\s*<(!doctype html|html|head|body)/i, 'a web page'],
	[/^[\s\S]{0,800}<svg[\s>]/i, 'an SVG drawing'],
	[/^\s*<\?xml/i, 'an XML document'],
	[/^\s*[[{]/, 'JSON text'],
	[/^\s*data:/i, 'the text of a data URL'],
	[/^[A-Za-z0-9+/\s]{200,}={0,2}\s*$/, 'base64 text'],
];

const UTF8_BYTE_ORDER_MARK = /^\ufeff/;
/** What a text decoder writes for bytes that are no UTF-8. */
const REPLACEMENT_CHARACTER = [0xef, 0xbf, 0xbd];

/** Goes on where `The file is not an image` ends; empty where nobody knows what it is. */
function strangerOf(bytes: Uint8Array): string {
	const name = strangerIn(bytes);
	return name === null ? '' : ` but ${name}`;
}

function strangerIn(bytes: Uint8Array): string | null {
	if (looksLikeText(bytes)) {
		const start = new TextDecoder()
			.decode(bytes.subarray(0, 1024))
			.replace(UTF8_BYTE_ORDER_MARK, '');
		return TEXT_NAMES.find(([pattern]) => pattern.test(start))?.[1] ?? 'a text file';
	}
	if (REPLACEMENT_CHARACTER.every((byte, index) => bytes[index] === byte)) {
		return 'binary data that was turned into text on the way';
	}
	return String.fromCharCode(...bytes.subarray(0, 5)) === '%PDF-' ? 'a PDF document' : null;
}

const DAMAGE_IN: Partial<Record<ImageKind, (bytes: Uint8Array) => string | null>> = {
	jpeg: damageInJpeg,
	png: damageInPng,
	webp: damageInWebp,
};

/** What is missing or wrong in the file, as far as its structure shows; the image is not decoded. */
export function damageIn(bytes: Uint8Array, kind: ImageKind): string | null {
	if (isMeasurable(kind) && imageSize(bytes) === null) return "its header can't be read";
	return DAMAGE_IN[kind]?.(bytes) ?? null;
}

const CUT_OFF = 'it ends too early';

/** The end marker must come after the start of a scan; what follows it (a second image, a video) is fine. */
function damageInJpeg(bytes: Uint8Array): string | null {
	for (const { marker, end } of segmentsOf(bytes)) {
		if (marker !== MARKER.startOfScan) continue;
		for (let at = bytes.indexOf(0xff, end); at !== -1; at = bytes.indexOf(0xff, at + 1)) {
			if (bytes[at + 1] === MARKER.endOfImage) return null;
		}
	}
	return CUT_OFF;
}

/** Decoders refuse a wrong check sum in these alone. PNG specification, 13.2. */
const CRITICAL_CHUNKS = ['IHDR', 'PLTE', 'IDAT', 'IEND'];

function damageInPng(bytes: Uint8Array): string | null {
	const found = new Set<string>();
	for (const chunk of chunksOf(bytes)) {
		found.add(chunk.type);
		if (CRITICAL_CHUNKS.includes(chunk.type) && !isIntact(bytes, chunk)) {
			return `the checksum of its ${chunk.type} chunk is wrong`;
		}
	}
	return found.has('IDAT') && found.has('IEND') ? null : CUT_OFF;
}

/** RFC 9649, 2.4: the file's length is in its header. */
function damageInWebp(bytes: Uint8Array): string | null {
	const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
	return view.getUint32(4, true) + 8 > bytes.length ? CUT_OFF : null;
}

/** What a video is called and what it is, whatever headers and addresses claim. */

import { KIND_FACTS, kindOf, looksLikeText, videoKind } from './kind';

export interface VideoType {
	mimeType: string;
	/** Without the dot. */
	extension: string;
}

/** Types that servers declare and that `kindOf` does not know. Extensions: IANA's registry. */
const EXTENSION_BY_TYPE: Readonly<Record<string, string>> = {
	...Object.fromEntries(
		Object.values(KIND_FACTS).map(({ mimeType, extension }) => [mimeType, extension]),
	),
	'video/x-m4v': 'mp4',
	'video/matroska': 'mkv',
	'video/avi': 'avi',
	'video/vnd.avi': 'avi',
	'video/mpeg': 'mpg',
	'video/mp2t': 'ts',
	'video/ogg': 'ogv',
	'video/3gpp': '3gp',
	'video/x-flv': 'flv',
	'video/x-ms-wmv': 'wmv',
};

/**
 * What video this is: the bytes decide, the declared type only where they are of a kind we do not
 * know.
 * @param firstBytes 64 of them are enough
 * @param contentType the header's value, with or without parameters
 * @returns null where it is no video: a picture, HTML, JSON, XML or other text, or nothing at all
 */
export function videoTypeOf(
	firstBytes: Uint8Array,
	contentType: string | null | undefined,
): VideoType | null {
	const kind = videoKind(firstBytes);
	if (kind !== null) {
		const { mimeType, extension } = KIND_FACTS[kind];
		return { mimeType, extension };
	}
	if (firstBytes.length === 0 || kindOf(firstBytes) !== null) return null;
	if (looksLikeText(firstBytes) && !isStartOfBox(firstBytes)) return null;
	const declared = contentType?.split(';')[0].trim().toLowerCase() ?? '';
	if (!/^video\/[\w.+-]+$/.test(declared)) return null;
	return { mimeType: declared, extension: extensionOf(declared) };
}

/** A box header begins with a size, three zero bytes most often: too few bytes look like text. */
function isStartOfBox(bytes: Uint8Array): boolean {
	return bytes.length < 8;
}

function extensionOf(mimeType: string): string {
	const known = EXTENSION_BY_TYPE[mimeType];
	const subtype = mimeType.slice(mimeType.indexOf('/') + 1).replace(/^x-/, '');
	return known ?? (/^[a-z0-9]{1,5}$/.test(subtype) ? subtype : 'mp4');
}

const NAME_LENGTH_LIMIT = 120;
/** File systems count bytes, 255 of them at most (POSIX `NAME_MAX`). */
const NAME_BYTES_LIMIT = 240;

/** Path separators, and what Windows does not take ("Naming Files, Paths, and Namespaces"). */
const FORBIDDEN_CHARACTERS = /[/\\<>:"|?*]/g;
/** Control and invisible characters, also those that turn the direction of text; half surrogates. */
const INVISIBLE_CHARACTERS = /[\p{C}\p{Zl}\p{Zp}]/gu;
const RESERVED_NAMES = /^(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(\.|$)/i;
const MEDIA_EXTENSION = new RegExp(
	`\\.(${[...new Set(Object.values(EXTENSION_BY_TYPE)), 'jpeg', 'tif', 'm4v', 'bin'].join('|')})$`,
	'i',
);
/** Names that many videos share: the task's own ID says more. */
const NAMES_FOR_ANYTHING =
	/^[\d._-]{0,4}$|^(video|output|result|content|download|file|media|final|generated|index|main|master|out)s?[\d._-]{0,4}$/i;

interface NameSources {
	/** The Content-Disposition header, or a name taken from it. */
	headerName?: string | null;
	/** Where the video came from. */
	url?: string | null;
	taskId: string;
	mimeType: string;
}

/**
 * A file name for the video: the server's, else the one in its address, else the task's ID.
 * It is one plain name for every file system: no path, no hidden file, at most 120 characters, and
 * it ends in the extension of the MIME type.
 */
export function videoFileName({ headerName, url, taskId, mimeType }: NameSources): string {
	const extension = `.${extensionOf(mimeType)}`;
	const candidates = [nameInHeader(headerName ?? ''), nameInUrl(url ?? ''), taskId];
	const base = candidates
		.map((name) => shortened(baseNameOf(name), extension.length))
		.find((name) => !NAMES_FOR_ANYTHING.test(name));
	return (base ?? 'video') + extension;
}

function baseNameOf(name: string): string {
	const plain = name
		.normalize('NFC')
		.replace(INVISIBLE_CHARACTERS, '')
		.replace(FORBIDDEN_CHARACTERS, '_')
		.trim()
		.replace(MEDIA_EXTENSION, '')
		.replace(/^[.\s]+|[.\s]+$/g, '');
	return RESERVED_NAMES.test(plain) ? `_${plain}` : plain;
}

function shortened(name: string, extensionLength: number): string {
	const encoder = new TextEncoder();
	let kept = '';
	let bytes = extensionLength;
	for (const character of name) {
		bytes += encoder.encode(character).length;
		const length = kept.length + character.length + extensionLength;
		if (bytes > NAME_BYTES_LIMIT || length > NAME_LENGTH_LIMIT) break;
		kept += character;
	}
	return kept.replace(/[.\s]+$/, '');
}

/** RFC 6266: `filename*` goes before `filename`; a header without either names nothing. */
function nameInHeader(header: string): string {
	const extended = /filename\*\s*=\s*"?([\w!#$&+^`|~.-]*)'[^']*'([^;"\s]+)/i.exec(header);
	const decoded = extended && decodedAs(extended[1], extended[2]);
	if (decoded) return decoded;
	const quoted = /filename\s*=\s*"((?:[^"\\]|\\.)*)"/i.exec(header);
	if (quoted) return lastOf(quoted[1].replace(/\\(.)/g, '$1'));
	const token = /filename\s*=\s*([^;"]+)/i.exec(header);
	if (token) return lastOf(token[1].trim());
	return /^\s*(attachment|inline|form-data)\b|;|=/i.test(header) ? '' : header;
}

function decodedAs(charset: string, value: string): string | null {
	const text = /^utf-?8$/i.test(charset) ? percentDecoded(value) : unescapedLatin1(value);
	return text === null ? null : lastOf(text);
}

function unescapedLatin1(value: string): string {
	return value.replace(/%([0-9a-f]{2})/gi, (_, hex: string) =>
		String.fromCharCode(parseInt(hex, 16)),
	);
}

/** Only names of files: `…/videos/abc/content` names none. */
function nameInUrl(url: string): string {
	if (!URL.canParse(url)) return '';
	const { protocol, pathname } = new URL(url);
	if (!/^https?:$/.test(protocol)) return '';
	const name = percentDecoded(pathname.slice(pathname.lastIndexOf('/') + 1)) ?? '';
	return MEDIA_EXTENSION.test(name) ? lastOf(name) : '';
}

function percentDecoded(text: string): string | null {
	try {
		return decodeURIComponent(text);
	} catch {
		return null;
	}
}

/** Some servers send a whole path. */
function lastOf(path: string): string {
	return path.slice(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1);
}

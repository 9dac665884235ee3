/** What a video is called and what it is, whatever headers and addresses claim. */

import { nameInDisposition, percentDecoded, withoutFolders } from './contentDisposition';
import { KIND_FACTS, kindOf, looksLikeText, videoKind } from '../image/kind';

export interface VideoType {
	mimeType: string;
	/** Without the dot. */
	extension: string;
}

/** Types that servers declare and that `kindOf` does not know. Extensions: IANA's registry. */
const EXTENSION_BY_TYPE: ReadonlyMap<string, string> = new Map([
	...Object.values(KIND_FACTS).map(({ mimeType, extension }) => [mimeType, extension] as const),
	['video/x-m4v', 'mp4'],
	['video/matroska', 'mkv'],
	['video/avi', 'avi'],
	['video/vnd.avi', 'avi'],
	['video/mpeg', 'mpg'],
	['video/mp2t', 'ts'],
	['video/ogg', 'ogv'],
	['video/3gpp', '3gp'],
	['video/x-flv', 'flv'],
	['video/x-ms-wmv', 'wmv'],
	['application/octet-stream', 'bin'],
]);

/** Fewer than these can be the beginning of anything. */
const BYTES_TO_TELL_TEXT = 8;

/**
 * What video this is: the bytes decide, the declared type only where they are of a kind we do not
 * know.
 * @param firstBytes 64 of them are enough
 * @param contentType the header's value, with or without parameters
 * @returns null where it is no video: an image, HTML, JSON, XML or other text, or nothing at all
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
	if (firstBytes.length >= BYTES_TO_TELL_TEXT && looksLikeText(firstBytes)) return null;
	const declared = contentType?.split(';')[0].trim().toLowerCase() ?? '';
	if (!/^video\/[\w.+-]+$/.test(declared)) return null;
	return { mimeType: declared, extension: extensionOf(declared) };
}

/** What has no name: neither text nor a file of another kind. `null`: it is one of these. */
export function unknownVideoType(firstBytes: Uint8Array): VideoType | null {
	if (firstBytes.length < BYTES_TO_TELL_TEXT) return null;
	if (kindOf(firstBytes) !== null || looksLikeText(firstBytes)) return null;
	return { mimeType: UNKNOWN_TYPE, extension: extensionOf(UNKNOWN_TYPE) };
}

const UNKNOWN_TYPE = 'application/octet-stream';

function extensionOf(mimeType: string): string {
	const known = EXTENSION_BY_TYPE.get(mimeType);
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
	`(\\.(${[...new Set(EXTENSION_BY_TYPE.values()), 'jpeg', 'tif', 'm4v', 'bin'].join('|')}))+$`,
	'i',
);
/** Names that many videos share: the task's own ID says more. */
const NAMES_FOR_ANYTHING =
	/^[\d._-]{1,4}$|^(video|output|result|content|download|file|media|final|generated|index|main|master|out)s?[\d._-]{0,4}$/i;

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
	const safe = (name: string) => shortened(baseNameOf(name), extension.length);
	const given = [nameInDisposition(headerName ?? ''), nameInUrl(url ?? '')]
		.map(safe)
		.find((name) => name !== '' && !NAMES_FOR_ANYTHING.test(name));
	return (given ?? (safe(taskId) || 'video')) + extension;
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
	let kept = '';
	let bytes = extensionLength;
	for (const character of name) {
		bytes += Buffer.byteLength(character);
		const length = kept.length + character.length + extensionLength;
		if (bytes > NAME_BYTES_LIMIT || length > NAME_LENGTH_LIMIT) break;
		kept += character;
	}
	return kept.replace(/[.\s]+$/, '');
}

/** Only names of files: `…/videos/abc/content` names none. */
function nameInUrl(url: string): string {
	if (!URL.canParse(url)) return '';
	const { protocol, pathname } = new URL(url);
	if (!/^https?:$/.test(protocol)) return '';
	const name = percentDecoded(pathname.slice(pathname.lastIndexOf('/') + 1)) ?? '';
	return MEDIA_EXTENSION.test(name) ? withoutFolders(name) : '';
}

/** The file name in a Content-Disposition header. RFC 6266, with RFC 8187 for `filename*`. */

const EXTENDED = /filename\*\s*=\s*"?([\w!#$&+^`|~.-]*)'[^']*'([^;"\s]+)/i;
const QUOTED = /filename\s*=\s*"((?:[^"\\]|\\.)*)"/i;
const TOKEN = /filename\s*=\s*([^;"]+)/i;

/**
 * `filename*` goes before `filename`. A value that is no header but a plain name is that name.
 * @returns an empty string where no name is given. It is as the server wrote it, without its folders
 */
export function nameInDisposition(header: string): string {
	const extended = EXTENDED.exec(header);
	const decoded = extended && decodedAs(extended[1], extended[2]);
	if (decoded) return withoutFolders(decoded);
	const quoted = QUOTED.exec(header);
	if (quoted) return withoutFolders(quoted[1].replace(/\\(.)/g, '$1'));
	const token = TOKEN.exec(header);
	if (token) return withoutFolders(token[1].trim());
	return /^\s*(attachment|inline|form-data)\b|[;=]/i.test(header) ? '' : withoutFolders(header);
}

function decodedAs(charset: string, value: string): string | null {
	return /^utf-?8$/i.test(charset) ? percentDecoded(value) : latin1Decoded(value);
}

function latin1Decoded(value: string): string {
	return value.replace(/%([0-9a-f]{2})/gi, (_, hex: string) =>
		String.fromCharCode(parseInt(hex, 16)),
	);
}

/** @returns null where it is no percent-encoded UTF-8 */
export function percentDecoded(text: string): string | null {
	try {
		return decodeURIComponent(text);
	} catch {
		return null;
	}
}

/** Some servers send a whole path. */
export function withoutFolders(path: string): string {
	return path.slice(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1);
}

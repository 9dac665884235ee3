/** `data:` URLs. RFC 2397; what they mean in detail: WHATWG Fetch, "data: URLs". */

export type DataUriResult =
	| { ok: true; bytes: Uint8Array; mimeType: string }
	/** One sentence about what is wrong with it. */
	| { ok: false; problem: string };

/** RFC 2397: what it is where it does not say. */
const DEFAULT_TYPE = 'text/plain';
const BASE64_FLAG = /;\s*base64\s*$/i;
/** Also with the URL-safe alphabet. */
const BASE64 = /^[A-Za-z0-9+/_-]*={0,2}$/;

export function isDataUri(url: string): boolean {
	return /^\s*data:/i.test(url);
}

/**
 * @param maxBytes of the decoded content; a larger one is refused before it is decoded
 * @returns the content, and the type that it is said to be
 */
export function parseDataUri(url: string, maxBytes: number): DataUriResult {
	const text = url.trim();
	const comma = text.indexOf(',');
	if (!isDataUri(text)) return wrong('it does not begin with "data:".');
	if (comma < 0) return wrong('it has no comma between its type and its content.');
	const header = text.slice('data:'.length, comma);
	const content = text.slice(comma + 1);
	const mimeType = header.split(';')[0].trim().toLowerCase() || DEFAULT_TYPE;
	const isBase64 = BASE64_FLAG.test(header);

	const leastBytes = isBase64 ? Math.floor(content.length * 0.75) - 2 : content.length / 3;
	if (leastBytes > maxBytes && !/[\s%]/.test(content)) return tooLarge(maxBytes);
	const bytes = isBase64 ? base64Decoded(content) : percentDecoded(content);
	if (bytes === null) return wrong('its content is not valid base64.');
	if (bytes.length === 0) return wrong('it has no content.');
	return bytes.length > maxBytes ? tooLarge(maxBytes) : { ok: true, bytes, mimeType };
}

/** The `data:` URL, in base64, of these bytes. */
export function dataUriOf(bytes: Uint8Array, mimeType: string): string {
	const base64 = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('base64');
	return `data:${mimeType};base64,${base64}`;
}

function wrong(problem: string): DataUriResult {
	return { ok: false, problem: `The data URL can't be read: ${problem}` };
}

function tooLarge(maxBytes: number): DataUriResult {
	return { ok: false, problem: `The data URL contains more than ${maxBytes} bytes.` };
}

function base64Decoded(content: string): Uint8Array | null {
	const percentDecodedText = content.includes('%')
		? Buffer.from(percentDecoded(content)).toString('latin1')
		: content;
	const base64 = percentDecodedText.replace(/\s+/g, '');
	const letters = base64.replace(/=+$/, '').length;
	return BASE64.test(base64) && letters % 4 !== 1 ? Buffer.from(base64, 'base64') : null;
}

/** Percent signs that encode nothing stay as they are (WHATWG URL, "percent-decode"). */
function percentDecoded(content: string): Uint8Array {
	const encoded = new TextEncoder().encode(content);
	const decoded = new Uint8Array(encoded.length);
	let length = 0;
	for (let at = 0; at < encoded.length; at++) {
		const hex = String.fromCharCode(encoded[at + 1], encoded[at + 2]);
		const isEscape = encoded[at] === 0x25 && /^[0-9a-f]{2}$/i.test(hex);
		decoded[length++] = isEscape ? parseInt(hex, 16) : encoded[at];
		if (isEscape) at += 2;
	}
	return decoded.subarray(0, length);
}

/** From the text of an answer to its value: without the key, and without losing a digit of an ID. */

/** Shorter ones are no keys, and might be part of any word. */
const KEY_LENGTH_MIN = 8;

/** An http address, also with the slashes escaped as JSON may have them. */
const ADDRESS = /https?:(?:\\?\/){2}[^\s"'<>]+/.source;

/**
 * Some providers repeat the key in their errors, or a whole header with it. Within an address only
 * the value of a query parameter can be one: a dummy key like `sora-test` may be part of a host or a
 * path, and an address without it leads nowhere.
 */
export function withoutKey(written: string, secret = ''): string {
	if (secret.length < KEY_LENGTH_MIN) return written;
	const forms = formsOf(secret);
	const plain = withoutEscapes(written);
	const isHidden = forms.some((form) => plain.split(form).length > written.split(form).length);
	const text = isHidden ? plain : written;
	if (!forms.some((form) => text.includes(form))) return text;
	const key = forms.map((form) => form.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')).join('|');
	const inQuery = new RegExp(`([?&][^=&#]*=)(?:${key})[\\w+/-]?=*(?=$|[&#])`, 'g');
	return text.replace(new RegExp(`(${ADDRESS})|${key}`, 'g'), (_, address?: string) =>
		address === undefined ? '[key]' : address.replace(inQuery, '$1[key]'),
	);
}

/** As it is, and as it is coded: in an address, and in base64 behind any number of other bytes. */
function formsOf(secret: string): string[] {
	const percent = encodeURIComponent(secret);
	const small = percent.replace(/%../g, (code) => code.toLowerCase());
	const base64 = [0, 1, 2].flatMap((before) => {
		const bytes = Buffer.from('\0'.repeat(before) + secret);
		// Only what no other byte has a part in is always the same.
		const start = Math.ceil((before * 8) / BITS_A_LETTER);
		const end = Math.floor((bytes.length * 8) / BITS_A_LETTER);
		return (['base64', 'base64url'] as const).map((code) => bytes.toString(code).slice(start, end));
	});
	return [...new Set([secret, percent, small, ...base64])];
}

/** Of base64. RFC 4648, section 4 */
const BITS_A_LETTER = 6;

/** JSON may write any character as its number, and a slash with a backslash in front (RFC 8259, section 7). */
const ESCAPE = /\\(?:\\|\/|u00[2-7][\da-f])/gi;

function withoutEscapes(text: string): string {
	return text.replace(ESCAPE, (escape) => {
		if (escape === '\\\\') return escape;
		const character = escape === '\\/' ? '/' : String.fromCharCode(parseInt(escape.slice(2), 16));
		return /["\\]/.test(character) ? escape : character;
	});
}

const BYTE_ORDER_MARK = '\uFEFF';

/** JSON by its look: servers are careless with content types. */
export function parseBody(body: string): unknown {
	const text = body.startsWith(BYTE_ORDER_MARK) ? body.slice(1) : body;
	if (!/^\s*[[{"]/.test(text)) return text;
	try {
		return JSON.parse(withLongIntegersQuoted(text)) as unknown;
	} catch {
		return text;
	}
}

/** A whole number as a JSON value; whether it has too many digits is seen when it is read. */
const LONG_INTEGER = /(?<![\d.eE+-])-?\d{16,}(?![\d.eE])/g;

/** IDs above 2^53 lose digits as JavaScript numbers; as strings they keep all of them. */
function withLongIntegersQuoted(text: string): string {
	if (!/\d{16}/.test(text)) return text;
	const parts: string[] = [];
	for (let at = 0; at < text.length;) {
		const quote = text.indexOf('"', at);
		const end = quote < 0 ? text.length : quote;
		parts.push(
			text
				.slice(at, end)
				.replace(LONG_INTEGER, (digits) =>
					Number.isSafeInteger(Number(digits)) ? digits : `"${digits}"`,
				),
		);
		at = quote < 0 ? end : endOfString(text, quote);
		parts.push(text.slice(end, at));
	}
	return parts.join('');
}

/** @returns the index behind the closing quote of the string that opens at `start`. */
function endOfString(text: string, start: number): number {
	for (let quote = text.indexOf('"', start + 1); quote >= 0; quote = text.indexOf('"', quote + 1)) {
		let slashes = 0;
		while (text[quote - 1 - slashes] === '\\') slashes++;
		if (slashes % 2 === 0) return quote + 1;
	}
	return text.length;
}

/** Putting what came from outside into the path of a call that carries a key. */

/**
 * One part of a path, encoded so that it can be nothing but one part: no slash, no query, and no
 * `..`, which an URL parser resolves even when its dots are encoded (WHATWG URL, section 4.3).
 */
export function pathSegment(text: string): string {
	const wellFormed = text.replace(/\p{Surrogate}/gu, '\uFFFD');
	const encoded = encodeURIComponent(wellFormed);
	return /^\.{1,2}$/.test(encoded) ? encoded.replaceAll('.', '%252E') : encoded;
}

/** A path of several parts, such as a model ID, each part encoded. */
export function pathSegments(text: string): string {
	return text.split('/').map(pathSegment).join('/');
}

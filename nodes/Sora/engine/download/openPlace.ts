/** Opens a place of a video's bytes, and reads its answer as that to a plain request for the whole file. */

import { isDataUri, parseDataUri } from '../../media/image/dataUri';
import type { HttpCall } from '../../providers/http';
import { limitsWithin } from '../callLimits';
import type { Http, StreamedResponse } from '../ports';
import { fetchFollowingRedirects, type Followed } from './redirects';

const HEADERS_TIMEOUT_MS = 60_000;
/** A video within an answer is no larger than the answers that are read. */
const DATA_LIMIT_BYTES = 256_000_000;
/** n8n unpacks a body, but leaves the length that it had when it was packed: it would never be whole. */
const UNPACKED = { 'accept-encoding': 'identity' };

/** @param leftMs how long it is waited for. */
export async function openPlace(http: Http, place: HttpCall, leftMs: number): Promise<Followed> {
	if (place.to === 'anywhere' && isDataUri(place.url)) return withinAddress(place, place.url);
	const opened = await fetchFollowingRedirects(http, {
		timeoutMs: HEADERS_TIMEOUT_MS,
		...limitsWithin(leftMs),
		...place,
		headers: { ...place.headers, ...UNPACKED },
	});
	return 'response' in opened ? { ...opened, response: asWholeFile(opened.response) } : opened;
}

/**
 * 203 is a 200 that a proxy has touched, and a 206 from the first byte on is the beginning of the
 * file, or all of it (RFC 9110, sections 15.3.4 and 15.3.7). A 202 may bring the file as well: that
 * is one for those who look at its type.
 */
function asWholeFile(response: StreamedResponse): StreamedResponse {
	const { status, headers } = response;
	if (status === 203) return { ...response, status: 200 };
	if (status === 202)
		return isMedia(headers['content-type']) ? { ...response, status: 200 } : response;
	const range = /^bytes 0-\d+\/(\d+|\*)$/.exec(headers['content-range'] ?? '');
	if (status !== 206 || range === null) return response;
	const { 'content-length': part, ...others } = headers;
	const length = range[1] === '*' ? undefined : range[1];
	const isPartOnly = length === undefined && part !== undefined;
	if (isPartOnly) return response;
	return {
		...response,
		status: 200,
		headers: length === undefined ? others : { ...others, 'content-length': length },
	};
}

function isMedia(contentType: string | undefined): boolean {
	return /^(video\/|application\/octet-stream)/i.test(contentType ?? '');
}

function withinAddress(call: HttpCall, address: string): Followed {
	const parsed = parseDataUri(address, DATA_LIMIT_BYTES);
	if (!parsed.ok) {
		return { networkFailure: { sent: true, code: 'DATA_URI', message: parsed.problem } };
	}
	const { bytes, mimeType } = parsed;
	async function* body() {
		yield await Promise.resolve(bytes);
	}
	return {
		call,
		response: {
			status: 200,
			headers: { 'content-type': mimeType, 'content-length': String(bytes.length) },
			body: body(),
			origin: null,
			said: async () => await Promise.resolve(''),
			discard: () => undefined,
		},
	};
}

/** The keys that a provider publishes for its signatures, read without the API key and kept for a while. */

import type { Http } from '../engine/ports';
import type { PublishedKeys } from '../providers/shared/callback';

/** At most 24 hours, as fal asks. https://fal.ai/docs/documentation/model-apis/inference/webhooks */
const KEPT_MS = 24 * 60 * 60 * 1000;
/** Whoever sends false callbacks makes us read keys no more often than this. */
const READ_AGAIN_AFTER_MS = 5 * 60 * 1000;
const TIMEOUT_MS = 10_000;
const RESPONSE_LIMIT_BYTES = 100_000;

interface Reading {
	/** null where the keys could not be had. */
	document: Promise<unknown>;
	/** Unix milliseconds. */
	at: number;
}

/** By address. There are as many as credentials name, which are few. */
const readings = new Map<string, Reading>();

/**
 * @param baseUrl the credential's address of files and keys, without a trailing slash.
 * @param now Unix milliseconds.
 */
export function publishedKeysAt(
	baseUrl: string,
	http: Pick<Http, 'send'>,
	now: () => number = Date.now,
): PublishedKeys {
	const begin = (url: string): Promise<unknown> => {
		const reading = { document: readDocument(http, url), at: now() };
		readings.set(url, reading);
		void reading.document.then((document) => {
			// The next callback asks again, rather than fail for a day.
			if (document === null && readings.get(url) === reading) readings.delete(url);
		});
		return reading.document;
	};
	return {
		read: async (path) => {
			const url = baseUrl + path;
			const kept = readings.get(url);
			return await (kept && now() - kept.at < KEPT_MS ? kept.document : begin(url));
		},
		readAgain: async (path) => {
			const url = baseUrl + path;
			const kept = readings.get(url);
			return kept && now() - kept.at < READ_AGAIN_AFTER_MS ? null : await begin(url);
		},
	};
}

async function readDocument(http: Pick<Http, 'send'>, url: string): Promise<unknown> {
	const result = await http.send({
		to: 'anywhere',
		method: 'GET',
		url,
		timeoutMs: TIMEOUT_MS,
		responseLimitBytes: RESPONSE_LIMIT_BYTES,
	});
	return 'response' in result && result.response.status === 200 ? result.response.body : null;
}

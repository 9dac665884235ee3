/** An image as the user has it, from a file of an earlier node, an address or a data URL: as bytes. */

import type { IExecuteFunctions } from 'n8n-workflow';
import { imageProblem } from '../../media/image/check';
import { isDataUri, parseDataUri } from '../../media/image/dataUri';
import { imageKind, KIND_FACTS, type ImageKind } from '../../media/image/kind';
import { fetchFollowingRedirects } from '../../engine/download/redirects';
import { limitsWithin } from '../../engine/callLimits';
import { backOffMs } from '../../engine/policy';
import type { ExternalRequest } from '../../providers/http';
import type { Clock, Http } from '../../engine/ports';
import { isHttpUrl } from '../../shared/readValue';
import type { ImageLocation } from '../parameters/imageParameters';
import { readBinaryField } from './binaryField';

export interface SourceImage {
	bytes: Uint8Array;
	/** Read from the bytes, not from a name. */
	mimeType: string;
	fileName: string;
	/** Where anybody can fetch it; null for files and data URLs. */
	url: string | null;
}

export type ImageResult = { image: SourceImage } | { problem: string };

export interface ImageLimits {
	kinds: readonly ImageKind[];
	maxBytes: number;
	/** How long an address is waited for. */
	waitTimeoutMs: number;
}

/** Reads images for one run; each address is fetched once. */
export interface ImageReader {
	read(itemIndex: number, location: ImageLocation, limits: ImageLimits): Promise<ImageResult>;
}

type Bytes = { bytes: Uint8Array; url: string | null } | { problem: string };

export function imageReader(context: IExecuteFunctions, http: Http, clock: Clock): ImageReader {
	const fetched = new Map<string, Promise<Bytes>>();

	const fromUrl = async (url: string, limits: ImageLimits): Promise<Bytes> => {
		if (isDataUri(url)) {
			const parsed = parseDataUri(url, limits.maxBytes);
			return parsed.ok ? { bytes: parsed.bytes, url: null } : { problem: parsed.problem };
		}
		const known = fetched.get(url);
		if (known) return await known;
		const fetching = fetchBytes(http, clock, url, limits);
		fetched.set(url, fetching);
		return await fetching;
	};

	const bytesAt = async (
		location: ImageLocation,
		itemIndex: number,
		limits: ImageLimits,
	): Promise<Bytes> => {
		if (location.kind === 'url') return await fromUrl(location.url, limits);
		const read = await readBinaryField(context, itemIndex, location.field);
		return 'problem' in read ? read : { ...read, url: null };
	};

	return {
		read: async (itemIndex, location, limits) => {
			const read = await bytesAt(location, itemIndex, limits);
			if ('problem' in read) return read;
			const problem = imageProblem(read.bytes, limits.kinds, limits.maxBytes);
			const kind = imageKind(read.bytes);
			if (problem !== null || kind === null)
				return { problem: problem ?? 'The file is not an image.' };
			const { mimeType, extension } = KIND_FACTS[kind];
			return { image: { ...read, mimeType, fileName: `picture-${itemIndex}.${extension}` } };
		},
	};
}

const FETCH_TRIES = 3;
const FETCH_TIMEOUT_MS = 30_000;

/** Fetches without credentials; a passing trouble is tried again, since nothing is paid for it. */
async function fetchBytes(
	http: Http,
	clock: Clock,
	url: string,
	{ maxBytes, waitTimeoutMs }: ImageLimits,
): Promise<Bytes> {
	if (url === '') return { problem: 'The image URL is empty.' };
	if (!isHttpUrl(url)) {
		return { problem: `The image URL must be an http, https or data URL, not ${shown(url)}.` };
	}
	const endsAt = clock.now() + waitTimeoutMs;
	for (let attempt = 1; ; attempt++) {
		const limits = { timeoutMs: FETCH_TIMEOUT_MS, ...limitsWithin(endsAt - clock.now()) };
		const call = { to: 'anywhere', method: 'GET', url, ...limits } as const;
		const tried = await fetchOnce(http, call, maxBytes);
		if (!('again' in tried)) return tried;
		const pauseMs = backOffMs(attempt, null, clock.random());
		const isLast = attempt === FETCH_TRIES || clock.now() + pauseMs >= endsAt;
		if (isLast || clock.stopped) return { problem: tried.again };
		await clock.sleep(pauseMs);
	}
}

async function fetchOnce(
	http: Http,
	call: ExternalRequest,
	maxBytes: number,
): Promise<Bytes | { again: string }> {
	const { url } = call;
	const opened = await fetchFollowingRedirects(http, call);
	if (!('response' in opened)) {
		return {
			again: `The image ${shown(url)} could not be downloaded: ${opened.networkFailure.message}.`,
		};
	}
	const { response } = opened;
	if (response.status !== 200) {
		response.discard();
		const problem = `The image ${shown(url)} could not be downloaded: HTTP ${response.status}.`;
		return response.status >= 500 || response.status === 429 ? { again: problem } : { problem };
	}
	const chunks: Uint8Array[] = [];
	let length = 0;
	const body = response.body[Symbol.asyncIterator]();
	for (;;) {
		const step = await body.next().catch(() => null);
		if (step === null)
			return { again: `The image ${shown(url)} could not be downloaded: the connection was lost.` };
		if (step.done) return { bytes: Buffer.concat(chunks), url };
		chunks.push(step.value);
		length += step.value.length;
		if (length > maxBytes) {
			response.discard();
			return { problem: `The image ${shown(url)} is larger than ${maxBytes / 1e6} MB.` };
		}
	}
}

/** Signed addresses hold secrets in their queries. */
function shown(url: string): string {
	return url.split(/[?#]/)[0].slice(0, 200);
}

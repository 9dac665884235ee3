/** The bytes of one file, over as many connections as it takes. */

import { createHash } from 'crypto';
import type { HttpCall } from '../../providers/http';
import { VideoReader, type VideoFacts } from '../../media/video/videoFacts';
import type { StreamedResponse } from '../ports';
import { limitsWithin } from '../callLimits';
import { backOffMs, continuationOf } from '../policy';
import type { Download } from './turn';

/** What becomes known while the bytes pass by. */
export interface Transfer {
	/** Why the bytes ended early, for whoever reads them: null while all is well. */
	problem: string | null;
	/** The beginning of the file is of no known kind. */
	isStrange: boolean;
	/** The file is whole and looks odd, and is taken as it is. */
	isOdd: boolean;
	/** What the file says of its video; null where it cannot be read, and until it has ended. */
	facts: VideoFacts | null;
}

const RESUMES_WITHOUT_PROGRESS = 4;

/**
 * Yields the file's bytes, each once and in order. A dropped connection is taken up again with
 * Range (RFC 9110, section 14), or by reading over what is already there where the server has no
 * ranges; a file that has changed in between is an error, as is one that ends too early.
 */
export async function* resumed(
	{ session, turn, oddities }: Download,
	call: HttpCall,
	first: StreamedResponse,
	transfer: Transfer,
): AsyncGenerator<Uint8Array> {
	const total = lengthOf(first.headers);
	const reader = new VideoReader();
	const hash = createHash('sha256');
	let response: StreamedResponse | null = first;
	let received = 0;
	let fruitless = 0;

	try {
		for (;;) {
			const receivedBefore = received;
			if (response !== null) {
				const drop: Drop = { reason: null };
				for await (const chunk of untilDropped(response, drop)) {
					session.checkpoint();
					received += chunk.length;
					reader.push(chunk);
					hash.update(chunk);
					yield chunk;
				}
				const isComplete = total === null ? drop.reason === null : received === total;
				if (isComplete) {
					transfer.facts = reader.facts();
					const isOdd = transfer.isStrange || reader.isWhole() === false;
					if (!isOdd) return;
					const isWhole = total !== null || isChunked(first.headers);
					transfer.isOdd = isWhole && oddities.isToBeTaken(hash.digest('hex'));
					if (transfer.isOdd) return;
					return giveUp(transfer, 'The file ended in the middle of the video');
				}
				if (total !== null && received > total)
					return giveUp(transfer, 'The server sent more bytes than announced');
			}
			fruitless = received > receivedBefore ? 0 : fruitless + 1;
			if (fruitless >= RESUMES_WITHOUT_PROGRESS || received === 0) {
				return giveUp(transfer, 'The connection was lost');
			}
			response?.discard();
			response = null;
			if (!(await turn.pause(backOffMs(fruitless + 1, null, session.ports.clock.random())))) {
				return giveUp(transfer, 'The connection was lost');
			}
			const next = await reopen({ session, turn }, call, first, received);
			if (next === 'changed') return giveUp(transfer, 'The file changed during the download');
			response = next;
		}
	} finally {
		response?.discard();
	}
}

function giveUp(transfer: Transfer, problem: string): never {
	transfer.problem = problem;
	throw new Error(problem);
}

interface Drop {
	reason: string | null;
}

/** The body's chunks up to where the connection ends, however it ends. */
async function* untilDropped(response: StreamedResponse, drop: Drop): AsyncGenerator<Uint8Array> {
	const reader = response.body[Symbol.asyncIterator]();
	for (;;) {
		const step = await reader.next().catch((error: unknown) => {
			drop.reason = error instanceof Error ? error.message : String(error);
			return { done: true as const, value: undefined };
		});
		if (step.done) return;
		yield step.value;
	}
}

/** @returns null where the server did not answer usefully this time. */
async function reopen(
	{ session, turn }: Pick<Download, 'session' | 'turn'>,
	call: HttpCall,
	first: StreamedResponse,
	received: number,
): Promise<StreamedResponse | 'changed' | null> {
	const validator = validatorOf(first.headers);
	const opened = await session.ports.http.stream({
		...call,
		...limitsWithin(turn.leftMs),
		headers: {
			...call.headers,
			range: `bytes=${received}-`,
			...(validator === null ? {} : { 'if-range': validator }),
		},
	});
	session.checkpoint();
	if (!('response' in opened)) return null;
	const { response } = opened;
	const continuation = continuationOf(first.headers, response, received);
	if (continuation === 'append') return response;
	if (continuation === 'skip') return { ...response, body: without(response.body, received) };
	response.discard();
	return continuation === 'changed' ? 'changed' : null;
}

/** A strong ETag, else the date of the last change (RFC 9110, section 13.1.5). */
function validatorOf(headers: Readonly<Record<string, string>>): string | null {
	const { etag } = headers;
	if (etag && !etag.startsWith('W/')) return etag;
	return headers['last-modified'] ?? null;
}

/** The last chunk says that it is the last (RFC 9112, section 7.1): a body cut short is an error. */
function isChunked(headers: Readonly<Record<string, string>>): boolean {
	return /\bchunked\b/i.test(headers['transfer-encoding'] ?? '');
}

/** Content-Length says nothing about a body that was packed on the way. */
function lengthOf(headers: Readonly<Record<string, string>>): number | null {
	if (headers['content-encoding'] && headers['content-encoding'] !== 'identity') return null;
	const length = headers['content-length'];
	return length !== undefined && /^\d+$/.test(length) ? Number(length) : null;
}

async function* without(
	body: AsyncIterable<Uint8Array>,
	count: number,
): AsyncGenerator<Uint8Array> {
	let left = count;
	for await (const chunk of body) {
		if (left < chunk.length) yield left === 0 ? chunk : chunk.subarray(left);
		left = Math.max(0, left - chunk.length);
	}
}

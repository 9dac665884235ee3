/** The engine's HTTP over n8n's helpers: proxy, SSRF guard and authentication are n8n's. */

import type { IAllExecuteFunctions, IHttpRequestOptions, IN8nHttpFullResponse } from 'n8n-workflow';
import type { HttpCall, HttpResult, NetworkFailure, ProviderHost } from '../providers/http';
import type { Http, StreamedResponse, StreamResult } from '../engine/ports';
import { unreadable } from '../engine/policy';
import { CallSignals } from '../shared/callSignals';
import { parseBody, withoutKey } from './bodyText';
import { monotonicMs, withinMs } from './clock';
import { requestWithKey, type KeptCredentials } from './keptCredentials';
import { networkFailureOf } from './networkFailure';
import { byteLengthOf, requestBody, type RequestBody } from './requestBody';
import {
	ANSWER_LIMIT_MS,
	LAST_SILENCE_MS,
	SLOWEST_UPLOAD_BYTES_PER_MS,
	UPLOAD_LIMIT_MS,
	USUAL_SILENCE_MS,
	USUAL_TIMEOUT_MS,
} from './timeLimits';
import { watchedBody, type Body, type BodyLimits } from './watchedBody';

/** Everything with HTTP helpers: a node that runs, polls, loads options or takes a webhook. */
export type HttpContext = Pick<IAllExecuteFunctions, 'helpers'>;

export interface Connection {
	credentialType: string;
	/** Without a trailing slash. */
	baseUrl: string;
	/** The other hosts that the key may go to, without a trailing slash; empty where the credential names none. */
	hosts?: Readonly<Record<ProviderHost, string>>;
	/** The key: some providers repeat it in their errors, and what they say ends up in executions. */
	secret?: string;
	/** Left out: n8n reads the credential for each call. */
	keptCredentials?: KeptCredentials;
}

/** A status answer of more than this is none. */
const DEFAULT_RESPONSE_LIMIT_BYTES = 1_000_000;
/** The words of an error that comes instead of a file. */
const WORDS_LIMIT_BYTES = 64_000;
/** A video of which fewer bytes come in that time is not coming. */
const STREAM_PROGRESS_BYTES = 16_384;

export function httpOf(context: HttpContext, connection: Connection, signal?: AbortSignal): Http {
	const addressOf = (call: HttpCall) => urlOf(connection, call);
	const signals = new CallSignals(signal);
	const open = async (call: HttpCall, limits: LimitsOf): Promise<StreamResult> => {
		const startedAt = monotonicMs();
		const read = await requestBody(call.body).catch((error: unknown) => ({
			networkFailure: unreadable(error),
		}));
		if ('networkFailure' in read) return read;
		const opening = signals
			.use(async (own) => await request(context, connection, call, read, own))
			.then(
				(response) => ({ response }),
				(thrown: unknown) => ({ networkFailure: networkFailureOf(thrown) }),
			);
		const opened = await withinMs(opening, headersLimitMs(call));
		if (opened === null) {
			read.discard?.();
			void opening.then((late) => 'response' in late && bodyOfResponse(late.response).destroy?.());
			return { networkFailure: TOO_LATE };
		}
		if (!('response' in opened)) {
			read.discard?.();
			return opened;
		}
		const left = limits(call, monotonicMs() - startedAt);
		const response = responseOf(opened.response, left, connection, signal);
		return { response: read.discard ? withFile(response, read.discard) : response };
	};
	return {
		stream: async (call) => await open(call, streamLimits),
		send: async (call) => {
			const opened = await open(call, answerLimits);
			if (!('response' in opened)) return opened;
			const result = await wholeResponse(opened.response, call, connection);
			opened.response.discard();
			return result;
		},
		addressOf,
		keyedPathOf: (address) => keyedPathOf(address, connection.baseUrl),
	};
}

/** A server may answer before it has read the whole file, which is let go of with the answer. */
function withFile(response: StreamedResponse, discardFile: () => void): StreamedResponse {
	const discard = () => {
		response.discard();
		discardFile();
	};
	return { ...response, discard };
}

const TOO_LATE: NetworkFailure = {
	sent: true,
	code: 'ETIMEDOUT',
	message: 'The server did not answer in time',
};

function urlOf({ baseUrl, hosts }: Connection, call: HttpCall): string {
	if (call.to === 'anywhere') return call.url;
	return (call.host === undefined ? baseUrl : (hosts?.[call.host] ?? '')) + call.path;
}

/** The path below the base URL, if the address is there: only there may the key go. */
function keyedPathOf(address: string, baseUrl: string): string | null {
	if (!URL.canParse(address) || !URL.canParse(baseUrl)) return null;
	const { origin, pathname, search } = new URL(address);
	const base = new URL(baseUrl);
	const below = base.pathname.replace(/\/+$/, '');
	if (origin !== base.origin || !pathname.startsWith(`${below}/`)) return null;
	return pathname.slice(below.length) + search;
}

/** @param spentMs the time that the headers took. */
type LimitsOf = (call: HttpCall, spentMs: number) => BodyLimits;

const answerLimits: LimitsOf = (call, spentMs) => ({
	silenceMs: call.silenceMs ?? USUAL_SILENCE_MS,
	progressBytes: 1,
	patienceMs: Infinity,
	lastSilenceMs: LAST_SILENCE_MS,
	totalMs: Math.min(
		ANSWER_LIMIT_MS,
		Math.max(LAST_SILENCE_MS, (call.timeLimitMs ?? Infinity) - spentMs),
	),
});

const streamLimits: LimitsOf = (call, spentMs) => ({
	silenceMs: call.silenceMs ?? USUAL_SILENCE_MS,
	progressBytes: STREAM_PROGRESS_BYTES,
	patienceMs: (call.timeLimitMs ?? Infinity) - spentMs,
	lastSilenceMs: LAST_SILENCE_MS,
	totalMs: Infinity,
});

/** A timeout of n8n's starts anew with each byte, also with those of the headers. */
function headersLimitMs(call: HttpCall): number {
	const usual = uploadLimitMs(call.body) ?? timeoutMsOf(call) + LAST_SILENCE_MS;
	return Math.min(usual, call.timeLimitMs ?? Infinity);
}

/** Null where no file is sent. */
function uploadLimitMs(body: HttpCall['body']): number | null {
	if (body?.kind !== 'bytes' && body?.kind !== 'multipart') return null;
	const parts = body.kind === 'bytes' ? [body] : body.parts;
	const lengths = parts.map((part) => ('bytes' in part ? byteLengthOf(part.bytes) : 0));
	return Math.max(UPLOAD_LIMIT_MS, Math.max(...lengths) / SLOWEST_UPLOAD_BYTES_PER_MS);
}

function timeoutMsOf({ timeoutMs, timeLimitMs }: HttpCall): number {
	return Math.max(1, Math.min(timeoutMs ?? USUAL_TIMEOUT_MS, timeLimitMs ?? Infinity));
}

/** The key goes with calls to the provider, and nowhere else; redirects are never followed with it. */
async function request(
	context: HttpContext,
	connection: Connection,
	call: HttpCall,
	{ body, headers }: RequestBody,
	signal: AbortSignal | undefined,
): Promise<IN8nHttpFullResponse> {
	const options: IHttpRequestOptions = {
		method: call.method,
		url: urlOf(connection, call),
		headers: { ...call.headers, ...headers },
		body,
		timeout: timeoutMsOf(call),
		encoding: 'stream',
		returnFullResponse: true,
		ignoreHttpStatusErrors: true,
		disableFollowRedirect: true,
		abortSignal: signal,
	};
	if (call.to === 'anywhere') {
		return (await context.helpers.httpRequest(options)) as IN8nHttpFullResponse;
	}
	return await requestWithKey(context, connection, options);
}

function bodyOfResponse(response: IN8nHttpFullResponse): Body {
	return response.body as unknown as Body;
}

function responseOf(
	response: IN8nHttpFullResponse,
	limits: BodyLimits,
	connection: Connection,
	signal: AbortSignal | undefined,
): StreamedResponse {
	const origin = bodyOfResponse(response);
	const body = watchedBody(origin, limits, signal);
	const headers: Record<string, string> = {};
	for (const [name, value] of Object.entries(response.headers)) {
		headers[name.toLowerCase()] = Array.isArray(value) ? value.join(', ') : String(value);
	}
	const discard = () => void origin.destroy?.();
	const streamed = { status: response.statusCode, headers, body, origin, discard };
	const said = async () =>
		await readText(streamed, WORDS_LIMIT_BYTES).then(
			(text) => parseBody(withoutKey(text, connection.secret)),
			() => '',
		);
	return { ...streamed, said };
}

async function wholeResponse(
	response: StreamedResponse,
	call: HttpCall,
	connection: Connection,
): Promise<HttpResult> {
	const limit = call.responseLimitBytes ?? DEFAULT_RESPONSE_LIMIT_BYTES;
	const read = await readText(response, limit).then(
		(text) => ({ text }),
		(thrown: unknown) => ({ thrown }),
	);
	const { status, headers } = response;
	if ('text' in read) {
		return {
			response: { status, headers, body: parseBody(withoutKey(read.text, connection.secret)) },
		};
	}
	// An error is an error, with or without its words.
	if (status >= 400) return { response: { status, headers, body: '' } };
	return { networkFailure: { ...networkFailureOf(read.thrown), sent: true } };
}

async function readText(
	response: Pick<StreamedResponse, 'body' | 'discard'>,
	limitBytes: number,
): Promise<string> {
	const chunks: Uint8Array[] = [];
	let length = 0;
	for await (const chunk of response.body) {
		chunks.push(chunk);
		length += chunk.length;
		if (length > limitBytes) {
			response.discard();
			throw new Error('The response is too large');
		}
	}
	return Buffer.concat(chunks).toString('utf8');
}

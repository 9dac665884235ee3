/** The engine's HTTP over n8n's helpers: proxy, SSRF guard and authentication are n8n's. */

import type { IAllExecuteFunctions, IHttpRequestOptions, IN8nHttpFullResponse } from 'n8n-workflow';
import type { HttpBody, HttpCall, HttpResult } from '../providers/http';
import type { Http, StreamedResponse, StreamResult } from '../engine/ports';
import { networkFailureOf } from './networkFailure';

/** Everything with HTTP helpers: a node that runs, polls, loads options or takes a webhook. */
export type HttpContext = Pick<IAllExecuteFunctions, 'helpers'>;

export interface Connection {
	credentialType: string;
	/** Without a trailing slash. */
	baseUrl: string;
	/** The key: some providers repeat it in their errors, and what they say ends up in executions. */
	secret?: string;
}

const DEFAULT_TIMEOUT_MS = 60_000;
/** A status answer of more than this is none. */
const DEFAULT_RESPONSE_LIMIT_BYTES = 1_000_000;
/** The whole answer must be read within this time, however slowly it drips. */
const RESPONSE_TIME_LIMIT_MS = 120_000;

export function httpOf(context: HttpContext, connection: Connection, signal?: AbortSignal): Http {
	const stream = async (call: HttpCall): Promise<StreamResult> => {
		const result = await request(context, connection, call, signal).then(
			(response) => ({ response: responseOf(response) }),
			(thrown: unknown) => ({ networkFailure: networkFailureOf(thrown) }),
		);
		return result;
	};
	return {
		stream,
		send: async (call) => {
			const opened = await stream(call);
			return 'response' in opened ? await wholeResponse(opened.response, call, connection) : opened;
		},
	};
}

/** The key goes with calls to the provider, and nowhere else; redirects are never followed with it. */
async function request(
	context: HttpContext,
	connection: Connection,
	call: HttpCall,
	signal: AbortSignal | undefined,
): Promise<IN8nHttpFullResponse> {
	const options: IHttpRequestOptions = {
		method: call.method,
		url: call.to === 'provider' ? connection.baseUrl + call.path : call.url,
		headers: { ...call.headers, ...contentType(call.body) },
		body: bodyOf(call.body),
		timeout: call.timeoutMs ?? DEFAULT_TIMEOUT_MS,
		encoding: 'stream',
		returnFullResponse: true,
		ignoreHttpStatusErrors: true,
		disableFollowRedirect: true,
		abortSignal: signal,
	};
	if (call.to === 'anywhere') {
		return (await context.helpers.httpRequest(options)) as IN8nHttpFullResponse;
	}
	return (await context.helpers.httpRequestWithAuthentication.call(
		context as IAllExecuteFunctions,
		connection.credentialType,
		options,
	)) as IN8nHttpFullResponse;
}

function contentType(body: HttpBody | undefined): Record<string, string> {
	if (body?.kind === 'json') return { 'content-type': 'application/json' };
	return body?.kind === 'bytes' ? { 'content-type': body.mimeType } : {};
}

function bodyOf(body: HttpBody | undefined): IHttpRequestOptions['body'] {
	if (body === undefined) return undefined;
	if (body.kind === 'json') return JSON.stringify(body.value);
	if (body.kind === 'bytes') return Buffer.from(body.bytes);
	const form = new FormData();
	for (const part of body.parts) {
		if ('value' in part) form.append(part.name, part.value);
		else form.append(part.name, new Blob([part.bytes], { type: part.mimeType }), part.fileName);
	}
	// n8n's type names the form-data package's class; its helper takes the global one as well.
	return form as unknown as IHttpRequestOptions['body'];
}

/** A body that n8n hands over as a stream: more than async iteration is not relied upon. */
type Body = AsyncIterable<Uint8Array> & { destroy?: () => unknown };

function responseOf(response: IN8nHttpFullResponse): StreamedResponse {
	const body = response.body as unknown as Body;
	const headers: Record<string, string> = {};
	for (const [name, value] of Object.entries(response.headers)) {
		headers[name.toLowerCase()] = Array.isArray(value) ? value.join(', ') : String(value);
	}
	return { status: response.statusCode, headers, body, discard: () => void body.destroy?.() };
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
		return { response: { status, headers, body: parsed(withoutKey(read.text, connection)) } };
	}
	// An error is an error, with or without its words.
	if (status >= 400) return { response: { status, headers, body: '' } };
	return { networkFailure: { ...networkFailureOf(read.thrown), sent: true } };
}

async function readText(response: StreamedResponse, limitBytes: number): Promise<string> {
	const end = Date.now() + RESPONSE_TIME_LIMIT_MS;
	const chunks: Uint8Array[] = [];
	let length = 0;
	for await (const chunk of response.body) {
		chunks.push(chunk);
		length += chunk.length;
		if (length > limitBytes || Date.now() > end) {
			response.discard();
			throw new Error(
				length > limitBytes ? 'The response is too large' : 'The response took too long',
			);
		}
	}
	return Buffer.concat(chunks).toString('utf8');
}

/** Shorter ones are no keys, and might be part of any word. */
const KEY_LENGTH_MIN = 8;

function withoutKey(text: string, { secret = '' }: Connection): string {
	return secret.length < KEY_LENGTH_MIN ? text : text.replaceAll(secret, '[key]');
}

/** JSON by its look: servers are careless with content types. */
function parsed(text: string): unknown {
	if (!/^\s*[[{"]/.test(text)) return text;
	try {
		return JSON.parse(text) as unknown;
	} catch {
		return text;
	}
}

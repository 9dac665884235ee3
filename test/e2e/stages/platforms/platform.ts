/** A stand-in of a platform's API: it answers as the platform documents, and notes what the platform would refuse. */

import { createServer, type IncomingHttpHeaders, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface PlatformRequest {
	method: string;
	path: string;
	query: URLSearchParams;
	headers: IncomingHttpHeaders;
	body: Buffer;
}

export interface PlatformResponse {
	status?: number;
	headers?: Record<string, string>;
	json?: unknown;
}

/** @param refuse notes a mistake of the caller */
export type Respond = (
	request: PlatformRequest,
	refuse: (mistake: string) => PlatformResponse,
) => Promise<PlatformResponse> | PlatformResponse;

export interface Platform {
	/** Without a trailing slash. */
	url: string;
	/** `POST /path`, in order. */
	calls: string[];
	/** What the platform would have refused. */
	mistakes: string[];
	close(): Promise<void>;
}

/** What an HTTP server needs to answer as the platform. */
export function listenerOf(respond: Respond, calls: string[], mistakes: string[]): RequestListener {
	const refuse = (mistake: string): PlatformResponse => {
		mistakes.push(mistake);
		return { status: 400, json: { error: { code: 'invalid_params', message: mistake } } };
	};
	return (request, response) => {
		void (async () => {
			const chunks: Buffer[] = [];
			for await (const chunk of request) chunks.push(chunk as Buffer);
			const url = new URL(request.url ?? '/', 'http://platform');
			const method = request.method ?? 'GET';
			calls.push(`${method} ${url.pathname}`);
			const given = await respond(
				{
					method,
					path: url.pathname,
					query: url.searchParams,
					headers: request.headers,
					body: Buffer.concat(chunks),
				},
				refuse,
			);
			const { status = 200, headers = {}, json } = given;
			response.writeHead(status, { 'content-type': 'application/json', ...headers });
			response.end(json === undefined ? '' : JSON.stringify(json));
		})();
	};
}

export async function startPlatform(respond: Respond): Promise<Platform> {
	const calls: string[] = [];
	const mistakes: string[] = [];
	const server = createServer(listenerOf(respond, calls, mistakes));
	await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
	return {
		url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
		calls,
		mistakes,
		close: async () => {
			server.closeAllConnections();
			await new Promise((done) => server.close(done));
		},
	};
}

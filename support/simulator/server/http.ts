/** A server on the loopback: records every request, lets faults strike, and answers. */

import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { ProviderName } from '../../../nodes/Sora/models/model';
import { bodySummary, readBody, type RequestBody } from './body';
import { faultNamed, type FaultBoard, type FaultRule, type Refusals } from '../faults';
import type { CallKind, RecordedRequest, Violation } from '../records';
import { nothing, send, text, type Reply } from './reply';

/** A request as the handlers see it. */
export interface Call {
	method: string;
	/** Below the provider's prefix, still encoded. */
	path: string;
	query: URLSearchParams;
	/** Names in lower case. */
	headers: Readonly<Record<string, string>>;
	body: RequestBody;
	/** Handlers name the task here, for the record. */
	taskId: string | null;
}

/** Who answers a request. */
export interface Destination {
	host: 'api' | 'cdn';
	provider: ProviderName | null;
	kind: CallKind;
	taskId: string | null;
	needsKey: boolean;
	/** The ways to send the key that this host takes. */
	keyForms: readonly KeyForm[];
	/** Below the prefix. */
	path: string;
	refusals: Refusals;
	expireAddress: () => void;
	handle: (call: Call) => Reply;
}

export interface Surroundings {
	now: () => number;
	keys: Readonly<Record<ProviderName, string>>;
	faults: FaultBoard;
	requests: RecordedRequest[];
	violations: Violation[];
	route: (method: string, url: URL) => Destination;
}

export type KeyForm = 'bearer' | 'key' | 'bare' | 'x-api-key';

const KEY_HEADERS = ['authorization', 'x-api-key'] as const;

function headersOf(request: IncomingMessage): Record<string, string> {
	const entries = Object.entries(request.headers).map(([name, value]) => [
		name,
		Array.isArray(value) ? value.join(', ') : (value ?? ''),
	]);
	return Object.fromEntries(entries) as Record<string, string>;
}

/** What was sent as key, and how. */
function keyIn(headers: Readonly<Record<string, string>>): { key: string; form: KeyForm } | null {
	const { authorization, 'x-api-key': apiKey } = headers;
	if (authorization === undefined) {
		return apiKey === undefined ? null : { key: apiKey, form: 'x-api-key' };
	}
	const [, scheme, key] = /^(Bearer|Key)\s+(.*)$/i.exec(authorization) ?? [];
	if (scheme === undefined || key === undefined) return { key: authorization, form: 'bare' };
	return { key, form: scheme.toLowerCase() === 'key' ? 'key' : 'bearer' };
}

function withoutKey(headers: Readonly<Record<string, string>>): Record<string, string> {
	const hidden = KEY_HEADERS.filter((name) => name in headers).map((name) => [name, '[key]']);
	return { ...headers, ...(Object.fromEntries(hidden) as Record<string, string>) };
}

function violationOf(
	request: RecordedRequest,
	key: string | null,
	keys: Surroundings['keys'],
): Violation | null {
	const all = Object.values(keys);
	if (request.host === 'cdn' && request.hasKey) {
		return { rule: 'key sent to another host', request };
	}
	const own = request.provider === null ? null : keys[request.provider];
	if (key !== null && key !== own && all.includes(key)) {
		return { rule: 'key of another provider', request };
	}
	const open = request.path + JSON.stringify(request.body);
	if (all.some((secret) => open.includes(secret))) {
		return { rule: 'key outside its header', request };
	}
	return null;
}

function replyTo(
	call: Call,
	destination: Destination,
	request: RecordedRequest,
	rule: FaultRule | null,
	now: number,
): Reply {
	const fault = rule && faultNamed(rule.fault);
	const { refusals, expireAddress } = destination;
	if (rule && fault?.when === 'instead') {
		return fault.reply(rule, { refusals, now, expireAddress });
	}
	const allowed = !destination.needsKey || request.keyIsRight;
	const real = allowed ? destination.handle(call) : refusals.unauthorized;
	return rule && fault?.when === 'after' ? fault.reply(rule, real) : real;
}

async function respond(
	incoming: IncomingMessage,
	response: ServerResponse,
	{ now, keys, faults, requests, violations, route }: Surroundings,
): Promise<void> {
	const method = incoming.method ?? 'GET';
	const url = new URL(incoming.url ?? '/', 'http://simulator');
	const headers = headersOf(incoming);
	const sent = keyIn(headers);
	const destination = route(method, url);
	const { provider } = destination;
	const request: RecordedRequest = {
		method,
		path: incoming.url ?? '/',
		headers: withoutKey(headers),
		hasKey: sent !== null,
		keyIsRight:
			sent !== null &&
			provider !== null &&
			sent.key === keys[provider] &&
			destination.keyForms.includes(sent.form),
		body: null,
		at: now(),
		host: destination.host,
		provider,
		kind: destination.kind,
		taskId: destination.taskId,
		fault: null,
		status: null,
	};
	requests.push(request);
	if (faults.strike(request, false) !== null) {
		request.fault = 'resetBeforeRead';
		return await send(response, { ...nothing(500), delivery: { kind: 'reset' } }, false);
	}
	const body = await readBody(incoming);
	request.body = bodySummary(body);
	const violation = violationOf(request, sent?.key ?? null, keys);
	if (violation) violations.push(violation);
	const rule = faults.strike(request, true);
	request.fault = rule?.fault ?? null;
	const { path } = destination;
	const call: Call = { method, path, query: url.searchParams, headers, body, taskId: null };
	const reply = replyTo(call, destination, request, rule, now());
	request.taskId = call.taskId ?? request.taskId;
	const isCut = reply.delivery?.kind === 'reset' || reply.delivery?.kind === 'hang';
	request.status = isCut ? null : reply.status;
	await send(response, reply, method === 'HEAD');
}

export interface Listener {
	port: number;
	/** Destroys every connection. */
	close(): Promise<void>;
}

/** @param port 0: any free one. @throws where the port is taken. */
export async function listen(port: number, surroundings: Surroundings): Promise<Listener> {
	const server: Server = createServer((incoming, response) => {
		response.on('error', () => undefined);
		respond(incoming, response, surroundings).catch((error: unknown) => {
			if (incoming.destroyed && !incoming.complete) return;
			if (response.headersSent) return void response.destroy();
			void send(response, text(500, `the simulator itself failed: ${String(error)}`), false);
		});
	});
	// A connection that the server closes while the client reuses it looks like a fault; only real ones shall strike.
	server.keepAliveTimeout = 120_000;
	server.requestTimeout = 0;
	await new Promise<void>((resolve, reject) => {
		server.once('error', reject);
		server.listen(port, '127.0.0.1', resolve);
	});
	return {
		port: (server.address() as AddressInfo).port,
		close: async () => {
			const closed = new Promise<void>((resolve) => server.close(() => resolve()));
			server.closeAllConnections();
			await closed;
		},
	};
}

/** What the simulator answers, as plain data, and how it goes out. */

import type { ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { setTimeout as sleep } from 'node:timers/promises';

/** Bytes that are made when they are asked for. */
export interface Content {
	readonly length: number;
	readonly mimeType: string;
	/** Quoted, as in the header. */
	readonly etag: string;
	/** The bytes from `from` up to, not including, `to`. */
	bytes(from: number, to: number): Iterable<Buffer>;
}

/** How an answer leaves, where it does not leave as it should. */
export type Delivery =
	| { kind: 'reset' }
	| { kind: 'hang' }
	/** The full Content-Length, half of the bytes, then the connection closes. */
	| { kind: 'truncate' }
	/** The full Content-Length, half of the bytes, and then nothing; the connection stays open. */
	| { kind: 'stall' }
	| { kind: 'drip'; intervalMs: number };

export interface Reply {
	status: number;
	headers: Record<string, string>;
	/** `to` is where the bytes end, as in `Content.bytes`. */
	body: Buffer | { content: Content; from: number; to: number; announceLength: boolean };
	delivery?: Delivery;
}

function textReply(
	status: number,
	type: string,
	text: string,
	headers: Record<string, string>,
): Reply {
	return { status, headers: { 'content-type': type, ...headers }, body: Buffer.from(text) };
}

export function json(status: number, value: unknown, headers: Record<string, string> = {}): Reply {
	return textReply(status, 'application/json; charset=utf-8', JSON.stringify(value), headers);
}

export function text(status: number, value: string): Reply {
	return textReply(status, 'text/plain; charset=utf-8', value, {});
}

export function html(status: number, title: string): Reply {
	const page = `<!doctype html>\n<html><head><title>${title}</title></head><body><h1>${title}</h1></body></html>\n`;
	return textReply(status, 'text/html; charset=utf-8', page, {});
}

/** What object stores answer instead of a file. */
export function xmlError(status: number, code: string, message: string): Reply {
	const page = `<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>${code}</Code><Message>${message}</Message></Error>`;
	return textReply(status, 'application/xml', page, {});
}

export function nothing(status: number, headers: Record<string, string> = {}): Reply {
	return { status, headers, body: Buffer.alloc(0) };
}

function lengthOf(reply: Reply): number {
	return Buffer.isBuffer(reply.body) ? reply.body.length : reply.body.to - reply.body.from;
}

function announcedLength(reply: Reply): Record<string, string> {
	if (reply.status === 204) return {};
	if (!Buffer.isBuffer(reply.body) && !reply.body.announceLength) return {};
	return { 'content-length': String(lengthOf(reply)) };
}

function* bytesOf(reply: Reply, count: number): Iterable<Buffer> {
	if (Buffer.isBuffer(reply.body)) yield reply.body.subarray(0, count);
	else yield* reply.body.content.bytes(reply.body.from, reply.body.from + count);
}

async function* drip(source: Iterable<Buffer>, intervalMs: number): AsyncGenerator<Buffer> {
	for (const chunk of source) {
		for (let at = 0; at < chunk.length; at++) {
			yield chunk.subarray(at, at + 1);
			await sleep(intervalMs, undefined, { ref: false });
		}
	}
}

/** Sends it. Resolves when it is out, or when the client has left. */
export async function send(response: ServerResponse, reply: Reply, head: boolean): Promise<void> {
	const { delivery } = reply;
	if (delivery?.kind === 'hang') return;
	if (delivery?.kind === 'reset') return void response.socket?.resetAndDestroy();
	response.writeHead(reply.status, { ...reply.headers, ...announcedLength(reply) });
	if (head) return void response.end();
	if (Buffer.isBuffer(reply.body) && delivery === undefined) return void response.end(reply.body);
	const count = lengthOf(reply);
	try {
		if (delivery?.kind === 'stall') {
			response.flushHeaders();
			for (const chunk of bytesOf(reply, count >> 1)) response.write(chunk);
			return;
		}
		if (delivery?.kind === 'truncate') {
			await pipeline(Readable.from(bytesOf(reply, count >> 1)), response, { end: false });
			response.socket?.end(() => response.socket?.destroy());
			return;
		}
		const source = bytesOf(reply, count);
		const paced = delivery === undefined ? source : drip(source, delivery.intervalMs);
		await pipeline(Readable.from(paced), response);
	} catch {
		// The client has left, which is its right.
	}
}

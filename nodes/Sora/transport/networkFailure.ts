/** What a call that threw tells: did the request leave, and what stopped it? */

import type { NetworkFailure } from '../providers/http';
import { arrayOf, isObject } from '../shared/json';

/** Codes of Node.js, OpenSSL and n8n that come before the first byte is sent. */
const UNSENT =
	/^(ECONNREFUSED|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|EADDRNOTAVAIL|ERR_INVALID_URL|EPROTO|.*CERT.*|UNABLE_TO_.*|.*SSRF.*)$/;

const WORDS: Readonly<Record<string, string>> = {
	ECONNREFUSED: 'The server refused the connection',
	ENOTFOUND: 'There is no server with this name',
	EAI_AGAIN: "The server's name could not be looked up",
	EHOSTUNREACH: "The server can't be reached",
	ENETUNREACH: "The network can't be reached",
	ECONNRESET: 'The server closed the connection before it responded',
	ECONNABORTED: 'The server did not respond in time',
	ETIMEDOUT: 'The server did not respond in time',
	EPIPE: 'The server closed the connection before it responded',
	ERR_CANCELED: 'The request was stopped',
};

/** @param thrown whatever n8n's HTTP helper threw: an axios error, or one wrapped around it. */
export function networkFailureOf(thrown: unknown): NetworkFailure {
	const code = codeIn(thrown) ?? 'UNKNOWN';
	if (isFailedConnect(thrown)) {
		const message = code === 'ETIMEDOUT' ? NO_CONNECTION : (WORDS[code] ?? messageOf(thrown));
		return { sent: false, code, message };
	}
	const message = WORDS[code] ?? messageOf(thrown);
	return { sent: !UNSENT.test(code), code, message };
}

const NO_CONNECTION = 'No connection to the server could be made in time';

/** Node.js's words where n8n 1 keeps no more of an error: `connect ETIMEDOUT 10.0.0.1:443`. */
const CONNECT_WORDS = /\bconnect (E[A-Z]+)\b/;

/**
 * The connection was never made: Node.js names the system call. With several addresses of a host it
 * tries each, and throws an AggregateError that is one only if all of its errors are.
 */
function isFailedConnect(thrown: unknown, depth = 0): boolean {
	if (!isObject(thrown) || depth > DEPTH_LIMIT) return false;
	if (Array.isArray(thrown.errors) && thrown.errors.length > 0) {
		return thrown.errors.every((error) => isFailedConnect(error, depth + 1));
	}
	if (thrown.syscall !== undefined) return thrown.syscall === 'connect';
	const inner = [thrown.cause, thrown.errorResponse, thrown.error, thrown.reason];
	if (inner.some((error) => isFailedConnect(error, depth + 1))) return true;
	const words = [thrown.message, thrown.description, ...arrayOf(thrown.messages)];
	return words.some((word) => typeof word === 'string' && CONNECT_WORDS.test(word));
}

const DEPTH_LIMIT = 5;

/** n8n wraps an error in another one; the code is at the bottom. */
function codeIn(thrown: unknown, depth = 0): string | null {
	if (!isObject(thrown) || depth > DEPTH_LIMIT) return null;
	for (const inner of [thrown.cause, thrown.errorResponse, thrown.error, thrown.reason]) {
		const code = codeIn(inner, depth + 1);
		if (code !== null) return code;
	}
	if (typeof thrown.name === 'string' && /ssrf/i.test(thrown.name)) return 'SSRF_BLOCKED';
	// n8n 1 keeps nothing of the error but its code, where the HTTP status would stand.
	const codes = [thrown.code, thrown.httpCode].filter((code) => typeof code === 'string');
	return codes.find((code) => /^[A-Z][A-Z_0-9]+$/.test(code)) ?? null;
}

function messageOf(thrown: unknown): string {
	const message = thrown instanceof Error ? thrown.message : String(thrown);
	return message.slice(0, 300);
}

/** Free TCP ports on this machine. */

import { randomInt } from 'node:crypto';
import { createServer } from 'node:net';

const HOST = '127.0.0.1';
const PORTS_TRIED = 100;

/** @returns the port that was taken, or null when somebody else has it */
function taken(port: number): Promise<number | null> {
	return new Promise((done) => {
		const server = createServer();
		server.once('error', () => done(null));
		server.listen(port, HOST, () => {
			const address = server.address();
			const number = typeof address === 'object' && address ? address.port : port;
			server.close(() => done(number));
		});
	});
}

/** Below those that systems give to outgoing connections, which might take one before n8n does. */
const OWN_PORTS = { first: 15_000, last: 32_000 };

/** Any port that nobody listens on. */
export async function freePort(): Promise<number> {
	for (let tried = 0; tried < PORTS_TRIED; tried++) {
		const port = await taken(randomInt(OWN_PORTS.first, OWN_PORTS.last));
		if (port !== null) return port;
	}
	throw new Error(`No port is free on ${HOST}`);
}

/** The first port from `wanted` on that nobody listens on. */
export async function freePortFrom(wanted: number): Promise<number> {
	for (let port = wanted; port < wanted + PORTS_TRIED; port++) {
		if ((await taken(port)) !== null) return port;
	}
	throw new Error(`No port from ${wanted} to ${wanted + PORTS_TRIED - 1} is free on ${HOST}`);
}

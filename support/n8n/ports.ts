/** Free TCP ports on this machine. */

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

/** Any port that nobody listens on. */
export async function freePort(): Promise<number> {
	const port = await taken(0);
	if (port === null) throw new Error(`No port is free on ${HOST}`);
	return port;
}

/** The first port from `wanted` on that nobody listens on. */
export async function freePortFrom(wanted: number): Promise<number> {
	for (let port = wanted; port < wanted + PORTS_TRIED; port++) {
		if ((await taken(port)) !== null) return port;
	}
	throw new Error(`No port from ${wanted} to ${wanted + PORTS_TRIED - 1} is free on ${HOST}`);
}

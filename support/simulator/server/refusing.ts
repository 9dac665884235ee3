/** A port that refuses. */

import { connect, createServer, type AddressInfo, type Socket } from 'node:net';

/** A port that is taken by an open connection: nobody listens there, and nobody else can get it. */
export async function closedPort(): Promise<{ port: number; free: () => void }> {
	const server = createServer((socket) => socket.on('error', () => undefined).unref());
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	const client: Socket = await new Promise((resolve) => {
		const socket = connect((server.address() as AddressInfo).port, '127.0.0.1', () =>
			resolve(socket),
		);
	});
	client.on('error', () => undefined).unref();
	server.close();
	return { port: client.localPort ?? 1, free: () => client.destroy() };
}

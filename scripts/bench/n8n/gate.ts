/** A server that holds its callers back until it is opened. */

import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A node behind ours calls it: in the first run it waits for the Stop, in the retry it is let through. */
export class Gate {
	calls = 0;
	isOpen = false;
	private readonly waiting = new Set<ServerResponse>();
	readonly server = createServer((_, response) => {
		this.calls++;
		if (this.isOpen) response.end('{}');
		else this.waiting.add(response);
	});

	async listen(): Promise<void> {
		await new Promise<void>((done) => this.server.listen(0, '127.0.0.1', done));
	}

	get url(): string {
		return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
	}

	close(): void {
		this.waiting.forEach((response) => response.destroy());
		this.server.close();
	}
}

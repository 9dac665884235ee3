/** The engine's ports, assembled once for every node. */

import type { SessionPorts } from '../engine/session';
import { clockOf } from './clock';
import { httpOf, type Connection, type HttpContext } from './http';
import { videoStoreOf, type StoreContext } from './videoStore';

/** @param signal n8n's cancel signal of the execution, if it has one. */
export function portsOf(
	context: HttpContext & StoreContext,
	connection: Connection,
	signal: AbortSignal | undefined,
): SessionPorts {
	return {
		http: httpOf(context, connection, signal),
		clock: clockOf(signal),
		videos: videoStoreOf(context),
	};
}

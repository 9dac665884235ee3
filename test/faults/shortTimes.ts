/**
 * Waiting made short, and connections that are refused. Every wait and every time-out of the nodes is
 * divided by `SHORTENED`; what is sent, to whom and how it is answered stays real.
 * To be imported before anything of the nodes.
 */

import type * as clockModule from '../../nodes/Sora/transport/clock';
import type * as httpModule from '../../nodes/Sora/transport/http';
import type { HttpCall } from '../../nodes/Sora/providers/http';
import type { Clock, Http } from '../../nodes/Sora/engine/ports';

/** `FAULTS_REAL_TIME=1` runs the same cells with the times that users wait. */
const mockShortened = process.env.FAULTS_REAL_TIME === '1' ? 1 : 6;
export const SHORTENED = mockShortened;

/** What happens to a call before it leaves: the port of nobody in place of the real one. */
export interface Gate {
	/** null: it goes where it was going. */
	refuse(call: HttpCall): { baseUrl: string; origin: string } | null;
}

const mockGates = new Map<string, Gate>();

/** @param baseUrl as in the credential; each cell has its own. */
export function guard(baseUrl: string, gate: Gate): void {
	mockGates.set(baseUrl, gate);
}

const mockEpoch = Date.now();

jest.mock('../../nodes/Sora/transport/clock', () => {
	const real = jest.requireActual<typeof clockModule>('../../nodes/Sora/transport/clock');
	const clockOf = (signal: AbortSignal | undefined): Clock => {
		const clock = real.clockOf(signal);
		return {
			now: () => mockEpoch + (Date.now() - mockEpoch) * mockShortened,
			random: () => clock.random(),
			get stopped() {
				return clock.stopped;
			},
			sleep: async (ms) => await clock.sleep(ms / mockShortened),
		};
	};
	return { ...real, clockOf };
});

jest.mock('../../nodes/Sora/transport/timeLimits', () => {
	const real = jest.requireActual<Record<string, number>>('../../nodes/Sora/transport/timeLimits');
	return Object.fromEntries(Object.entries(real).map(([name, ms]) => [name, ms / mockShortened]));
});

const mockShort = (ms: number | undefined) => (ms === undefined ? undefined : ms / mockShortened);

jest.mock('../../nodes/Sora/transport/http', () => {
	const real = jest.requireActual<typeof httpModule>('../../nodes/Sora/transport/http');
	const httpOf: typeof real.httpOf = (context, connection, signal) => {
		const usual = real.httpOf(context, connection, signal);
		const routed = (original: HttpCall): { http: Http; call: HttpCall } => {
			const call = {
				...original,
				timeoutMs: mockShort(original.timeoutMs),
				silenceMs: mockShort(original.silenceMs),
				timeLimitMs: mockShort(original.timeLimitMs),
			};
			const refused = mockGates.get(connection.baseUrl)?.refuse(original) ?? null;
			if (refused === null) return { http: usual, call };
			if (call.to === 'anywhere') {
				const url = refused.origin + new URL(call.url).pathname;
				return { http: usual, call: { ...call, url } };
			}
			const hosts = { platform: refused.origin, storage: refused.origin };
			const closed = { ...connection, baseUrl: refused.baseUrl, hosts };
			const http = real.httpOf(context, closed, signal);
			return { http, call };
		};
		return {
			...usual,
			send: async (original) => {
				const { http, call } = routed(original);
				return await http.send(call);
			},
			stream: async (original) => {
				const { http, call } = routed(original);
				return await http.stream(call);
			},
		};
	};
	return { ...real, httpOf };
});

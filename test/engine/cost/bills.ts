/** A provider with bills, and what is asked of it. */

import type { Clock, Http } from '../../../nodes/Sora/engine/ports';
import type { HttpCall, HttpResult } from '../../../nodes/Sora/providers/http';
import type { Provider } from '../../../nodes/Sora/providers/provider';
import { toVideoTask, type VideoTask } from '../../../nodes/Sora/providers/video';
import { failureFrom } from '../../../nodes/Sora/providers/shared/failure';
import { fakeProvider } from '../fakeProvider';
import { VirtualClock } from '../virtualClock';

export const ended = (id: string, known: Partial<VideoTask> = {}): VideoTask =>
	toVideoTask({ id, status: 'completed', response: null, ...known });

/** Each task costs a cent for each letter of its ID. */
export const billingProvider: Provider = {
	...fakeProvider,
	bill: {
		maxTasks: 100,
		knows: ({ id }) => id !== 'free of bills',
		call: (tasks) => ({
			to: 'provider',
			method: 'GET',
			path: `/bills?ids=${tasks.map(({ id }) => id).join()}`,
		}),
		parse: (response, tasks) =>
			response.status === 200
				? {
						ok: true,
						value: new Map(
							tasks.map(({ id }) => [id, { amount: id.length / 100, currency: 'USD' }]),
						),
					}
				: { ok: false, failure: failureFrom(response) },
	},
};

export class BillServer {
	readonly clock = new VirtualClock();
	readonly paths: string[] = [];
	/** What it answers with, and how long that takes. */
	answer: (path: string) => { status: number; body?: unknown; ms: number } = () => ({
		status: 200,
		ms: 50,
	});

	get ports(): { http: Http; clock: Clock } {
		return { http: this.http, clock: this.clock };
	}

	private readonly http: Http = {
		send: async (call) => await this.send(call),
		stream: async () => await Promise.reject(new Error('nothing is streamed')),
		addressOf: (call) => (call.to === 'provider' ? `https://example.com${call.path}` : call.url),
		keyedPathOf: () => null,
	};

	private async send(call: HttpCall): Promise<HttpResult> {
		const path = call.to === 'provider' ? call.path : call.url;
		this.paths.push(path);
		const { status, body = {}, ms } = this.answer(path);
		const patienceMs = call.timeLimitMs ?? Infinity;
		await this.clock.sleep(Math.min(ms, patienceMs));
		return ms > patienceMs
			? { networkFailure: { code: 'ETIMEDOUT', message: 'timed out', sent: true } }
			: { response: { status, headers: {}, body } };
	}
}

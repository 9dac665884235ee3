/** One call to a provider, and what its response means. */

import type { HttpCall, HttpResponse } from '../providers/http';
import type { Decoded, Provider, StatusResponse, StatusResult } from '../providers/provider';
import type { TaskRef } from '../providers/video';
import { type CallLimits } from './callLimits';
import { failureOfNetwork, redirectFailure } from './policy';
import type { Http } from './ports';

/** Sends a call and parses its response; without one, the failure is the network's. Never rejects. */
export async function exchange<T>(
	http: Http,
	call: HttpCall,
	parse: (response: HttpResponse) => Decoded<T>,
): Promise<Decoded<T>> {
	const result = await http.send(call);
	if ('response' in result) {
		const moved = redirectFailure(result.response, http.addressOf(call));
		return moved ? { ok: false, failure: moved } : parse(result.response);
	}
	return { ok: false, failure: failureOfNetwork(result.networkFailure) };
}

/** `unsent`: the call never reached a server. */
export type Retrieved = StatusResult & { unsent?: boolean };

/**
 * Asks the provider once for a task, in two calls where the first one says only that it has ended. No response says nothing about the task: `unclear`. Never rejects.
 * @param limits how long it may take; the transport's own limits if left out.
 */
export async function retrieveTask(
	http: Http,
	provider: Provider,
	ref: TaskRef,
	limits: CallLimits = {},
): Promise<Retrieved> {
	const result = await ask(http, { ...provider.retrieve(ref), ...limits }, (response) =>
		provider.parseStatus(response, ref),
	);
	if (!result.further) return result;
	const { call, parse } = result.further;
	const ended = await ask(http, { ...call, ...limits }, parse);
	return ended.kind === 'unclear' && result.kind !== 'unclear' ? result : ended;
}

async function ask(
	http: Http,
	call: HttpCall,
	parse: (response: HttpResponse) => StatusResponse,
): Promise<StatusResponse & { unsent?: boolean }> {
	const result = await http.send(call);
	if ('response' in result) {
		const moved = redirectFailure(result.response, http.addressOf(call));
		return moved ? { kind: 'refused', failure: moved } : parse(result.response);
	}
	const { networkFailure } = result;
	return {
		kind: 'unclear',
		failure: failureOfNetwork(networkFailure),
		unsent: !networkFailure.sent,
	};
}

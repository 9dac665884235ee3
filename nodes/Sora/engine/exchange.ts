/** One call to a provider, and what its response means. */

import type { HttpCall, HttpResponse } from '../providers/http';
import type { Decoded, Provider, StatusResult } from '../providers/provider';
import type { TaskRef } from '../providers/video';
import { failureOfNetwork } from './policy';
import type { Http } from './ports';

/** Sends a call and parses its response; without one, the failure is the network's. Never rejects. */
export async function exchange<T>(
	http: Http,
	call: HttpCall,
	parse: (response: HttpResponse) => Decoded<T>,
): Promise<Decoded<T>> {
	const result = await http.send(call);
	if ('response' in result) return parse(result.response);
	return { ok: false, failure: failureOfNetwork(result.networkFailure) };
}

/**
 * Asks the provider once for a task. No response says nothing about the task: `unclear`. Never rejects.
 * @param timeoutMs milliseconds without a byte; the transport's own limit if left out.
 */
export async function retrieveTask(
	http: Http,
	provider: Provider,
	ref: TaskRef,
	timeoutMs?: number,
): Promise<StatusResult> {
	const call = provider.retrieve(ref);
	const result = await http.send(timeoutMs === undefined ? call : { ...call, timeoutMs });
	if ('response' in result) return provider.parseStatus(result.response, ref);
	return { kind: 'unclear', failure: failureOfNetwork(result.networkFailure) };
}

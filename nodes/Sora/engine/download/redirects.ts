import type { HttpCall, NetworkFailure } from '../../providers/http';
import type { Http, StreamedResponse } from '../ports';

const REDIRECTS_FOLLOWED = 5;

export type Followed =
	{ response: StreamedResponse; call: HttpCall } | { networkFailure: NetworkFailure };

/**
 * Opens a call and follows its redirects (RFC 9110, section 15.4) by hand: without the key, but for
 * a call with it that is sent on to another path below the credential's own base URL.
 * @returns the first answer that is no redirect, and the call that brought it.
 */
export async function fetchFollowingRedirects(http: Http, first: HttpCall): Promise<Followed> {
	let call = first;
	for (let hops = 0; hops <= REDIRECTS_FOLLOWED; hops++) {
		const opened = await http.stream(call);
		if (!('response' in opened)) return opened;
		const { response } = opened;
		const { location } = response.headers;
		if (response.status < 300 || response.status >= 400 || !location) return { response, call };
		response.discard();
		const url = absolute(location, http.addressOf(call));
		if (url === null) return lost('The server redirected to something that is not a URL');
		const { headers, timeoutMs, silenceMs, timeLimitMs } = first;
		const more = { method: 'GET', headers, timeoutMs, silenceMs, timeLimitMs } as const;
		const path = call.to === 'provider' ? http.keyedPathOf(url) : null;
		call = path === null ? { to: 'anywhere', url, ...more } : { to: 'provider', path, ...more };
	}
	return lost(`The server redirected more than ${REDIRECTS_FOLLOWED} times`);
}

function absolute(location: string, from: string): string | null {
	if (!URL.canParse(location, from)) return null;
	const url = new URL(location, from);
	return /^https?:$/.test(url.protocol) ? url.href : null;
}

function lost(message: string): Followed {
	return { networkFailure: { sent: true, code: 'REDIRECT', message } };
}

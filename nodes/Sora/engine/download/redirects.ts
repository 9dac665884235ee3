import type { HttpCall, NetworkFailure } from '../../providers/http';
import type { Http, StreamedResponse } from '../ports';

const REDIRECTS_FOLLOWED = 5;

export type Followed =
	{ response: StreamedResponse; call: HttpCall } | { networkFailure: NetworkFailure };

/**
 * Opens a call and follows its redirects (RFC 9110, section 15.4) by hand: from the second address
 * on without the key, whatever the host.
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
		const url = absolute(location, call);
		if (url === null) return lost('The server redirected to something that is not a URL');
		const { headers, timeoutMs } = first;
		call = { to: 'anywhere', method: 'GET', url, headers, timeoutMs };
	}
	return lost(`The server redirected more than ${REDIRECTS_FOLLOWED} times`);
}

/** A path alone is not joined to a host that wants the key. */
function absolute(location: string, from: HttpCall): string | null {
	const base = from.to === 'anywhere' ? from.url : undefined;
	if (!URL.canParse(location, base)) return null;
	const url = new URL(location, base);
	return /^https?:$/.test(url.protocol) ? url.href : null;
}

function lost(message: string): Followed {
	return { networkFailure: { sent: true, code: 'REDIRECT', message } };
}

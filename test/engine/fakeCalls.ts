/** What a call asks the fake server for. */

import type { HttpCall } from '../../nodes/Sora/providers/http';

export type CallKind = 'submit' | 'status' | 'upload' | 'list' | 'cancel' | 'download';

export function kindOf(call: HttpCall): CallKind {
	const path = call.to === 'provider' ? call.path : call.url;
	if (path === '/uploads') return 'upload';
	if (path.endsWith('/cancel')) return 'cancel';
	if (path !== '/tasks') return 'status';
	return call.method === 'POST' ? 'submit' : 'list';
}

export function promptIn(call: HttpCall): string {
	const value = (call.body?.kind === 'json' ? call.body.value : {}) as { prompt?: string };
	return value.prompt ?? '';
}

export function idIn(call: HttpCall): string | undefined {
	return call.to === 'provider' ? /^\/tasks\/([^/]+)/.exec(call.path)?.[1] : undefined;
}

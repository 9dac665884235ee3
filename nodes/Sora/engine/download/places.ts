/** One round through all places that may have the bytes of a video, best first. */

import type { HttpCall } from '../../providers/http';
import { toFailure, type Failure } from '../../providers/video';
import type { Http } from '../ports';
import { tryPlace, type Missed, type Saved } from './fetchPlace';
import type { Download } from './turn';

/** Answers of an open address that only the key opens. */
const KEY_WANTED: readonly (number | null)[] = [401, 403];

/** Answers that hold no more than an address. */
const LEADS_FOLLOWED = 2;

/** @returns the first video that can be had, else what is to be done next and why. */
export async function tryPlaces(download: Download): Promise<Saved | Missed> {
	const { session, task, turn } = download;
	const calls: HttpCall[] = session.provider
		.video(task)
		.map((place) => absolute(session.ports.http, place));
	const missed: Missed[] = [];
	const led = new Set<string>();
	for (let call = calls.shift(); call !== undefined; call = calls.shift()) {
		const tried = await tryPlace(download, call);
		if ('video' in tried) return withOrigin(tried, call);
		if (tried.then === 'stop') return { ...tried, then: 'fail' };
		missed.push(tried);
		const { leadsTo } = tried;
		if (typeof leadsTo === 'string' && led.size < LEADS_FOLLOWED && !led.has(leadsTo)) {
			led.add(leadsTo);
			calls.unshift({ to: 'anywhere', method: 'GET', url: leadsTo });
		}
		const keyed = withKey(download, tried);
		if (keyed && !calls.some((other) => other.to === 'provider' && other.path === keyed.path)) {
			calls.unshift(keyed);
		}
		if (turn.leftMs <= 0) break;
	}
	return missed.length === 0
		? { then: 'renew', failure: toFailure('network', 'The task has no video yet') }
		: together(missed);
}

/** A path alone is one on the provider's own host. */
function absolute(http: Http, place: HttpCall): HttpCall {
	if (place.to !== 'anywhere' || !place.url.startsWith('/')) return place;
	const base = http.addressOf({ to: 'provider', method: 'GET', path: '' });
	return { ...place, url: new URL(place.url, base).href };
}

/** Nobody has called this address a result: whoever gets the video shall know where it is from. */
function withOrigin(saved: Saved, call: HttpCall): Saved {
	if (call.to !== 'anywhere' || call.foundIn === undefined) return saved;
	const warning = `The provider had no video at its usual place. This one comes from ${call.url}, which "${call.foundIn}" in its response names.`;
	return { ...saved, warnings: [...saved.warnings, warning] };
}

/** An address of the provider's own that refuses whoever comes without the key. */
function withKey({ session }: Download, { call, failure }: Missed) {
	if (call?.to !== 'anywhere' || !KEY_WANTED.includes(failure.httpStatus)) return null;
	const path = session.ports.http.keyedPathOf(call.url);
	return path === null ? null : ({ to: 'provider', method: 'GET', path } as const);
}

function together(missed: readonly Missed[]): Missed {
	const failures = missed.map(({ failure }) => failure);
	const kinds = missed.map(({ then }) => then);
	const then = kinds.includes('renew') ? 'renew' : kinds.includes('again') ? 'again' : 'fail';
	const messages = [...new Set(failures.map(({ message }) => message))];
	const waits = failures.flatMap(({ retryAfterMs }) => retryAfterMs ?? []);
	const failure: Failure = {
		...failures[failures.length - 1],
		message: messages.join('; '),
		retryAfterMs: waits.length === 0 ? null : Math.min(...waits),
	};
	return { then, failure };
}

/** What clips at addresses say of themselves: by their first bytes, and by their index where that is behind the video. */

import { fetchFollowingRedirects } from '../../../engine/download/redirects';
import type { Clock, Http } from '../../../engine/ports';
import { ClipReader, UNKNOWN_CLIP, type ClipFacts } from '../../../media/video/clipFacts';
import type { ClipRules } from '../../../models/clip/rules';

const HEAD_BYTES = 256_000;
/** The index of an hour has about half of it. */
const INDEX_BYTES = 4_000_000;
/** For all clips of a run: what is not known by then is not refused. */
const PATIENCE_MS = 10_000;

export class RemoteClips {
	private readonly known = new Map<string, Promise<ClipFacts>>();
	private endsAt = Infinity;

	constructor(
		private readonly http: Http,
		private readonly clock: Clock,
	) {}

	/** Asks once for each address, without the key, and only for a model that minds. Never rejects. */
	async facts(url: string, { maxClips, ...rules }: ClipRules): Promise<ClipFacts> {
		if (Object.keys(rules).length === 0) return UNKNOWN_CLIP;
		if (this.known.size === 0) this.endsAt = this.clock.now() + PATIENCE_MS;
		const looking = this.known.get(url) ?? this.look(url);
		this.known.set(url, looking);
		return await looking;
	}

	private async look(url: string): Promise<ClipFacts> {
		const reader = new ClipReader();
		const head = await this.read(url, 0, HEAD_BYTES, reader);
		if (head === null) return UNKNOWN_CLIP;
		const indexAt = reader.hasIndex ? 0 : head.readBytes + reader.skip();
		if (indexAt > 0) await this.read(url, indexAt, INDEX_BYTES, reader);
		return { ...reader.facts(), byteLength: head.byteLength };
	}

	/** @returns null where these bytes cannot be had. */
	private async read(
		url: string,
		from: number,
		bytes: number,
		reader: ClipReader,
	): Promise<{ readBytes: number; byteLength: number | null } | null> {
		const timeLimitMs = this.endsAt - this.clock.now();
		if (timeLimitMs <= 0 || this.clock.stopped) return null;
		const headers = { Range: `bytes=${from}-${from + bytes - 1}` };
		const limits = { timeoutMs: timeLimitMs, timeLimitMs };
		const call = { to: 'anywhere', method: 'GET', url, headers, ...limits } as const;
		const opened = await fetchFollowingRedirects(this.http, call);
		if (!('response' in opened)) return null;
		const { response } = opened;
		const isPart = response.status === 206;
		let readBytes = 0;
		try {
			if (!isPart && (response.status !== 200 || from > 0)) return null;
			for await (const chunk of response.body) {
				reader.push(chunk);
				readBytes += chunk.length;
				if (readBytes >= bytes || reader.hasIndex) break;
			}
		} catch {
			return null;
		} finally {
			response.discard();
		}
		const total = /\/(\d+)$/.exec(response.headers['content-range'] ?? '')?.[1];
		const length = isPart ? total : response.headers['content-length'];
		return { readBytes, byteLength: length === undefined ? null : Number(length) };
	}
}

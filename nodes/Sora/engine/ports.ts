/** All that the engine needs of the world. `transport/` implements these; tests replace them. */

import type { HttpCall, HttpResult, NetworkFailure } from '../providers/http';

export interface StreamedResponse {
	status: number;
	/** Names in lower case. */
	headers: Readonly<Record<string, string>>;
	/** The body as it comes. Throws where the connection breaks, and where the server falls silent. */
	body: AsyncIterable<Uint8Array>;
	/** The stream that `body` reads from, as n8n handed it over; null where there is none. */
	origin: unknown;
	/** The whole body as `Http.send` would give it: what the server says instead of a file. Never rejects. */
	said(): Promise<unknown>;
	/** Closes the connection without reading on. */
	discard(): void;
}

export type StreamResult = { response: StreamedResponse } | { networkFailure: NetworkFailure };

/** One HTTP call. Never throws: an error status is an answer, a broken connection a `networkFailure`. */
export interface Http {
	/** Reads the whole answer. */
	send(call: HttpCall): Promise<HttpResult>;
	/** Hands the body over as a stream. */
	stream(call: HttpCall): Promise<StreamResult>;
	/** The whole address of a call. */
	addressOf(call: HttpCall): string;
	/** The path of a call with the key to this address; null where the key may not go. */
	keyedPathOf(address: string): string | null;
}

export interface Clock {
	/** Unix time in milliseconds. */
	now(): number;
	/** Returns after `ms` milliseconds, or at once when the user stops the execution. Never rejects. */
	sleep(ms: number): Promise<void>;
	/** The user has stopped the execution. */
	readonly stopped: boolean;
	/** 0 ≤ x < 1, for jitter. */
	random(): number;
}

/** What is remembered of one item's submit, as plain JSON. */
export interface LedgerEntry {
	/**
	 * `sending`: on its way, or the process ended before an answer came.
	 * `unknown`: sent, and the answer lost.
	 * `accepted`: the provider has it.
	 * `failed`: the provider ended it without a video, so a new submit is another video.
	 */
	state: 'sending' | 'unknown' | 'accepted' | 'failed';
	/** Unix milliseconds of the submit. */
	at: number;
	taskId?: string;
	readPath?: string | null;
	/** The agent whose tool this is has been given its task. */
	isDelivered?: true;
}

/** Survives n8n's Retry On Fail and the retry of an execution. */
export interface Ledger {
	get(key: string): LedgerEntry | undefined;
	/**
	 * Sets an item's entry at once; null strikes it out. Never rejects.
	 * @returns when it is written where it outlives the process, if there is such a place.
	 */
	record(key: string, entry: LedgerEntry | null): Promise<void>;
	/** The IDs of all tasks that belong to an item, of this execution or of another one that is known. */
	taskIds(): ReadonlySet<string>;
}

/** A video on its way into the store. */
export interface IncomingVideo {
	/** From the first byte to the last; throws when the rest cannot be had. */
	bytes: AsyncGenerator<Uint8Array>;
	/** n8n's own stream that `bytes` is built on; null where there is none. */
	origin: unknown;
	mimeType: string;
	fileName: string;
}

/** The store's receipt, as an item's binary field takes it: n8n's `IBinaryData`. */
export type StoredVideo = Readonly<Record<string, string | number | undefined>> & {
	data: string;
	mimeType: string;
};

/** Where videos are kept. */
export interface VideoStore {
	/** Stores all or nothing. Rejects where the bytes or the store fail. */
	save(video: IncomingVideo): Promise<StoredVideo>;
}

export interface Ports {
	http: Http;
	clock: Clock;
	ledger: Ledger;
	videos: VideoStore;
}

/** Calls that claim to come from a provider and to report the end of a task. */

import { createHash, timingSafeEqual } from 'crypto';

export interface Callback {
	/** Names in lower case. */
	headers: Readonly<Record<string, string>>;
	/** The body's bytes as they came: what a signature is made over. */
	rawBody: Uint8Array;
}

/** What a callback is checked against. */
export interface CallbackSecrets {
	/** The secret in the credential; empty where the user has set none. */
	ofAccount: string;
	/** `secretHash` of the secret that went out with this task; null where none did. */
	hashOfTask: string | null;
}

/** Where the keys come from that a provider publishes: a port, so that checking does no I/O itself. */
export interface PublishedKeys {
	/**
	 * The document of keys, asked for without the API key; it may be up to a day old.
	 * @param path below the credential's address of files and keys (`storageBaseUrl`).
	 * @returns what the address answers, not yet decoded; null where it cannot be had.
	 */
	read(path: string): Promise<unknown>;
	/**
	 * The same, asked for anew: for a signature that none of the keys fits, because they have changed.
	 * @returns null also where that was done a few minutes ago.
	 */
	readAgain(path: string): Promise<unknown>;
}

/** How a provider's callbacks are read and believed. */
export interface TaskCallback {
	/** A secret can be sent along with each task, and comes back with its callback. */
	readonly takesSecretPerTask: boolean;
	/** Whether the body speaks of this task. Not to be believed by itself. */
	isAbout(body: unknown, taskId: string): boolean;
	/**
	 * Whether the provider itself sent it. Where no secret was agreed upon, that cannot be told from
	 * the callback, and the address that it was sent to is the only secret.
	 * @param nowMs Unix milliseconds
	 * @param keys for signatures that are checked with keys which the provider publishes
	 */
	isGenuine(
		callback: Callback,
		secrets: CallbackSecrets,
		nowMs: number,
		keys: PublishedKeys,
	): Promise<boolean>;
}

/** SHA-256 in hex: what may be stored of a secret that is only ever compared. */
export function secretHash(secret: string): string {
	return createHash('sha256').update(secret).digest('hex');
}

/** Signatures older than this are taken for replayed ones: at WaveSpeed and at Eachlabs. */
const WINDOW_SECONDS = 300;

/** @param timestamp Unix seconds, as they came in a header */
export function isInWindow(timestamp: string | undefined, nowMs: number): timestamp is string {
	if (timestamp === undefined || !/^\d{1,12}$/.test(timestamp)) return false;
	return Math.abs(nowMs / 1000 - Number(timestamp)) <= WINDOW_SECONDS;
}

/** Compares in constant time; texts of different lengths are told apart at once. */
export function isSameText(a: string, b: string): boolean {
	const [one, other] = [Buffer.from(a), Buffer.from(b)];
	return one.length === other.length && timingSafeEqual(one, other);
}

/** What the simulator remembers, for tests to count. */

import type { ProviderName } from '../../nodes/Sora/models/model';

export type CallKind =
	| 'submit'
	| 'status'
	| 'upload'
	| 'download'
	| 'list'
	| 'models'
	| 'balance'
	| 'price'
	/** What tasks were charged. */
	| 'bills'
	| 'cancel'
	| 'delete'
	/** Somebody fetches a picture. */
	| 'picture'
	/** A question about webhooks (their secret, their deliveries). */
	| 'webhook'
	| 'other';

export interface RecordedRequest {
	method: string;
	/** With the provider's prefix and the query. */
	path: string;
	/** Names in lower case; the key is replaced by `[key]`. */
	headers: Record<string, string>;
	/** Any key came along. */
	hasKey: boolean;
	/** It is this provider's key. */
	keyIsRight: boolean;
	/** JSON as it came, multipart and bytes as a summary. */
	body: unknown;
	/** Milliseconds, by the simulator's clock. */
	at: number;
	host: 'api' | 'cdn';
	/** For a file: the provider whose task or upload it is, null where it is nobody's. */
	provider: ProviderName | null;
	kind: CallKind;
	/** Where the request names or creates one. */
	taskId: string | null;
	fault: string | null;
	/** Of the answer; null while there is none, and where the connection was cut instead. */
	status: number | null;
}

/** One accepted task is one bill. */
export interface Bill {
	provider: ProviderName;
	taskId: string;
	model: string;
	input: Record<string, unknown>;
	/** Milliseconds, by the simulator's clock. */
	at: number;
}

/** A request that no client may send. */
export interface Violation {
	rule: 'key sent to another host' | 'key of another provider' | 'key outside its header';
	request: RecordedRequest;
}

/** A webhook that went out. */
export interface WebhookDelivery {
	taskId: string;
	url: string;
	/** From 1. */
	attempt: number;
	headers: Record<string, string>;
	body: string;
	at: number;
	/** The receiver's answer; null where there was none. */
	status: number | null;
	error: string | null;
}

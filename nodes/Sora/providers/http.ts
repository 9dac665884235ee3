/** One HTTP call and its answer, as plain data. Who sends it is not known here. */

/** Bytes on their way. */
export interface ByteStream {
	bytes: AsyncIterable<Uint8Array>;
	/** The stream that `bytes` reads from, as n8n handed it over; null where n8n has it in memory. */
	origin: unknown;
}

/** A file that never stands in memory as a whole; each call that sends it reads it anew. */
export interface StreamedFile {
	byteLength: number;
	/** Rejects where it cannot be read. */
	open(): Promise<ByteStream>;
}

export type FileBytes = Uint8Array | StreamedFile;

export type MultipartPart =
	| { name: string; value: string }
	| { name: string; bytes: FileBytes; fileName: string; mimeType: string };

export type HttpBody =
	| { kind: 'json'; value: unknown }
	| { kind: 'multipart'; parts: readonly MultipartPart[] }
	| { kind: 'bytes'; bytes: FileBytes; mimeType: string };

interface CallOptions {
	method: 'GET' | 'POST' | 'PUT' | 'DELETE';
	headers?: Record<string, string>;
	body?: HttpBody;
	/** Milliseconds without a byte until the headers; 60 s where not set. */
	timeoutMs?: number;
	/** Milliseconds without a byte of the body; 20 s where not set. */
	silenceMs?: number;
	/**
	 * Milliseconds for the whole answer, headers and body. The body of a file may go on beyond it as
	 * long as its bytes keep coming.
	 */
	timeLimitMs?: number;
	/** Bytes above which the answer is refused; 1 MB where not set. */
	responseLimitBytes?: number;
}

/** A second or third address of a provider, which its credential names: its `platformBaseUrl` or `storageBaseUrl`. */
export type ProviderHost = 'platform' | 'storage';

/** A call to the provider: a path below a base URL of the credential. Only such calls carry the key. */
export interface ProviderCall extends CallOptions {
	to: 'provider';
	/** Below which of the credential's base URLs; `baseUrl` if left out. */
	host?: ProviderHost;
	/** Starts with a slash; every part that came from outside is encoded. */
	path: string;
}

/** A call to any other address (a CDN, a presigned upload). Never carries the key. */
export interface ExternalRequest extends CallOptions {
	to: 'anywhere';
	/** http or https. The place of a video may also be a `data:` URI, or a path on the host of the base URL. */
	url: string;
	/** Keys of the response that led to the address, where nobody would look for it: the item says so. */
	foundIn?: string;
}

export type HttpCall = ProviderCall | ExternalRequest;

export interface HttpResponse {
	status: number;
	/** Names in lower case. */
	headers: Readonly<Record<string, string>>;
	/** Parsed where it is JSON, else the text. */
	body: unknown;
}

/** The call brought no usable answer. */
export interface NetworkFailure {
	/** `false`: the request surely never reached the provider (refused, no such host, no connection). */
	sent: boolean;
	/** `ECONNRESET`, `ETIMEDOUT`, … */
	code: string;
	message: string;
}

export type HttpResult = { response: HttpResponse } | { networkFailure: NetworkFailure };

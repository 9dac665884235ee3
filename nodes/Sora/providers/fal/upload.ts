/**
 * Bringing a file to fal: ask the storage for an address, then put the bytes there, large files in parts.
 * https://github.com/fal-ai/fal-js `libs/client/src/storage.ts`
 */

import { httpUrlOf, objectOf, textOf } from '../../shared/json';
import type { ExternalRequest, HttpBody, StreamedFile } from '../http';
import type { Provider, UploadParts } from '../provider';
import { isSuccess } from '../shared/response';
import { falFailure } from './failure';

/** Models take data URIs too; larger ones would make a request of many megabytes. */
const DATA_URI_UP_TO_BYTES = 3_000_000;

/** As fal's own client has it. */
const PART_BYTES = 10 * 1024 * 1024;
const WHOLE_UP_TO_BYTES = 90_000_000;

/** What follows the path of the whole file's address. */
function below(
	{ url }: ExternalRequest,
	path: string,
	method: 'PUT' | 'POST',
	body: HttpBody,
): ExternalRequest {
	const address = new URL(url);
	address.pathname += path;
	return { to: 'anywhere', method, url: address.href, body };
}

const falParts: UploadParts = {
	take: (bytes): bytes is StreamedFile =>
		!(bytes instanceof Uint8Array) && bytes.byteLength > WHOLE_UP_TO_BYTES,
	partBytes: PART_BYTES,
	put: (whole, number, bytes) =>
		below(whole, `/${number}`, 'PUT', {
			kind: 'bytes',
			bytes,
			mimeType: 'application/octet-stream',
		}),
	receipt: ({ body, headers }) => textOf(objectOf(body).etag) ?? textOf(headers.etag),
	complete: (whole, receipts) => {
		const parts = receipts.map((etag, index) => ({ partNumber: index + 1, etag }));
		return below(whole, '/complete', 'POST', { kind: 'json', value: { parts } });
	},
};

export const falUpload: NonNullable<Provider['upload']> = {
	call: (file) => ({
		to: 'provider',
		host: 'storage',
		method: 'POST',
		path: `/storage/upload/initiate${falParts.take(file.bytes) ? '-multipart' : ''}?storage_type=fal-cdn-v3`,
		body: { kind: 'json', value: { content_type: file.mimeType, file_name: file.fileName } },
	}),
	parse: (response, { bytes, mimeType }) => {
		const body = objectOf(response.body);
		const url = httpUrlOf(body.file_url);
		const putUrl = httpUrlOf(body.upload_url);
		if (!isSuccess(response)) return { ok: false, failure: falFailure(response) };
		if (url === null || putUrl === null) {
			const message = 'The response to the upload contains no URL';
			return { ok: false, failure: { ...falFailure(response), category: 'provider', message } };
		}
		const put = {
			to: 'anywhere',
			method: 'PUT',
			url: putUrl,
			headers: { 'Content-Type': mimeType },
			body: { kind: 'bytes', bytes, mimeType },
		} as const;
		return { ok: true, value: { url, put } };
	},
	parts: falParts,
	dataUriUpToBytes: DATA_URI_UP_TO_BYTES,
};

/**
 * Bringing an image to fal: ask the storage for an address, then put the bytes there.
 * https://github.com/fal-ai/fal-js `libs/client/src/storage.ts`
 */

import { httpUrlOf, objectOf } from '../../shared/json';
import type { Provider } from '../provider';
import { isSuccess } from '../shared/response';
import { falFailure } from './failure';

/** Models take data URIs too; larger ones would make a request of many megabytes. */
const DATA_URI_UP_TO_BYTES = 3_000_000;

export const falUpload: NonNullable<Provider['upload']> = {
	call: ({ mimeType, fileName }) => ({
		to: 'provider',
		host: 'storage',
		method: 'POST',
		path: '/storage/upload/initiate?storage_type=fal-cdn-v3',
		body: { kind: 'json', value: { content_type: mimeType, file_name: fileName } },
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
	dataUriUpToBytes: DATA_URI_UP_TO_BYTES,
};

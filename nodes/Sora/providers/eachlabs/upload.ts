/**
 * Bringing an image to Eachlabs: ask for a presigned address, then put the bytes there.
 * https://docs.eachlabs.ai/storage/upload-file
 */

import { isSuccess } from '../shared/response';
import { failureFrom } from '../shared/failure';
import type { HttpResponse } from '../http';
import { codeOf, httpUrlOf, objectOf } from '../../shared/json';
import type { Decoded, Provider, UploadFile, UploadTicket } from '../provider';

/** How long an uploaded image stays: Eachlabs' default is 180 days, a week is enough for any render. */
const IMAGE_KEPT_SECONDS = 7 * 24 * 60 * 60;

/** The upload needs exactly the headers that the presigned address was signed with. */
function uploadTicket(
	response: HttpResponse,
	{ bytes, mimeType }: UploadFile,
): Decoded<UploadTicket> {
	const body = objectOf(response.body);
	const url = httpUrlOf(body.public_url);
	const putUrl = httpUrlOf(body.presigned_url);
	if (!isSuccess(response) || url === null || putUrl === null) {
		const message = isSuccess(response) ? 'The response to the upload contains no URL' : undefined;
		return { ok: false, failure: failureFrom(response, { message }) };
	}
	const required = Object.entries(objectOf(body.required_headers)).flatMap(([name, value]) => {
		const text = codeOf(value);
		return text === null ? [] : [[name, text] as const];
	});
	return {
		ok: true,
		value: {
			url,
			put: {
				to: 'anywhere',
				method: 'PUT',
				url: putUrl,
				headers: { 'Content-Type': mimeType, ...Object.fromEntries(required) },
				body: { kind: 'bytes', bytes, mimeType },
			},
		},
	};
}

export const eachlabsUpload: NonNullable<Provider['upload']> = {
	call: ({ mimeType }) => ({
		to: 'provider',
		method: 'POST',
		path: '/v1/upload/presign',
		body: {
			kind: 'json',
			value: {
				content_type: mimeType,
				file_type: mimeType.split('/')[0],
				expires_in_seconds: IMAGE_KEPT_SECONDS,
			},
		},
	}),
	parse: uploadTicket,
};

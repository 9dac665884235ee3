/**
 * Bringing a file to WaveSpeedAI: an image as a form, which the API itself takes up to 300 MB; a clip to
 * an address that is asked for first, as WaveSpeed's own SDK sends large files.
 * https://wavespeed.ai/docs/upload-files
 */

import { codeOf, httpUrlOf, objectOf } from '../../shared/json';
import type { ExternalRequest, HttpResponse, ProviderCall } from '../http';
import type { Decoded, Provider, UploadFile, UploadTicket } from '../provider';
import { failureFrom } from '../shared/failure';
import { isSuccess } from '../shared/response';
import { unwrapped } from './envelope';

function isClip({ mimeType }: UploadFile): boolean {
	return mimeType.startsWith('video/');
}

function call(file: UploadFile): ProviderCall {
	const { bytes, mimeType, fileName } = file;
	if (!isClip(file)) {
		return {
			to: 'provider',
			method: 'POST',
			path: '/api/v3/media/upload/binary',
			body: { kind: 'multipart', parts: [{ name: 'file', bytes, mimeType, fileName }] },
		};
	}
	const size = bytes instanceof Uint8Array ? bytes.length : bytes.byteLength;
	return {
		to: 'provider',
		method: 'POST',
		path: '/api/v3/media/uploads',
		body: { kind: 'json', value: { filename: fileName, size, content_type: mimeType } },
	};
}

/** The headers that the address was signed with, and no others. */
function putOf(upload: unknown, { bytes, mimeType }: UploadFile): ExternalRequest | null {
	const { url, headers } = objectOf(upload);
	const address = httpUrlOf(url);
	if (address === null) return null;
	const signed = Object.entries(objectOf(headers)).flatMap(([name, value]) => {
		const text = codeOf(value);
		return text === null ? [] : [[name, text] as const];
	});
	return {
		to: 'anywhere',
		method: 'PUT',
		url: address,
		headers: Object.fromEntries(signed),
		body: { kind: 'bytes', bytes, mimeType },
	};
}

function parse(response: HttpResponse, file: UploadFile): Decoded<UploadTicket> {
	const inner = unwrapped(response);
	const data = objectOf(objectOf(inner.body).data);
	const url = httpUrlOf(data.download_url);
	const put = isClip(file) ? putOf(data.upload, file) : null;
	const isWhole = url !== null && (put !== null || !isClip(file));
	if (isSuccess(inner) && isWhole) return { ok: true, value: { url, put } };
	const message = isSuccess(inner) ? 'The response to the upload contains no URL' : undefined;
	return { ok: false, failure: failureFrom(inner, { message }) };
}

export const waveSpeedUpload: NonNullable<Provider['upload']> = { call, parse };

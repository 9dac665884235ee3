import { numberOf, objectOf, type JsonObject } from '../../shared/json';
import type { HttpResponse } from '../http';
import type { Decoded } from '../provider';
import { failureFrom } from '../shared/failure';
import { isSuccess } from '../shared/response';

/**
 * WaveSpeed says some errors inside an HTTP 200, with the status in `code`; for us they are answers
 * with that status. Seen in the tests of WaveSpeed's own clients.
 */
export function unwrapped(response: HttpResponse): HttpResponse {
	const code = numberOf(objectOf(response.body).code);
	const isSecret = isSuccess(response) && code !== null && code >= 300 && code < 600;
	return isSecret ? { ...response, status: code } : response;
}

/**
 * What a success holds in `data`.
 * @param read null where it is not what was asked for.
 * @param missing says so, as a sentence without its full stop.
 */
export function decodedData<T>(
	response: HttpResponse,
	read: (data: JsonObject) => T | null,
	missing: string,
): Decoded<T> {
	const inner = unwrapped(response);
	if (!isSuccess(inner)) return { ok: false, failure: failureFrom(inner) };
	const value = read(objectOf(objectOf(inner.body).data));
	if (value !== null) return { ok: true, value };
	return { ok: false, failure: failureFrom(inner, { category: 'provider', message: missing }) };
}

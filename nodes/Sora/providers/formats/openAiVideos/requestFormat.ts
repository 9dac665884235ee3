/**
 * Hosts read a form, or JSON, or both, and none says which before it is asked. One that cannot read
 * a request has done nothing with it, so the same request may go out once in the other format.
 */

import type { Failure, RequestFormat } from '../../video';

/** What parsers of JSON say of a form. Go: "invalid character '-' in numeric literal". */
const NO_JSON = [
	/(invalid|malformed|bad|not( a)? valid|no valid) json|json[_ ]?(invalid|decode|parse|syntax)/i,
	/(parse|decode|unmarshal|deserialize|read)[^.]{0,40}\b(json|body)\b|\bjson\b[^.]{0,40}(parse|decode|unmarshal)/i,
	/codec can't decode byte|invalid start byte|invalid (utf-?8|character '.{1,6}' )|unexpected token|expected value at line/i,
	/valid dictionary|model_attributes_type|cannot unmarshal|body (must|should) be (a |valid )?(json|object)/i,
	/(must|should|expected?|requires?)[^.]{0,60}(application\/json|json body)/i,
];

/** What hosts say that read forms only. */
const NO_FORM = [/multipart|form[- ]?data|form field|boundary|x-www-form-urlencoded/i];

const WRONG_MEDIA_TYPE =
	/(unsupported|invalid|wrong|unexpected)[^.]{0,20}(media|content)[- ]?type/i;

/** A field that always goes along: where it is missed, nothing was read. */
const MISSES_WHAT_WAS_SENT =
	/\b(prompt|model)\b[^.]{0,40}(field required|is required|is missing|missing|cannot be empty|required)|(missing|required|no)\b[^.]{0,40}\b(prompt|model)\b|missing_(model|prompt)/i;

/** Bodies that cannot be read are refused with these, and by gateways with a server error. */
const STATUSES: readonly number[] = [400, 415, 422];

/** Serde, Go, Pydantic, zod and JSON Schema on text where they want a number. */
const NO_NUMBER = [
	/invalid type: string[^.]{0,120}expected (an? )?([iuf]\d+|usize|number|integer)/i,
	/cannot unmarshal string into Go [^:]{0,120}of type (u?int|float)/i,
	/(valid|must be|should be|is not|not of type)[^.]{0,20}(integer|number|int\b)/i,
	/(expected|wants?|requires?)[^.]{0,20}\b(integer|number|int)\b|\bint_(type|parsing)\b/i,
];

/**
 * The format to send a request in that could not be read as it was; null where the refusal says more
 * than that it came in the wrong one.
 * @param hasNumberAsText something in it can also be written as a number
 */
export function otherFormat(
	failure: Failure,
	sent: RequestFormat,
	hasNumberAsText: boolean,
): RequestFormat | null {
	const { httpStatus, code, message } = failure;
	const other = sent === 'multipart' ? 'json' : 'multipart';
	if (httpStatus === 415) return other;
	if (!STATUSES.includes(httpStatus ?? 0)) return null;
	const says = (patterns: readonly RegExp[]) =>
		patterns.some((pattern) => pattern.test(`${code ?? ''} ${message}`));
	if (sent === 'json' && hasNumberAsText && says(NO_NUMBER)) return 'jsonWithNumbers';
	const inFormat = sent === 'multipart' ? NO_JSON : NO_FORM;
	return says([...inFormat, WRONG_MEDIA_TYPE, MISSES_WHAT_WAS_SENT]) ? other : null;
}

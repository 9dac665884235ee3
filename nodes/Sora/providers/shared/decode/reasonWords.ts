/** The words of a reason that stands where nobody expects it, as the last resort. */

import { arrayOf, isObject, textOf } from '../../../shared/json';
import type { JsonObject } from '../../../shared/json';

/** Keys under which words are about what went wrong; `last_error`, `errorMessage` … */
const IS_TELLING = /(err|fail|fault|reason|message|msg|detail|cause|exception|violation)/i;

/** What is said beside the words. */
const SAYS_WHAT_IS_KNOWN =
	/^(code|type|param|status|state|loc|ctx|domain|instance|path|trace|stack|traceback|date|(.*_)?(id|url|uri|time|at))$/i;

/** What was put in. */
const WAS_PUT_IN = /^(inputs?|request|params|parameters|payload|prompt)$/i;

/** What is said of a success is no reason. */
export const SAYS_NOTHING =
	/^(success|succeeded|succeed|ok|okay|done|completed|none|null|nil|n\/a|-|0|200)\.?$/i;

const DEPTH_LIMIT = 5;
const TEXTS_LIMIT = 3;

function tellingText(value: unknown): string | null {
	const text = textOf(value);
	return text === null || SAYS_NOTHING.test(text) ? null : text;
}

function textsIn(value: unknown, name: string, isReason: boolean, depth: number): string[] {
	if (depth > DEPTH_LIMIT) return [];
	const text = isReason && !SAYS_WHAT_IS_KNOWN.test(name) ? tellingText(value) : null;
	// A field of the request that the error is about stands before its words.
	if (text !== null) return [IS_TELLING.test(name) || name === 'text' ? text : `${name}: ${text}`];
	if (Array.isArray(value)) {
		return arrayOf(value).flatMap((entry) => textsIn(entry, name, isReason, depth + 1));
	}
	return isObject(value) ? textsOf(value, isReason, depth + 1) : [];
}

function textsOf(object: JsonObject, isReason: boolean, depth: number): string[] {
	return Object.entries(object).flatMap(([key, value]) => {
		if (!isReason && WAS_PUT_IN.test(key)) return [];
		return textsIn(value, key, isReason || IS_TELLING.test(key), depth);
	});
}

/** @returns null where no key speaks of a reason. */
export function deepReasonIn(body: JsonObject): string | null {
	const texts = [...new Set(textsOf(body, false, 0))].slice(0, TEXTS_LIMIT);
	return texts.length === 0 ? null : texts.join('; ');
}

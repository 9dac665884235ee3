/** Model IDs that come from outside end up in paths of requests that carry a key. */

import type { ModelKind } from './model';

const LENGTH_LIMIT = 200;

/** Read in order; the first row whose pattern is found is the problem. */
const PROBLEMS: ReadonlyArray<readonly [RegExp, string]> = [
	[/^\s*$/, 'is empty'],
	[/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u, 'contains a control character'],
	[/\s/, 'contains a space'],
	[/^\//, 'starts with a slash'],
	[/\/$/, 'ends with a slash'],
	[/\/\//, 'has two slashes in a row'],
	[/(^|\/)\.{1,2}(\/|$)|\.\./, 'has ".." or "." as a part of its path'],
	[/[?#]/, 'contains "?" or "#"'],
	[/%/, 'contains "%"'],
	[/\\/, 'contains a backslash'],
	[/\p{Surrogate}/u, 'contains half a character'],
];

/**
 * What is wrong with a model ID, as a sentence that starts with the ID; null where nothing is.
 * @param reserved fits the IDs that would be one of the provider's own paths.
 */
export function modelIdProblem(id: string, reserved?: RegExp): string | null {
	if (id.length > LENGTH_LIMIT) {
		return `The model ID is ${id.length} characters long; the maximum is ${LENGTH_LIMIT}`;
	}
	const found = PROBLEMS.find(([pattern]) => pattern.test(id));
	if (found) return `The model ID ${JSON.stringify(id)} ${found[1]}`;
	if (reserved?.test(id)) {
		return `The model ID ${JSON.stringify(id)} is a path of the provider, not a model`;
	}
	return null;
}

/** Word parts that name the kind in IDs of models that only a live list knows. */
const KIND_IN_ID: ReadonlyArray<readonly [RegExp, ModelKind]> = [
	[/(^|[^a-z])(text-to-video|text2video|t2v|reference-to-video|r2v)([^a-z]|$)/i, 'text'],
	[
		/(^|[^a-z])(image-to-video|image2video|i2v|start-end-to-video|first-last-frame-to-video)([^a-z]|$)/i,
		'image',
	],
	[/(^|[^a-z])(video-to-video|video2video|v2v)([^a-z]|$)/i, 'video'],
	[
		/(^|[^a-z])(video-(extend|extension|edit)|(extend|edit)-video|merge-videos)([^a-z]|$)/i,
		'video',
	],
];

/** The kind that an ID speaks of; null where it does not say. */
export function kindInId(id: string): ModelKind | null {
	return KIND_IN_ID.find(([pattern]) => pattern.test(id))?.[1] ?? null;
}

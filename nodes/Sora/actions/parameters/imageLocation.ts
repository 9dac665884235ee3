/** Where an image is, as the user says it. */

import type { JsonObject } from '../../shared/json';

export type ImageLocation =
	/** The name of a binary field, or the file itself as an expression gives it. */
	{ kind: 'binary'; field: string | JsonObject } | { kind: 'url'; url: string };

/** What looks like an address is one, everything else is the name of a binary field. */
export function locationOf(named: string | JsonObject): ImageLocation {
	const isAddress = typeof named === 'string' && /^data:|:\/\//i.test(named);
	return isAddress ? { kind: 'url', url: named } : { kind: 'binary', field: named };
}

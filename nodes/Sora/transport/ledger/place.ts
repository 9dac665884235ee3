/** Where the record of an item's task is in a journal. */

import { createHash } from 'crypto';
import { positionIn, withoutPosition } from '../../engine/submit/ledgerKey';

/** Where a record is: of an item's request, and the how-manieth of it. */
export interface Place {
	/** The item's, wherever that stands among the others. */
	key: string;
	/** Where it was found, if the item was at another place. */
	row?: number;
	/** 0 but for sub-workflows, which several calls of one execution may ask for the same. */
	number: number;
}

/** Nobody but who takes a record asks for this word: what two ask for, one gets. */
export const claimWord = (place: string) => `${place} claim`;

function digestOf(key: string): Buffer {
	return createHash('sha256').update(key).digest();
}

export function placeName({ key, number }: Place): string {
	return `${digestOf(withoutPosition(key)).toString('base64url').slice(0, 16)} ${number}`;
}

export const ROWS = 128;
/**
 * Neighbours are submitted together, so that what is written on them goes into one row in one call.
 * n8n looks for a word that is to be removed among all words of the row.
 */
const ITEMS_PER_ROW = 8;

/** @param isShared by the calls of a sub-workflow, which all begin with the same item. */
export function rowOf({ key, row }: Pick<Place, 'key' | 'row'>, isShared: boolean): number {
	if (row !== undefined) return row;
	const position = isShared ? null : positionIn(key);
	if (position === null) return digestOf(withoutPosition(key))[31] % ROWS;
	return (position.runIndex + Math.floor(position.itemIndex / ITEMS_PER_ROW)) % ROWS;
}

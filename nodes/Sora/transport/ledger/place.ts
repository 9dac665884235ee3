/** Where the record of an item's task is in a journal. */

import { createHash } from 'crypto';

/** Where a record is: of an item's request, and the how-manieth of it. */
export interface Place {
	key: string;
	/** 0 but for sub-workflows, which several calls of one execution may ask for the same. */
	number: number;
}

/** Nobody but who takes a record asks for this word: what two ask for, one gets. */
export const claimWord = (place: string) => `${place} claim`;

export function digestOf(key: string): Buffer {
	return createHash('sha256').update(key).digest();
}

export function placeName({ key, number }: Place): string {
	return `${digestOf(key).toString('base64url').slice(0, 16)} ${number}`;
}

/** When two IDs name one task. */

/** The spellings of an ID between which providers make no difference: UUIDs with and without dashes, in any case. */
const plainly = (id: string): string => id.toLowerCase().replaceAll('-', '');

/** Whether both are the ID of one task. */
export function isSameTaskId(one: string, other: string): boolean {
	return plainly(one) === plainly(other);
}

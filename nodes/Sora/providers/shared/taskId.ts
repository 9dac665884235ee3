/** Task IDs that come from outside: typed, mapped, or pasted as the address of a result. */

/** Where providers put the ID in their addresses: `…/predictions/ID/result`, `…/videos/ID/content`, `…/tasks/ID`. */
const ID_IN_URL = /\/(?:predictions?|videos|tasks)\/([^/?#]+)/;
const ID = /^[A-Za-z0-9][\w.:=-]{0,299}$/;

/**
 * @returns the ID alone, whatever stands around it: it goes into the path of a request that carries a key.
 * A problem is a sentence.
 */
export function taskIdFrom(text: string): { id: string } | { problem: string } {
	const trimmed = text.trim();
	if (trimmed === '') return { problem: 'The task ID is empty.' };
	const isUrl = /^https?:\/\//i.test(trimmed);
	const id = isUrl ? ID_IN_URL.exec(trimmed)?.[1] : trimmed;
	if (id === undefined) {
		return { problem: 'The address holds no task ID: paste the ID itself.' };
	}
	if (!ID.test(id) || id.includes('..')) {
		return {
			problem: `A task ID is letters, digits, "-", "_", "." and ":", not ${JSON.stringify(id.slice(0, 80))}.`,
		};
	}
	return { id };
}

/** The spellings of an ID between which providers make no difference: UUIDs with and without dashes, in any case. */
const plainly = (id: string): string => id.toLowerCase().replaceAll('-', '');

/** Whether both are the ID of one task. */
export function isSameTaskId(one: string, other: string): boolean {
	return plainly(one) === plainly(other);
}

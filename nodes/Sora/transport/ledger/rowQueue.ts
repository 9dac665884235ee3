/** Calls on one row, one after another: n8n would lose one of two changes made side by side. */

interface Queue {
	last: Promise<unknown>;
	/** Words that wait to be added together. */
	next: { words: string[]; done: Promise<void> } | null;
}

const queues = new Map<string, Queue>();

export async function inTurn<T>(name: string, work: () => Promise<T>): Promise<T> {
	const queue = queues.get(name) ?? { last: Promise.resolve(), next: null };
	queues.set(name, queue);
	const done = queue.last.then(work);
	queue.last = done;
	try {
		return await done;
	} finally {
		if (queue.last === done) queues.delete(name);
	}
}

/** What is added while another call is under way is added in one call. */
export async function addTogether(
	name: string,
	words: readonly string[],
	add: (words: readonly string[]) => Promise<unknown>,
): Promise<void> {
	const waiting = queues.get(name)?.next;
	if (waiting) {
		waiting.words.push(...words);
		return await waiting.done;
	}
	const together = [...words];
	const done = inTurn(name, async () => {
		const queue = queues.get(name);
		if (queue) queue.next = null;
		await add(together);
	});
	const queue = queues.get(name);
	if (queue) queue.next = { words: together, done };
	await done;
}

/** Watching tasks by their IDs, for providers without a list and for users who want no others. */

import type { Feed, OnMissing } from './feed';
import { missingName } from './memory';
import { within } from './within';

/** Those that take longer are answered while the poll goes on. */
const WAIT_MS = 10_000;

/**
 * Polls each task that is not handled yet, and waits some seconds for the answers.
 * @param onUnknown called once for an ID that the provider does not know, also later in this poll; the
 * ID is asked for in two more polls.
 */
export async function readNamed(
	feed: Feed,
	ids: readonly string[],
	onUnknown: OnMissing,
): Promise<void> {
	const { memory, setup } = feed;
	memory.forgetAllBut([...ids, ...ids.map(missingName)]);
	feed.progress.completeWithoutList();
	const waiting = ids.filter((id) => !memory.isHandled(id) && !setup.downloads.has(id));
	for (const id of waiting) feed.waitFor(id, 0);
	const first = Math.floor(setup.clock.random() * waiting.length);
	const inTurn = [...waiting.slice(first), ...waiting.slice(0, first)];
	const polls = feed.pollTasks(inTurn, (id, why) => {
		if (feed.countMissing(id) === 1) onUnknown(id, why);
	});
	await within(setup.clock, WAIT_MS, polls, undefined);
	feed.remember();
}

/** Watching tasks by their IDs, for providers without a list and for users who want no others. */

import { missingName, type Feed, type OnMissing } from './feed';

/**
 * Polls each task that is not handled yet.
 * @param onUnknown called once for an ID that the provider does not know; it is asked for twice more.
 */
export async function readNamed(
	feed: Feed,
	ids: readonly string[],
	onUnknown: OnMissing,
): Promise<void> {
	const { memory, setup } = feed;
	memory.forgetAllBut([...ids, ...ids.map(missingName)]);
	// There is no list to read back: all that is known of these tasks fits.
	feed.allowWatermark(0);
	const waiting = ids.filter((id) => !memory.isHandled(id) && !setup.downloads.has(id));
	for (const id of waiting) feed.waitFor(id, 0);
	const first = Math.floor(setup.clock.random() * waiting.length);
	const inTurn = [...waiting.slice(first), ...waiting.slice(0, first)];
	await feed.pollTasks(inTurn, (id, why) => {
		if (feed.countMissing(id) === 1) onUnknown(id, why);
	});
	feed.remember();
}

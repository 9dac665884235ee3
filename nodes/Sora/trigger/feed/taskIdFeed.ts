/** Watching tasks by their IDs, for providers without a list and for whoever wants no others. */

import type { Failure } from '../../providers/video';
import type { Feed } from './feed';
import { missingName } from './feed';

/**
 * Looks at each task that was not dealt with yet.
 * @param unknown called once for an ID that the provider does not know; it is asked for twice more.
 */
export async function readNamed<V>(
	feed: Feed<V>,
	ids: readonly string[],
	unknown: (id: string, why: Failure) => void,
): Promise<void> {
	const { memory, setup } = feed;
	memory.forgetAllBut([...ids, ...ids.map(missingName)]);
	// There is no watermark: all that is known of these tasks fits.
	feed.mayRise = { to: 0 };
	const waiting = ids.filter((id) => !memory.isDealt(id) && !setup.desk.has(id));
	for (const id of waiting) feed.waitFor(id, 0);
	const first = Math.floor(setup.clock.random() * waiting.length);
	const turn = [...waiting.slice(first), ...waiting.slice(0, first)];
	await feed.pollTasks(turn, (id, why) => {
		if (feed.countMissing(id) === 1) unknown(id, why);
	});
	feed.remember();
}

/** A look at the tasks of a suspended execution, while somebody waits for n8n's answer. */

import { retrieveTask } from '../../engine/exchange';
import { Limiter } from '../../engine/limiter';
import type { Http } from '../../engine/ports';
import { POLLS_AT_ONCE } from '../../engine/run';
import type { Provider } from '../../providers/provider';
import type { VideoTask } from '../../providers/video';
import { monotonicMs } from '../../transport/clock';
import type { SuspendedTask } from './suspension';

/** For all tasks together: a provider that waits longer takes its callback for lost. */
const POLLS_LIMIT_MS = 10_000;
/** For one task: those that come later shall have their turn, too. */
const POLL_LIMIT_MS = 5_000;
/** RFC 6585, section 4. */
const TOO_MANY_REQUESTS = 429;

/**
 * As many at a time as a run would. What is not seen in ten seconds, or after the provider has had
 * enough of us, is left for the next call.
 * @returns the tasks as they are, as far as the provider has told.
 */
export async function pollSuspended(
	http: Http,
	provider: Provider,
	tasks: readonly SuspendedTask[],
): Promise<VideoTask[]> {
	const limiter = new Limiter(POLLS_AT_ONCE);
	const endsAt = monotonicMs() + POLLS_LIMIT_MS;
	const seen: VideoTask[] = [];
	let isBusy = false;
	const poll = async ({ taskId: id, readPath, output }: SuspendedTask) => {
		const leftMs = endsAt - monotonicMs();
		if (isBusy || leftMs <= 0) return;
		const limits = { timeLimitMs: Math.min(POLL_LIMIT_MS, leftMs) };
		const result = await retrieveTask(http, provider, { id, readPath }, limits);
		if (result.kind !== 'task') {
			isBusy ||= result.failure.httpStatus === TOO_MANY_REQUESTS;
			return;
		}
		seen.push(output.includeProviderResponse ? result.task : { ...result.task, response: null });
	};
	await Promise.all(tasks.map(async (task) => await limiter.use(async () => await poll(task))));
	return seen;
}

import type { Provider } from '../providers/provider';
import { hasEnded, type TaskRef } from '../providers/video';
import { exchange, retrieveTask } from './exchange';
import type { Http } from './ports';
import { sentence } from './sentence';

/** Nobody waits for the video any more when it is sent. */
const CANCEL_LIMITS = { timeLimitMs: 4_000 };

export interface CancelResult {
	/** The task may have ended meanwhile, by this or by itself. */
	wasAsked: boolean;
	/** The provider says that the task is cancelled. */
	isCancelled: boolean;
	/** What came of it, as a sentence. */
	message: string;
}

function notAsked(message: string): CancelResult {
	return { wasAsked: false, isCancelled: false, message };
}

/** Asks the provider to cancel a task, where that takes no finished video away. Never rejects. */
export async function cancelTask(
	provider: Provider,
	http: Http,
	ref: TaskRef,
): Promise<CancelResult> {
	const { cancel, displayName } = provider;
	if (!cancel) return notAsked(`${displayName} can't cancel tasks, so this one continues.`);
	if (cancel.removesEnded) {
		const result = await retrieveTask(http, provider, ref);
		if (result.kind !== 'task') {
			return notAsked("The task wasn't cancelled: its status isn't known, so it continues.");
		}
		// It is read once more, and delivered.
		if (hasEnded(result.task.status)) {
			return { wasAsked: true, isCancelled: false, message: 'The task has just ended.' };
		}
		const reason = cancel.reasonAgainst?.(result.task) ?? null;
		if (reason !== null) return notAsked(`The task continues, because ${reason}.`);
	}
	const done = await exchange(http, { ...cancel.call(ref), ...CANCEL_LIMITS }, cancel.parse);
	const response = done.ok ? 'and agreed.' : `but responded: ${sentence(done.failure.message)}`;
	const message = `The provider was asked to cancel the task, ${response}`;
	return { wasAsked: true, isCancelled: done.ok, message };
}

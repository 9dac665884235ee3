/** What earlier tries and executions have left for the items: tasks to pick up, and tasks to name. */

import type { IExecuteFunctions } from 'n8n-workflow';
import type { GenerateJob } from '../../engine/job';
import { lastFrameKey, ledgerKeys } from '../../engine/submit/ledgerKey';
import { toFailure } from '../../providers/video';
import { inputFailure, type ItemFailure } from '../../output/errors';
import { isTool } from '../../shared/tool';
import type { EarlierTask } from '../../transport/ledger/crashJournal';
import { openLedger, type OpenLedger } from '../../transport/ledger/ledger';
import type { PreparedItem } from './prepareItem';

export interface Restored extends Pick<OpenLedger, 'ledger' | 'close'> {
	/** With a warning for each task that their users should know of. */
	ready: PreparedItem[];
	/** One for each of `ready`. */
	jobs: GenerateJob[];
	/** Items that may have been paid for, though nobody can say so. */
	refused: ItemFailure[];
}

/** Opens the ledger of this run. To be closed once all is over. */
export async function restoreTasks(
	context: IExecuteFunctions,
	prepared: readonly PreparedItem[],
): Promise<Restored> {
	const runIndex = Number(context.evaluateExpression('{{ $runIndex }}', 0));
	const keys = ledgerKeys(runIndex, prepared);
	const frameKeys = keys.filter((_, index) => prepared[index].output.returnLastFrame);
	const { ledger, earlierTasks, unreadKeys, close } = await openLedger(
		context,
		runIndex,
		[...keys, ...frameKeys.map(lastFrameKey)],
		isTool(context.getNode()),
	);
	const isUnread = (key: string): boolean =>
		unreadKeys.has(key) || unreadKeys.has(lastFrameKey(key));
	const items = prepared.map((item, index) => ({ item, key: keys[index] }));
	const readable = items.filter(({ key }) => !isUnread(key));
	return {
		ready: readable.map(({ item, key }) => withEarlierTasks(item, earlierTasks.get(key) ?? [])),
		jobs: readable.map(({ item: { request, terms }, key }) => ({
			kind: 'generate',
			request,
			terms,
			ledgerKey: key,
		})),
		refused: items.filter(({ key }) => isUnread(key)).map(({ item }) => unread(item)),
		ledger,
		close,
	};
}

/** A retry that pays for what it cannot see would pay twice. */
function unread({ itemIndex, request }: PreparedItem): ItemFailure {
	const message =
		"n8n's database did not say whether the execution that is retried has paid for this item.";
	return {
		...inputFailure(itemIndex, request.model.id, message),
		failure: toFailure('network', message),
		advice: "Nothing was submitted. Retry the execution again once n8n's database responds.",
	};
}

const EARLIER_TASK_SENTENCES: Readonly<Record<EarlierTask['kind'], string>> = {
	orphaned:
		'was submitted for the same item by another execution, which was stopped, crashed, failed or is still running. Get its video with Sora Get Result.',
	earlierCall:
		'was submitted for the same item by an earlier call of this workflow from the same execution. If this call is a retry of that one, get its video with Sora Get Result, and turn on Retry On Fail for this node instead of the one that calls this workflow.',
	unanswered:
		'was submitted for the same request by an earlier call of this tool, which ended with an error, so this task was used instead of paying for another one.',
	pickedUp:
		'was submitted for the same item by an earlier call of this workflow from the same execution. One of its calls failed, so this task was used instead of paying for another one.',
};

const SENT_BEFORE =
	'Another execution was stopped or crashed, or is still running, while it submitted the same item. That task may exist and may be billed: retry that execution, which looks for it, or look for it at the provider.';

/** A new execution pays anew, but the video that another one has paid for shall not be forgotten. */
function withEarlierTasks(item: PreparedItem, tasks: readonly EarlierTask[]): PreparedItem {
	const warnings = tasks.map(({ taskId, kind }) =>
		taskId === null ? SENT_BEFORE : `Task ${taskId} ${EARLIER_TASK_SENTENCES[kind]}`,
	);
	return { ...item, warnings: [...item.warnings, ...warnings] };
}

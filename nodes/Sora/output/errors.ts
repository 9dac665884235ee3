/** From a failed item to what n8n's users see of it. */

import {
	NodeApiError,
	NodeOperationError,
	type INode,
	type INodeExecutionData,
	type NodeApiError as ApiError,
} from 'n8n-workflow';
import type { Provider } from '../providers/provider';
import { toFailure, type FailureCategory } from '../providers/video';
import type { JobFailure } from '../engine/outcome';
import { sentence } from '../engine/sentence';
import { isTool } from '../shared/tool';

/** A failed item, and whose fault it is: `input` was refused here, before anything was sent. */
export interface ItemFailure extends Omit<JobFailure, 'origin'> {
	itemIndex: number;
	model: string;
	origin: 'input' | 'provider';
}

/** What a node's error is made of: a trigger has failures, and no input items. */
export type NodeFailure = Omit<ItemFailure, 'itemIndex'> & { itemIndex: number | null };

/** A failure of the user's input: nothing was sent. */
export function inputFailure(itemIndex: number, model: string, message: string): ItemFailure {
	return {
		itemIndex,
		model,
		origin: 'input',
		failure: toFailure('invalid_input', message),
		taskId: null,
		status: null,
		submitted: false,
		advice: 'Nothing was submitted.',
	};
}

/** Says what happened, to which item and task; what the provider said as it is. */
export function messageOf({ origin, failure, taskId }: NodeFailure, provider: Provider): string {
	if (origin === 'input') return failure.message;
	const credential = failure.category === 'auth' ? ` (credential ${provider.credentialName})` : '';
	const task = taskId === null ? '' : ` task ${taskId}`;
	return `${provider.displayName}${task}: ${failure.message}${credential}`;
}

export interface OtherTask {
	itemIndex: number;
	taskId: string;
}

/** What stands in the way of the other items, where all of them were read before anything was sent. */
export interface OtherProblem {
	itemIndex: number;
	problem: string;
}

/** What is known of the other items of the run. */
export interface Others {
	tasks: readonly OtherTask[];
	/** Items that may have a task, though nobody knows its ID. */
	lost: readonly number[];
	problems: readonly OtherProblem[];
}

const NO_OTHERS: Others = { tasks: [], lost: [], problems: [] };
const PROBLEMS_NAMED = 10;

/** Whoever starts a new execution instead of a retry may pay twice for these. */
export function lostSentence(itemIndexes: readonly number[]): string[] {
	if (itemIndexes.length === 0) return [];
	const list = itemIndexes.map((itemIndex) => `item ${itemIndex}`).join(', ');
	return [
		`The responses to the submits of these items were lost, so they may be billed; a retry looks for their tasks and never submits them again: ${list}.`,
	];
}

/** What to do next, which paid tasks of other items are kept, and what else is to be mended. */
function descriptionOf(failed: NodeFailure, { tasks: others, lost, problems }: Others): string {
	const parts = [failed.advice];
	const { taskId, failure } = failed;
	const { httpStatus } = failure;
	const facts = [
		...(taskId === null ? [] : [`task ${taskId}`]),
		...(httpStatus !== null && httpStatus >= 400 ? [`HTTP ${httpStatus}`] : []),
	];
	if (facts.length > 0) parts.push(`(${facts.join(', ')})`);
	if (others.length > 0) {
		const list = others.map(({ itemIndex, taskId }) => `item ${itemIndex}: ${taskId}`).join(', ');
		parts.push(
			`The tasks of the other items are kept, and a retry picks them up without paying again: ${list}.`,
		);
	}
	parts.push(...lostSentence(lost));
	if (problems.length > 0) {
		const named = problems.slice(0, PROBLEMS_NAMED);
		const list = named.map(({ itemIndex, problem }) => `Item ${itemIndex}: ${sentence(problem)}`);
		const rest = problems.length - named.length;
		parts.push('Other items were also rejected.', ...list);
		if (rest > 0) parts.push(`And ${rest} more.`);
	}
	return parts.join(' ');
}

/** The error that ends the node. Its message names the item as n8n's own nodes do. */
export function nodeErrorOf(
	node: INode,
	failed: NodeFailure,
	provider: Provider,
	others: Others = NO_OTHERS,
): NodeOperationError | ApiError {
	const { failure } = failed;
	const itemIndex = failed.itemIndex ?? undefined;
	const what = messageOf(failed, provider);
	// An agent is given the message only, and has to know what to do next.
	const said = isTool(node) ? `${sentence(what)} ${failed.advice}` : what;
	const message = itemIndex === undefined ? said : `${said} [item ${itemIndex}]`;
	const description = descriptionOf(failed, others);
	const error =
		failed.origin === 'input'
			? new NodeOperationError(node, message, { itemIndex, description })
			: new NodeApiError(
					node,
					{ message },
					{
						itemIndex,
						message,
						description,
						httpCode: failure.httpStatus === null ? undefined : String(failure.httpStatus),
						...declaredCause(failed),
					},
				);
	// n8n replaces messages that hold a network code, and with them the task's ID.
	error.message = message;
	error.description = description;
	error.context.data = detailsOf(failed, provider);
	return error;
}

type Cause =
	| 'rate-limited'
	| 'quota-exhausted'
	| 'temporarily-unavailable'
	| 'credential-invalid'
	| 'configuration-invalid';

/** n8n 2.41 reads why a node failed; older versions pass over it. n8n-workflow, errors/failure. */
const CAUSES: Readonly<Partial<Record<FailureCategory, Cause>>> = {
	rate_limit: 'rate-limited',
	quota: 'quota-exhausted',
	auth: 'credential-invalid',
	network: 'temporarily-unavailable',
	timeout: 'temporarily-unavailable',
	model_retired: 'configuration-invalid',
	invalid_input: 'configuration-invalid',
};

function declaredCause({ failure }: NodeFailure): object {
	const isServersTrouble = failure.category === 'provider' && (failure.httpStatus ?? 0) >= 500;
	const cause = isServersTrouble ? 'temporarily-unavailable' : CAUSES[failure.category];
	if (cause === undefined) return {};
	const isTimed =
		cause === 'rate-limited' || cause === 'quota-exhausted' || cause === 'temporarily-unavailable';
	const wait =
		isTimed && failure.retryAfterMs !== null ? { retryAfterMs: failure.retryAfterMs } : {};
	return { failure: { cause, ...wait } };
}

/**
 * The item that takes a failed one's place where the workflow goes on.
 * @param node given where the item may go to the node's error branch.
 */
export function errorItemOf(
	failed: ItemFailure,
	provider: Provider,
	node?: INode,
): INodeExecutionData {
	const item: INodeExecutionData = {
		json: {
			error: `${sentence(messageOf(failed, provider))} ${failed.advice}`,
			details: detailsOf(failed, provider),
		},
		pairedItem: { item: failed.itemIndex },
	};
	const hasErrorBranch = node?.onError === 'continueErrorOutput';
	return hasErrorBranch ? toErrorBranch(item, nodeErrorOf(node, failed, provider)) : item;
}

/**
 * Until 2.20, n8n sends an item with details to the error branch only for an `error` of its own; then it
 * replaces the item's `json`, and the details with it, if that `error` is still on its copy of the item.
 * Copies have only what can be enumerated. n8n-core, `handleNodeErrorOutput`.
 */
function toErrorBranch(
	item: INodeExecutionData,
	error: NodeOperationError | ApiError,
): INodeExecutionData {
	return Object.defineProperty(item, 'error', { value: error, enumerable: false });
}

function detailsOf(failed: NodeFailure, provider: Provider) {
	const { failure, taskId, status, submitted, model, cost = null } = failed;
	const { code, category } = failure;
	return {
		...{ taskId, provider: provider.name, model, status, code, category, submitted },
		...(cost === null ? {} : { cost: { ...cost } }),
	};
}

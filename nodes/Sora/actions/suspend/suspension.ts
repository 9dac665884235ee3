/** What a suspended run leaves in the node's context, as plain JSON, for whoever wakes it. */

import type { IBinaryKeyData, IDataObject, INodeExecutionData } from 'n8n-workflow';
import { isObject } from '../../shared/json';
import type { VideoTask } from '../../providers/video';
import type { JobTerms } from '../../engine/job';
import type { ItemFailure } from '../../output/errors';
import type { OutputOptions } from '../../output/options';

/** One item's task and all that its output will need. */
export interface SuspendedTask {
	itemIndex: number;
	taskId: string;
	readPath: string | null;
	/** Unix milliseconds. */
	submittedAt: number;
	modelId: string;
	durationSeconds: number | null;
	warnings: string[];
	output: OutputOptions;
	terms: JobTerms;
	ledgerKey: string;
	/** `secretHash` of the secret that the provider was given for this task; null where it takes none. */
	secretHash: string | null;
}

/** An input item as it came. */
export interface SuspendedInput {
	json: IDataObject;
	binary?: IBinaryKeyData;
}

export interface Suspension {
	version: 1;
	tasks: SuspendedTask[];
	/** Items that have failed before anything was submitted, or by it; the others go on. */
	failed: ItemFailure[];
	inputs: SuspendedInput[];
	/** The first failed item ends the node. */
	failFast: boolean;
	/** Unix milliseconds. */
	parkedAt: number;
	/** When the last of the tasks should be done, Unix milliseconds. */
	deadline: number;
	/** The longest that one of the models usually renders, in milliseconds; null where nobody knows. */
	usualRenderMs: number | null;
	/** `secretHash` of the token that our own calls to the resume URL carry. */
	tokenHash: string;
	/** Why the provider's callback cannot come, as a sentence; null where it can. */
	unreachable: string | null;
}

const FIELD = 'soraSuspension';

/** @param context what `getContext('node')` returns. */
export function keepSuspension(context: IDataObject, suspension: Suspension): void {
	context[FIELD] = suspension as unknown as IDataObject;
}

/** Takes it out of the context, so that it is used once. */
export function takeSuspension(context: IDataObject): Suspension | null {
	const suspension = suspensionFrom(context[FIELD]);
	delete context[FIELD];
	return suspension;
}

/** Where a webhook finds it: its own node's context can only be read by an expression. */
export function suspensionExpression(nodeName: string): string {
	// A name may hold anything, also what would end the expression.
	const name = JSON.stringify(nodeName).replace(/[{}]/g, (brace) =>
		brace === '{' ? '\\u007b' : '\\u007d',
	);
	return `{{ JSON.stringify($node[${name}].context.${FIELD} ?? null) }}`;
}

/** @returns null for everything that is no suspension of ours. */
export function suspensionFrom(value: unknown): Suspension | null {
	if (!isObject(value) || value.version !== 1) return null;
	const isWhole = [value.tasks, value.failed, value.inputs].every(Array.isArray);
	return isWhole && typeof value.tokenHash === 'string' ? (value as unknown as Suspension) : null;
}

/** What the waking brings along on the first item: the tasks as they were seen, by their IDs. */
export interface Waking {
	/** The deadline has come, or every task has ended, or one that ends the run has failed. */
	reason: 'deadline' | 'ended' | 'failed';
	seen: Record<string, VideoTask>;
}

const WAKING_FIELD = 'soraWaking';

/** The items that the node starts again with: as they came, with what is known of their tasks. */
export function wakingItems(
	inputs: readonly SuspendedInput[],
	waking: Waking,
): INodeExecutionData[] {
	return inputs.map((input, index) => ({
		...input,
		...(index === 0 ? { [WAKING_FIELD]: waking as unknown as IDataObject } : {}),
	}));
}

/** Takes it off the items, so that a retry begins from the ledger. */
export function takeWaking(items: readonly INodeExecutionData[]): Waking | null {
	const [first] = items;
	const waking = first?.[WAKING_FIELD];
	if (first === undefined || !isObject(waking)) return null;
	delete first[WAKING_FIELD];
	return waking as unknown as Waking;
}

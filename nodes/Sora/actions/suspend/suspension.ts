/** What a suspended run leaves in the node's context, as plain JSON, for whoever resumes it. */

import type { IBinaryKeyData, IDataObject, INodeExecutionData } from 'n8n-workflow';
import { isObject } from '../../shared/json';
import {
	RESUME_SIGNAL_FIELD,
	SUSPENDED_AT_FIELD,
	SUSPENSION_FIELD,
} from '../../shared/storedNames';
import type { VideoTask } from '../../providers/video';
import type { Estimate } from '../../models/estimate';
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
	/** Left out in executions that an earlier version has suspended. */
	estimatedCost?: Estimate | null;
	warnings: string[];
	output: OutputOptions;
	terms: JobTerms;
	ledgerKey: string;
	/** `secretHash` of the secret that the provider was given for this task; null where it takes none. */
	secretHash: string | null;
}

/** When an item has waited for as long as it may, Unix milliseconds. */
export function timeoutOf({ submittedAt, terms }: SuspendedTask): number {
	return submittedAt + terms.waitTimeoutMs;
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
	suspendedAt: number;
	/** When the last of the tasks should be done, Unix milliseconds. */
	deadline: number;
	/** The longest that one of the models usually renders, in milliseconds; null where nobody knows. */
	usualRenderMs: number | null;
	/** `secretHash` of the token that our own calls to the resume URL carry. */
	tokenHash: string;
	/** Why no callback can come, as a sentence; null where nothing speaks against it. */
	unreachable: string | null;
}

/** As it is stored. */
export type StoredSuspension = Omit<Suspension, 'suspendedAt'> &
	Record<typeof SUSPENDED_AT_FIELD, number>;

export function storedSuspension({ suspendedAt, ...rest }: Suspension): StoredSuspension {
	return { ...rest, [SUSPENDED_AT_FIELD]: suspendedAt };
}

/** @param context what `getContext('node')` returns. */
export function keepSuspension(context: IDataObject, suspension: Suspension): void {
	context[SUSPENSION_FIELD] = storedSuspension(suspension) as unknown as IDataObject;
}

/** Takes it out of the context, so that it is used once. */
export function takeSuspension(context: IDataObject): Suspension | null {
	const suspension = suspensionFrom(context[SUSPENSION_FIELD]);
	delete context[SUSPENSION_FIELD];
	return suspension;
}

/** Where a webhook finds it: its own node's context can only be read by an expression. */
export function suspensionExpression(nodeName: string): string {
	// A name may hold anything, also what would end the expression.
	const name = JSON.stringify(nodeName).replace(/[{}]/g, (brace) =>
		brace === '{' ? '\\u007b' : '\\u007d',
	);
	return `{{ JSON.stringify($node[${name}].context.${SUSPENSION_FIELD} ?? null) }}`;
}

/** @returns null for everything that is no suspension of ours. */
export function suspensionFrom(value: unknown): Suspension | null {
	if (!isObject(value) || value.version !== 1) return null;
	const isWhole = [value.tasks, value.failed, value.inputs].every(Array.isArray);
	if (!isWhole || typeof value.tokenHash !== 'string') return null;
	const { [SUSPENDED_AT_FIELD]: suspendedAt, ...rest } = value as unknown as StoredSuspension;
	return { ...rest, suspendedAt };
}

/** Comes with the first item of a resumed run: why it goes on, and the tasks as they were last seen, by ID. */
export interface ResumeSignal {
	/** The deadline has come, or every task has ended, or one that ends the run has failed. */
	reason: 'deadline' | 'ended' | 'failed';
	seen: Record<string, VideoTask>;
}

/** The items that the node starts again with: as they came, with what is known of their tasks. */
export function resumeItems(
	inputs: readonly SuspendedInput[],
	signal: ResumeSignal,
): INodeExecutionData[] {
	return inputs.map((input, index) => ({
		...input,
		...(index === 0 ? { [RESUME_SIGNAL_FIELD]: signal as unknown as IDataObject } : {}),
	}));
}

/** Takes it off the items, so that a retry begins from the ledger. */
export function takeResumeSignal(items: readonly INodeExecutionData[]): ResumeSignal | null {
	const [first] = items;
	const signal = first?.[RESUME_SIGNAL_FIELD];
	if (first === undefined || !isObject(signal)) return null;
	delete first[RESUME_SIGNAL_FIELD];
	return signal as unknown as ResumeSignal;
}

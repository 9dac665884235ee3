/** Which execution a node runs in, and which earlier ones it goes on with. */

import { createHash } from 'crypto';
import type { IExecuteFunctions } from 'n8n-workflow';
import { arrayOf, isObject, objectOf, textOf } from '../../shared/json';
import { hooksOf } from './executionHooks';

export interface Execution {
	id: string;
	/** The name of its journal. All calls of a sub-workflow by one execution share one. */
	journal: string;
	/** A sub-workflow's execution: the one that began it all, and how it stands. */
	root: Root | null;
	/** null where n8n does not say: of the caller of a sub-workflow, before 2.0. */
	isRetry: boolean | null;
	/** The execution that is retried; null where n8n does not say (before 2.0). */
	retryOf: string | null;
	/** What an execution and its retry have in common. */
	lineage: readonly string[];
}

export interface Root {
	id: string;
	/** The caller waits, so that a failure here may make it call again. */
	isWaitedFor: boolean;
	/** Sub-executions whose output the root execution had when it was stored. */
	delivered: ReadonlySet<string>;
}

/** Of the name of a journal that all calls of a sub-workflow by one execution share. */
export const SHARED_PREFIX = 'i';
/** Sub-workflows within sub-workflows. */
const MAX_DEPTH = 8;

type Context = Pick<IExecuteFunctions, 'getExecutionId' | 'getMode'>;
/** From n8n 1.122 to 2.41 the same, though not in the types of all. */
type ReadExecution = (id: string) => Promise<unknown>;

export async function executionOf(context: Context): Promise<Execution> {
	const id = context.getExecutionId();
	const isRetry = context.getMode() === 'retry';
	const { runExecutionData } = context as { runExecutionData?: unknown };
	const parent = parentIn(runExecutionData);
	if (context.getMode() === 'integrated' && parent !== null) {
		return await subExecution(context, id, parent);
	}
	const retryOf = isRetry ? textOf(objectOf(hooksOf(context)).retryOf) : null;
	const origin = originOf(runExecutionData);
	const lineage = [
		tokenOf('execution', retryOf ?? id),
		...(origin === null ? [] : [tokenOf('origin', origin)]),
	];
	return { id, journal: id, root: null, isRetry, retryOf, lineage };
}

/**
 * What n8n gives to an execution and leaves to all of its retries: also to the retry of one that was
 * killed before it could write down whose retry it was. null in older releases.
 */
function originOf(runExecutionData: unknown): string | null {
	return textOf(objectOf(runExecutionData).resumeToken);
}

async function subExecution(context: Context, id: string, caller: Parent): Promise<Execution> {
	const { parent: root, stored } = await rootAbove(context, caller);
	const { additionalData } = context as { additionalData?: unknown };
	const { establishedAt } = root.executionContext;
	const rootMode = textOf(objectOf(additionalData).rootExecutionMode);
	const beginning = beginningOf(stored);
	return {
		id,
		journal: `${SHARED_PREFIX}${root.executionId}`,
		root: {
			id: root.executionId,
			isWaitedFor: caller.shouldResume !== false,
			delivered: subExecutionsIn(stored),
		},
		isRetry: rootMode === null ? null : rootMode === 'retry',
		retryOf: null,
		lineage: [
			// Kept by the retry of an execution that ended by itself.
			tokenOf('established', root.workflowId, String(establishedAt ?? root.executionId)),
			// The same for the retry of one that was stopped or broke off: n8n stores how it began.
			...(beginning === null ? [] : [tokenOf('begun', root.workflowId, beginning)]),
		],
	};
}

interface Parent {
	executionId: string;
	workflowId: string;
	shouldResume: boolean | undefined;
	executionContext: { establishedAt?: number };
}

function parentIn(runExecutionData: unknown): Parent | null {
	const { parentExecution } = objectOf(runExecutionData);
	if (!isObject(parentExecution)) return null;
	const { executionId, workflowId, shouldResume, executionContext } = parentExecution;
	if (typeof executionId !== 'string') return null;
	const { establishedAt } = objectOf(executionContext);
	return {
		executionId,
		workflowId: String(workflowId),
		shouldResume: typeof shouldResume === 'boolean' ? shouldResume : undefined,
		executionContext: typeof establishedAt === 'number' ? { establishedAt } : {},
	};
}

/** The execution that began it all, and what n8n has stored of it: as it began, while it runs. */
async function rootAbove(
	context: Context,
	caller: Parent,
): Promise<{ parent: Parent; stored: unknown }> {
	let parent = caller;
	for (let depth = 1; ; depth++) {
		const stored = await storedExecution(context, parent.executionId);
		const above = parentIn(stored);
		if (above === null || depth === MAX_DEPTH) return { parent, stored };
		parent = above;
	}
}

/** @returns undefined for an execution that n8n has deleted, or never stored; null where nobody can say. */
export async function storedExecution(context: object, id: string): Promise<unknown> {
	const { getExecutionDataById } = context as { getExecutionDataById?: ReadExecution };
	if (getExecutionDataById === undefined) return null;
	return await getExecutionDataById.call(context, id).catch(() => null);
}

/** Whether an execution that n8n has stored so can no longer be retried, because all went well. */
export function isDone(stored: unknown): boolean {
	if (stored === undefined) return true;
	const { resultData, waitTill } = objectOf(stored);
	return hasRun(stored) && !objectOf(resultData).error && !waitTill;
}

/**
 * Whether n8n has stored an execution with its end: also one that was stopped, for which it adds
 * nothing but an error. So it stores the retry of one from its beginning.
 */
export function hasEnded(stored: unknown): boolean {
	return isObject(objectOf(objectOf(stored).resultData).error) || hasRun(stored);
}

/** A retry begins with the last node of the execution that it repeats, and with that on its stack. */
function hasRun(stored: unknown): boolean {
	const { resultData, executionData } = objectOf(stored);
	const hasLastNode = typeof objectOf(resultData).lastNodeExecuted === 'string';
	return hasLastNode && arrayOf(objectOf(executionData).nodeExecutionStack).length === 0;
}

function beginningOf(stored: unknown): string | null {
	const stack = objectOf(objectOf(stored).executionData).nodeExecutionStack;
	return Array.isArray(stack) ? JSON.stringify(stack.map((entry) => objectOf(entry).data)) : null;
}

function subExecutionsIn(stored: unknown): Set<string> {
	const { runData } = objectOf(objectOf(stored).resultData);
	const runs = Object.values(objectOf(runData)).flatMap((ofNode) =>
		Array.isArray(ofNode) ? (ofNode as unknown[]) : [],
	);
	const items = runs.flatMap((run) => {
		const { main } = objectOf(objectOf(run).data);
		return Array.isArray(main) ? (main.flat() as unknown[]) : [];
	});
	return new Set(
		[...runs, ...items].flatMap((one) => {
			const { subExecution } = objectOf(objectOf(one).metadata);
			const { executionId } = objectOf(subExecution);
			return typeof executionId === 'string' ? [executionId] : [];
		}),
	);
}

function tokenOf(...texts: string[]): string {
	return createHash('sha256').update(texts.join('\n')).digest('hex').slice(0, 16);
}

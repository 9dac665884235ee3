/**
 * The end of a whole execution, which comes long after that of a node: only then does n8n store what
 * the node has in its context, unless it is set to save progress.
 */

import { isObject } from '../../shared/json';

/** n8n's hooks of one execution: a plain property of every context from n8n 1.122 to 2.41. */
export interface ExecutionHooks {
	/** Called with the execution as it ended, after n8n has stored it. */
	addHandler(
		name: 'workflowExecuteAfter',
		handler: (run: { status?: string }) => Promise<void>,
	): void;
}

/** @returns null where this version of n8n shows no such hooks. */
export function hooksOf(context: object): ExecutionHooks | null {
	const { additionalData } = context as { additionalData?: unknown };
	const hooks = isObject(additionalData) ? additionalData.hooks : null;
	const isThere = isObject(hooks) && typeof hooks.addHandler === 'function';
	return isThere ? (hooks as unknown as ExecutionHooks) : null;
}

/** After Stop n8n writes an execution back as it was at its start. */
export function isStored({ status }: { status?: string }): boolean {
	return status !== 'canceled';
}

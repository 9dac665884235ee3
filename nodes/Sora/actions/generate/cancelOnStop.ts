/** `cancelOnStop`: what runs at the provider when the user stops the execution. */

import type { IExecuteFunctions } from 'n8n-workflow';
import { cancelTask } from '../../engine/cancelTask';
import type { Outcome } from '../../engine/outcome';
import type { Provider } from '../../providers/provider';
import { withinMs } from '../../transport/clock';
import { httpOf, type Connection } from '../../transport/http';

/** For all cancels of a run together: n8n does not wait for a node that was stopped. */
const CANCEL_PATIENCE_MS = 2_000;

/** n8n's helper takes the cancel signal from the context: a stop that has come would end these calls as well. */
function unstopped(context: IExecuteFunctions): IExecuteFunctions {
	return Object.create(context, {
		getExecutionCancelSignal: { value: () => undefined },
	}) as IExecuteFunctions;
}

/**
 * Asks for all tasks at once, and writes what came of it to n8n's log. A retry of the execution still
 * knows the tasks, so that one which was not cancelled is picked up. Never rejects.
 */
export async function cancelStoppedTasks(
	context: IExecuteFunctions,
	connection: Connection,
	provider: Provider,
	outcomes: readonly Outcome[],
): Promise<void> {
	const ids = outcomes.flatMap((outcome) =>
		outcome.kind === 'stopped' && outcome.taskId !== null ? [outcome.taskId] : [],
	);
	if (ids.length === 0 || !provider.cancel) return;
	const http = httpOf(unstopped(context), connection);
	await Promise.all(
		ids.map(async (id) => {
			const result = await withinMs(cancelTask(provider, http, { id }), CANCEL_PATIENCE_MS);
			const message = result?.message ?? 'The provider did not respond to the cancel in time.';
			context.logger.info(`Execution stopped, task ${id}: ${message}`);
		}),
	);
}

/**
 * What n8n's timer does with a suspended execution, should nobody have resumed it: it runs the node no
 * more and passes its input on. So the input is made what the output should then be.
 */

import type { ExecutionError, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import type { Provider } from '../../providers/provider';
import { deliver, type Delivery, type Worked } from '../../output/deliver';
import { errorItemOf, nodeErrorOf, type ItemFailure } from '../../output/errors';
import type { SuspendedTask, Suspension } from './suspension';
import { toFailure } from '../../providers/video';

const ADVICE_AFTER_RESTART =
	'The task continues at the provider and is already paid for: get its video with Sora Get Result.';

/** Changes the execution's own copies of the items; the node before keeps its output. */
export function writeTimeoutOutput(
	context: IExecuteFunctions,
	delivery: Delivery,
	suspension: Suspension,
	worked: readonly Worked[],
): void {
	const { provider, failFast } = delivery;
	const { tasks, failed, unreachable } = suspension;
	const notes = unreachable === null ? [] : [unreachable];
	const noted = worked.map(({ item, outcome }) => ({
		item: { ...item, warnings: [...item.warnings, ...notes] },
		outcome,
	}));
	const passedOn = deliver({ ...delivery, failFast: false }, [], noted.filter(isTask));
	const late = tasks.filter(({ terms }) => terms.onTimeout === 'error').map(lateTask);
	const errors = [...failed, ...(failFast ? [] : late)].map((item) => errorItemOf(item, provider));

	const items = context.getInputData();
	for (const { json, pairedItem } of [...passedOn, ...errors]) {
		const item = items[indexIn(pairedItem)];
		item.json = json;
		// An image that came in must not look like the video that goes out.
		delete item.binary;
	}
	if (failFast && late.length > 0) failOnTimer(context, late, provider);
}

const isTask = ({ outcome }: Worked) => outcome.kind === 'task';

function indexIn(pairedItem: INodeExecutionData['pairedItem']): number {
	return typeof pairedItem === 'object' && 'item' in pairedItem ? pairedItem.item : 0;
}

function lateTask({ itemIndex, taskId, modelId, terms }: SuspendedTask): ItemFailure {
	const seconds = terms.waitTimeoutMs / 1000;
	return {
		itemIndex,
		model: modelId,
		origin: 'provider',
		failure: toFailure(
			'timeout',
			`Nothing resumed the execution within ${seconds} seconds: no callback came, and n8n was restarted or can't be reached at its own URL. The video may be ready.`,
		),
		taskId,
		status: 'queued',
		submitted: true,
		advice: ADVICE_AFTER_RESTART,
	};
}

/**
 * n8n 2.41 fails a node with this error when its timer resumes it; older ones pass the items on. The
 * node is not run again for it, and neither by a retry of the execution.
 */
function failOnTimer(
	context: IExecuteFunctions,
	late: readonly ItemFailure[],
	provider: Provider,
): void {
	const error = nodeErrorOf(context.getNode(), late[0], provider);
	const tasks = late.map(({ itemIndex, taskId }) => `item ${itemIndex}: ${taskId}`).join(', ');
	const plain = {
		name: error.name,
		message: error.message,
		description: `${ADVICE_AFTER_RESTART} All tasks of this run: ${tasks}.`,
		context: error.context,
	};
	context.setMetadata({ resumeError: plain as unknown as ExecutionError });
}

/** What Sora Get Result does: read all task IDs, look at them side by side. */

import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import type { Provider } from '../providers/provider';
import type { TaskRef } from '../providers/video';
import type { JobTerms } from '../engine/job';
import { runBilled } from '../engine/cost/runBilled';
import { sentences } from '../engine/sentence';
import { connectionOf } from '../transport/connection';
import { deliver, type DeliverableItem, type Delivery } from '../output/deliver';
import { inputFailure, type ItemFailure } from '../output/errors';
import { portsOf } from '../transport/ports';
import { ledgerIn } from '../transport/ledger/ledger';
import { readResultParameters } from './parameters/resultParameters';
import { readProvider } from './parameters/runParameters';

interface Wanted {
	item: DeliverableItem;
	task: TaskRef;
	terms: JobTerms;
}

/**
 * @returns one item per input item, in their order.
 * @throws NodeOperationError or NodeApiError with the item's index, unless the node goes on on errors.
 */
export async function getResults(context: IExecuteFunctions): Promise<INodeExecutionData[]> {
	const provider = readProvider(context);
	const read = context.getInputData().map((_, index) => readItem(context, provider, index));
	const refused = read.filter((item): item is ItemFailure => 'failure' in item);
	const failFast = !context.continueOnFail();
	const delivery: Delivery = { context, provider, failFast };
	if (failFast && refused.length > 0) return deliver(delivery, refused, []);

	const connection = await connectionOf(context, provider.credentialType);
	const signal = context.getExecutionCancelSignal();
	const wanted = read.filter((item): item is Wanted => 'task' in item);
	const jobs = wanted.map(({ task, terms }) => ({ kind: 'get' as const, task, terms }));
	const outcomes = await runBilled(
		jobs,
		provider,
		{ maxConcurrent: Math.max(1, jobs.length), failFast },
		{ ...portsOf(context, connection, signal), ledger: ledgerIn({}) },
	);
	return deliver(
		delivery,
		refused,
		wanted.map(({ item }, index) => ({ item, outcome: outcomes[index] })),
	);
}

function readItem(
	context: IExecuteFunctions,
	provider: Provider,
	itemIndex: number,
): Wanted | ItemFailure {
	const { parameters, problems } = readResultParameters(context, provider, itemIndex);
	const { task, terms, output } = parameters;
	if (task === null || problems.length > 0) {
		return inputFailure(itemIndex, '', sentences(problems));
	}
	return {
		item: { itemIndex, model: null, durationSeconds: null, warnings: [], output },
		task,
		terms,
	};
}

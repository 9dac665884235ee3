/** What Sora Account does: one operation, for each item. */

import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { adviceAfterFailedTask } from '../../engine/advice';
import { Limiter } from '../../engine/limiter';
import { errorItemOf, inputFailure, nodeErrorOf, type ItemFailure } from '../../output/errors';
import type { Provider } from '../../providers/provider';
import { choiceOf } from '../../shared/readValue';
import { connectionOf } from '../../transport/connection';
import { portsOf } from '../../transport/ports';
import { itemParameters } from '../parameters/itemParameters';
import { readProvider } from '../parameters/runParameters';
import { cancelOne } from './cancelOne';
import { estimatePrice } from './estimatePrice';
import { getBalance } from './getBalance';
import { listTasks } from './listTasks';
import type { AccountOperation, AccountResult } from './operation';

const LABELS = {
	cancelTask: 'Cancel Task',
	estimatePrice: 'Estimate Price',
	getBalance: 'Get Balance',
	listTasks: 'List Tasks',
};

const OPERATIONS: Readonly<Record<keyof typeof LABELS, AccountOperation>> = {
	cancelTask: cancelOne,
	estimatePrice,
	getBalance,
	listTasks,
};

const ITEMS_AT_ONCE = 8;

/**
 * @returns for each input item what its operation brings, in their order.
 * @throws NodeOperationError or NodeApiError with the item's index, unless the node goes on on errors.
 */
export async function manageAccount(context: IExecuteFunctions): Promise<INodeExecutionData[]> {
	const provider = readProvider(context);
	const connection = await connectionOf(context, provider.credentialType);
	const { http, clock } = portsOf(context, connection, context.getExecutionCancelSignal());
	const limiter = new Limiter(ITEMS_AT_ONCE);
	const results = await Promise.all(
		context.getInputData().map(
			async (_, index) =>
				await limiter.use(async () => {
					const item = { ...itemParameters(context, index), provider, http, clock };
					const name = item.read('operation', 'Operation', choiceOf(LABELS)) ?? 'getBalance';
					const result = await OPERATIONS[name](item);
					const [problem] = item.problems;
					return problem === undefined ? result : { problem };
				}),
		),
	);
	return results.flatMap((result, index) => outputOf(context, provider, result, index));
}

function outputOf(
	context: IExecuteFunctions,
	provider: Provider,
	result: AccountResult,
	itemIndex: number,
): INodeExecutionData[] {
	if ('items' in result) {
		return result.items.map((json) => ({ json, pairedItem: { item: itemIndex } }));
	}
	const failed = failureOf(result, itemIndex);
	if (!context.continueOnFail()) throw nodeErrorOf(context.getNode(), failed, provider);
	return [errorItemOf(failed, provider, context.getNode())];
}

function failureOf(
	result: Exclude<AccountResult, { items: unknown }>,
	itemIndex: number,
): ItemFailure {
	if ('problem' in result) {
		return { ...inputFailure(itemIndex, '', result.problem), advice: 'Nothing was requested.' };
	}
	const { failure, taskId = null } = result;
	return {
		...inputFailure(itemIndex, '', failure.message),
		origin: 'provider',
		failure,
		taskId,
		advice: adviceAfterFailedTask(failure.category),
	};
}

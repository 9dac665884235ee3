/** How much a run may cost. */

import type { IExecuteFunctions } from 'n8n-workflow';
import type { Cap } from '../../engine/cost/cap';
import { notNegative, readNumber } from '../../shared/readValue';
import { itemParameters, type ItemParameters } from './itemParameters';

export function readItemCap({ option }: ItemParameters): Cap | null {
	const maxCost = option('maxCost', 'Max Cost', notNegative(readNumber)) ?? 0;
	const rate = option('cnyPerUsd', 'CNY per US Dollar', notNegative(readNumber)) ?? 0;
	return maxCost === 0 ? null : { maxCost, cnyPerUsd: rate === 0 ? null : rate };
}

/** One cap for the whole run: the lowest, where an expression gives the items different ones. */
export function readCap(context: IExecuteFunctions): Cap | null {
	const caps = context
		.getInputData()
		.flatMap((_, index) => readItemCap(itemParameters(context, index)) ?? []);
	return caps.sort((one, other) => one.maxCost - other.maxCost)[0] ?? null;
}

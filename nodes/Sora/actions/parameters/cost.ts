/** How much a run may cost. */

import type { IExecuteFunctions } from 'n8n-workflow';
import type { Cap } from '../../engine/cost/cap';
import { isNotSet, notNegative, readNumber, shown, type Reader } from '../../shared/readValue';
import { itemParameters, type ItemParameters } from './itemParameters';

const DOLLARS = /^(?:US\s*)?\$\s*|\s*(?:\$|USD|US dollars?|dollars?)$/gi;

/** US dollars, also with their sign or name: `$2.50`, `2.50 USD`. A comma may mean a point, or thousands. */
const readDollars: Reader<number> = (value) => {
	if (typeof value !== 'string') return readNumber(value);
	const amount = value.trim().replace(DOLLARS, '');
	if (isNotSet(value)) return { value: undefined };
	const read = readNumber(amount);
	// A sign without an amount is not the same as no cap.
	if (!('problem' in read) && read.value !== undefined) return read;
	return { problem: `must be an amount in US dollars such as 2.50, not ${shown(value)}` };
};

/** A limit that an expression does not find is not the same as none. */
export function readItemCap({ option, hasOption, problems }: ItemParameters): Cap | null {
	const known = problems.length;
	const asked = option('maxCost', 'Max Cost', notNegative(readDollars));
	if (asked === undefined && hasOption('maxCost') && problems.length === known) {
		problems.push('Max Cost is empty: enter 0 for no limit, or remove it from the options');
	}
	const maxCost = asked ?? 0;
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

/**
 * What WaveSpeed says about money: the price of a request, the bills of tasks, and the balance.
 * https://wavespeed.ai/docs/docs-common-api/billings, https://wavespeed.ai/docs/docs-common-api/balance
 */

import { arrayOf, codeOf, numberOf, objectOf, textOf, type JsonObject } from '../../shared/json';
import { balanceOf, moneyOf, sumsOf, type Money } from '../../shared/money';
import type { Provider } from '../provider';
import type { VideoRequest } from '../video';
import { decodedData } from './envelope';

/** The most that a page of bills may have. */
const BILLS_PER_PAGE = 100;

/** With a discount, that is what is charged; a discounted price of 0 is one that is not set. */
function priceIn(data: JsonObject): Money | null {
	const amount = numberOf(data.discounted_price) || numberOf(data.price);
	return moneyOf(amount, textOf(data.currency));
}

/** @param inputsOf exactly what a submit of the request sends. */
export function waveSpeedPrice(
	inputsOf: (request: VideoRequest) => JsonObject,
): NonNullable<Provider['price']> {
	return {
		call: (request) => ({
			to: 'provider',
			method: 'POST',
			path: '/api/v3/model/price',
			body: { kind: 'json', value: { model_id: request.model.id, inputs: inputsOf(request) } },
		}),
		parse: (response) => decodedData(response, priceIn, 'The response contains no price'),
	};
}

interface BillLine {
	taskId: string;
	/** null while it is only reserved. */
	charged: Money | null;
}

function lineIn(entry: unknown): BillLine[] {
	const line = objectOf(entry);
	const order = objectOf(line.order);
	const taskId = codeOf(objectOf(line.prediction).uuid);
	if (taskId === null) return [];
	const amount = numberOf(line.price) ?? numberOf(order.price);
	return [{ taskId, charged: order.state === 'done' ? moneyOf(amount) : null }];
}

/** Only tasks all of whose lines are settled. */
function billsIn(data: JsonObject): ReadonlyMap<string, Money> | null {
	if (!Array.isArray(data.items)) return null;
	const lines = new Map<string, Array<Money | null>>();
	for (const { taskId, charged } of arrayOf(data.items).flatMap(lineIn)) {
		lines.set(taskId, [...(lines.get(taskId) ?? []), charged]);
	}
	const settled = [...lines].flatMap(([taskId, charges]): Array<[string, Money]> => {
		const known = charges.filter((charge) => charge !== null);
		const [sum] = sumsOf(known);
		return known.length === charges.length && sum !== undefined ? [[taskId, sum]] : [];
	});
	return new Map(settled);
}

export const waveSpeedBill: NonNullable<Provider['bill']> = {
	maxTasks: BILLS_PER_PAGE,
	call: (tasks) => ({
		to: 'provider',
		method: 'POST',
		path: '/api/v3/billings/search',
		body: {
			kind: 'json',
			value: {
				prediction_uuids: tasks.map(({ id }) => id),
				billing_type: 'deduct',
				page: 1,
				page_size: BILLS_PER_PAGE,
			},
		},
	}),
	parse: (response) => decodedData(response, billsIn, 'The response contains no bills'),
};

export const waveSpeedBalance: NonNullable<Provider['balance']> = {
	call: () => ({ to: 'provider', method: 'GET', path: '/api/v3/balance' }),
	parse: (response) =>
		decodedData(
			response,
			(data) => balanceOf(numberOf(data.balance), textOf(data.currency)),
			'The response contains no balance',
		),
};

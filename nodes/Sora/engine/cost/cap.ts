/** `maxCost`: whether a run may begin, before anything of it is paid. */

import type { Estimate } from '../../models/estimate';
import { moneyText, sumsOf, type Money } from '../../shared/money';

export interface Cap {
	/** US dollars for the whole run. */
	maxCost: number;
	/** CNY for one US dollar, as the user states it; null: prices in CNY are not known in dollars. */
	cnyPerUsd: number | null;
}

/** An item that would be submitted. */
export interface PricedItem {
	itemIndex: number;
	/** The model's ID. */
	model: string;
	estimate: Estimate | null;
}

/** Why the run is refused, at which item, and what to do. Sentences. */
export interface CapProblem {
	itemIndex: number;
	message: string;
	advice: string;
}

const ITEMS_NAMED = 5;
/** What is converted is rounded up to a hundredth of a cent. */
const STEPS_PER_DOLLAR = 10_000;
/** Decimals of a step that are more than what binary fractions add. */
const STEP_DECIMALS = 5;

function inDollars({ amount, currency }: Money, { cnyPerUsd }: Cap): Money | null {
	if (currency === 'USD') return { amount, currency };
	if (currency !== 'CNY' || cnyPerUsd === null) return null;
	const steps = Number(((amount / cnyPerUsd) * STEPS_PER_DOLLAR).toFixed(STEP_DECIMALS));
	return { amount: Math.ceil(steps) / STEPS_PER_DOLLAR, currency: 'USD' };
}

/** All of it in dollars. Each currency is added first, and then converted, so that it is rounded once. */
function dollarsOf(amounts: readonly Money[], cap: Cap): Money {
	const sums = sumsOf(amounts).flatMap((sum) => inDollars(sum, cap) ?? []);
	return sumsOf(sums)[0] ?? { amount: 0, currency: 'USD' };
}

function named(items: readonly string[]): string {
	const rest = items.length - ITEMS_NAMED;
	return `${items.slice(0, ITEMS_NAMED).join(', ')}${rest > 0 ? ` and ${rest} more` : ''}`;
}

function whyUnknown({ estimate }: PricedItem): string {
	return estimate === null ? 'no price can be had' : `its price is in ${estimate.currency}`;
}

/** Where one price is missing, nobody knows the sum. */
function unknownProblem(unknown: readonly PricedItem[], { maxCost }: Cap): CapProblem {
	const items = unknown.map(
		(item) => `item ${item.itemIndex} (${item.model}: ${whyUnknown(item)})`,
	);
	const isYuan = unknown.some(({ estimate }) => estimate?.currency === 'CNY');
	const rate = isYuan ? 'set CNY per US Dollar in the options, ' : '';
	return {
		itemIndex: unknown[0].itemIndex,
		message: `Max Cost is ${dollars(maxCost)}, but what this run will cost isn't known: ${named(items)}.`,
		advice: `Nothing was submitted. To go on, ${rate}set Duration, Resolution and Generate Audio instead of leaving them to the model, choose a model whose price is known, try again if the provider did not answer, or remove Max Cost.`,
	};
}

function dollars(amount: number): string {
	return moneyText({ amount, currency: 'USD' });
}

/**
 * @param items those that would be submitted, and so paid; not those whose tasks exist already.
 * @param mustAsk the provider can be asked for prices: then our own table does not count, which may be out of date.
 * @returns null where the run may begin.
 */
export function capProblem(
	items: readonly PricedItem[],
	cap: Cap,
	mustAsk: boolean,
): CapProblem | null {
	const priced = items.map((item) => {
		const counts = !mustAsk || item.estimate?.basis === 'provider';
		const estimate = counts ? item.estimate : null;
		return { ...item, estimate, cost: estimate && inDollars(estimate, cap) };
	});
	const unknown = priced.filter(({ cost }) => cost === null);
	if (unknown.length > 0) return unknownProblem(unknown, cap);
	const sum = dollarsOf(
		priced.flatMap(({ estimate }) => estimate ?? []),
		cap,
	);
	if (sum.amount <= cap.maxCost) return null;
	const known = priced.flatMap(({ itemIndex, cost }) => (cost ? [{ itemIndex, cost }] : []));
	const dearest = known.sort((a, b) => b.cost.amount - a.cost.amount);
	const list = dearest.map(({ itemIndex, cost }) => `item ${itemIndex}: ${moneyText(cost)}`);
	const expensive = list.length > 1 ? ` The most expensive items: ${named(list)}.` : '';
	return {
		itemIndex: dearest[0].itemIndex,
		message: `This run would cost ${moneyText(sum)}, which is more than Max Cost (${dollars(cap.maxCost)}).${expensive}`,
		advice:
			'Nothing was submitted. Use fewer items, shorter videos, a lower resolution or a cheaper model, or raise Max Cost.',
	};
}

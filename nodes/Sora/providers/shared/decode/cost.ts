import { arrayOf, numberOf, objectOf, textOf, type JsonObject } from '../../../shared/json';
import { moneyOf, type Money } from '../../../shared/money';

/** xAI counts in ten-billionths of a dollar. https://docs.x.ai/developers/cost-tracking */
const TICKS_PER_DOLLAR = 10_000_000_000;

function dollarsOfTicks(ticks: unknown): number | null {
	const number = numberOf(ticks);
	return number === null ? null : number / TICKS_PER_DOLLAR;
}

/**
 * Dollars, where a task says them: `usage.cost` (OpenRouter and gateways), `usage.cost_in_usd_ticks` (xAI),
 * `outputs.cost` (Together), `cost` (Merge), `metrics.cost` and `execution_cost` (Eachlabs).
 */
function dollarsIn(task: JsonObject): number | null {
	const usage = objectOf(task.usage);
	const outputs = [task.outputs, ...arrayOf(task.outputs)];
	const costs = [usage, task.metrics, ...outputs].map((place) => objectOf(place).cost);
	const amounts = [...costs, task.execution_cost, task.cost].map(numberOf);
	return [...amounts, dollarsOfTicks(usage.cost_in_usd_ticks)].find((one) => one !== null) ?? null;
}

/** What a task that has ended was charged, in its own words; null where it does not say. Credits and tokens are no money. */
export function costIn(task: JsonObject): Money | null {
	return moneyOf(dollarsIn(task), textOf(task.currency));
}

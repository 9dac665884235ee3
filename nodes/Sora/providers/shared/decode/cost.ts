import { arrayOf, numberOf, objectOf, type JsonObject } from '../../../shared/json';
import { moneyOf, type Money } from '../../../shared/money';

/**
 * Dollars, where a task says them: `usage.cost` (OpenRouter and gateways), `outputs.cost` (Together),
 * `metrics.cost` and `execution_cost` (Eachlabs).
 */
function dollarsIn(task: JsonObject): number | null {
	const outputs = [task.outputs, ...arrayOf(task.outputs)];
	const places = [task.usage, task.metrics, ...outputs].map((place) => objectOf(place).cost);
	const amounts = [...places, task.execution_cost].map(numberOf);
	return amounts.find((amount) => amount !== null) ?? null;
}

/**
 * What a task that has ended was charged, in its own words; null where it does not say. Credits, tokens
 * and ticks are no money.
 */
export function costIn(task: JsonObject): Money | null {
	return moneyOf(dollarsIn(task));
}

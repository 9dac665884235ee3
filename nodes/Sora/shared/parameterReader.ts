/** Reads a node's parameters, and collects what is wrong with them. */

import { shown, type Reader } from './readValue';

/** @param label the parameter's name as the panel shows it. @returns undefined where nothing is set, or what is set is refused. */
export type ReadParameter = <T>(name: string, label: string, reader: Reader<T>) => T | undefined;

/** What n8n would have replaced where the field is set to Expression. */
const EXPRESSION = /\{\{\s*\$[^}]*\}?\}?/;

/** A prompt of this kind would be rendered, and paid for, as it stands there. */
function unevaluated(value: unknown): { problem: string } | null {
	const [expression] = (typeof value === 'string' && EXPRESSION.exec(value)) || [];
	if (expression === undefined) return null;
	return {
		problem: `contains ${shown(expression)} as plain text: set the field to Expression, so that n8n evaluates it`,
	};
}

/**
 * @param valueOf the value of a parameter.
 * @param problems takes what is refused, each a sentence without its full stop.
 */
export function parameterReader(
	valueOf: (name: string, label: string) => unknown,
	problems: string[],
): ReadParameter {
	return (name, label, reader) => {
		const value = valueOf(name, label);
		const read = unevaluated(value) ?? reader(value);
		if (!('problem' in read)) return read.value;
		problems.push(`${label} ${read.problem}`);
		return undefined;
	};
}

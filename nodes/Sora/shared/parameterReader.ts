/** Reads a node's parameters, and collects what is wrong with them. */

import type { Reader } from './readValue';

/** @param label the parameter's name as the panel shows it. @returns undefined where nothing is set, or what is set is refused. */
export type ReadParameter = <T>(name: string, label: string, reader: Reader<T>) => T | undefined;

/**
 * @param valueOf the value of a parameter.
 * @param problems takes what is refused, each a sentence without its full stop.
 */
export function parameterReader(
	valueOf: (name: string, label: string) => unknown,
	problems: string[],
): ReadParameter {
	return (name, label, reader) => {
		const read = reader(valueOf(name, label));
		if (!('problem' in read)) return read.value;
		problems.push(`${label} ${read.problem}`);
		return undefined;
	};
}

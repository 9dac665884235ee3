/** What the user fills in at Sora Get Result, read for one item. */

import type { IExecuteFunctions } from 'n8n-workflow';
import type { JobTerms } from '../../engine/job';
import { readOutputOptions, type OutputOptions } from '../../output/options';
import type { Provider } from '../../providers/provider';
import type { TaskRef } from '../../providers/video';
import { isObject } from '../../shared/json';
import { readText, type Reader } from '../../shared/readValue';
import { itemParameters, type ItemParameters } from './itemParameters';
import { readResultTerms } from './waiting';

export interface ResultParameters {
	/** null where there is a problem. */
	task: TaskRef | null;
	terms: JobTerms;
	output: OutputOptions;
}

/** Problems are sentences; an empty list means that all is well. */
export function readResultParameters(
	context: IExecuteFunctions,
	provider: Provider,
	itemIndex: number,
): { parameters: ResultParameters; problems: string[] } {
	const item = itemParameters(context, itemIndex);
	const parameters = {
		task: readTaskRef(item, provider),
		terms: readResultTerms(item),
		output: readOutputOptions(item.option),
	};
	return { parameters, problems: item.problems };
}

/** An item or a response as a whole names its task, too. */
export const readTaskText: Reader<string> = (value) =>
	isObject(value) ? { value: JSON.stringify(value) } : readText(value);

function readTaskRef({ read, problems }: ItemParameters, provider: Provider): TaskRef | null {
	const known = problems.length;
	const text = read('taskId', 'Task ID', readTaskText) ?? '';
	if (problems.length > known) return null;
	const parsed = provider.parseTaskRef(text);
	if ('ref' in parsed) return parsed.ref;
	problems.push(parsed.problem);
	return null;
}

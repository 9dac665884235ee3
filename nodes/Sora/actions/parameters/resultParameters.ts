/** What the user fills in at Sora Get Result, read for one item. */

import type { IExecuteFunctions } from 'n8n-workflow';
import type { JobTerms } from '../../engine/job';
import { readOutputOptions, type OutputOptions } from '../../output/options';
import { taskIdFrom } from '../../providers/shared/taskId';
import { readText } from '../../shared/readValue';
import { itemParameters, type ItemParameters } from './itemParameters';
import { readResultTerms } from './waiting';

export interface ResultParameters {
	taskId: string;
	terms: JobTerms;
	output: OutputOptions;
}

/** Problems are sentences; an empty list means that all is well. */
export function readResultParameters(
	context: IExecuteFunctions,
	itemIndex: number,
): { parameters: ResultParameters; problems: string[] } {
	const item = itemParameters(context, itemIndex);
	const parameters = {
		taskId: readTaskId(item),
		terms: readResultTerms(item),
		output: readOutputOptions(item.option),
	};
	return { parameters, problems: item.problems };
}

function readTaskId({ read, problems }: ItemParameters): string {
	const known = problems.length;
	const text = read('taskId', 'Task ID', readText) ?? '';
	if (problems.length > known) return '';
	const taskId = taskIdFrom(text);
	if ('id' in taskId) return taskId.id;
	problems.push(taskId.problem);
	return '';
}

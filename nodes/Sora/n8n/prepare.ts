/** From an item's parameters to a request that may be submitted, or to the reason why not. */

import type { IExecuteFunctions } from 'n8n-workflow';
import { writeInputs } from '../models/inputs';
import type { Model } from '../models/model';
import { modelIdProblem } from '../models/modelId';
import type { VideoRequest } from '../providers/video';
import type { JobTerms } from '../tasks/job';
import { inputFailure, type ItemFailure } from './errors';
import type { ModelGuide } from './liveModels';
import { readVideoParameters, type OutputWishes } from './parameters';

export interface PreparedItem {
	itemIndex: number;
	request: VideoRequest;
	terms: JobTerms;
	output: OutputWishes;
	warnings: string[];
}

/** Reads and checks one item. Nothing is submitted here, and nothing that costs is asked. */
export async function prepareItem(
	context: IExecuteFunctions,
	guide: ModelGuide,
	itemIndex: number,
): Promise<PreparedItem | ItemFailure> {
	const { parameters, problems } = readVideoParameters(context, itemIndex);
	const { modelId, prompt, words, additionalInputs, callbackUrl, terms, output } = parameters;
	const idProblem = modelIdProblem(modelId);
	if (idProblem !== null) problems.unshift(idProblem);
	if (problems.length > 0) return inputFailure(itemIndex, modelId, sentences(problems));

	const model = await guide.describe(modelId);
	const request: VideoRequest = { model, prompt, ...words, additionalInputs, callbackUrl };
	const written = writeInputs(model, request);
	if (written.problems.length > 0) {
		return inputFailure(itemIndex, modelId, sentences(written.problems));
	}
	const warnings = [...retirement(model), ...written.warnings];
	return { itemIndex, request, terms, output, warnings };
}

function sentences(problems: readonly string[]): string {
	return problems.map((problem) => problem.replace(/\.?$/, '.')).join(' ');
}

/** Hosts differ, so a retired model is submitted all the same. */
function retirement({ name, state }: Model): string[] {
	if (state.kind === 'live') return [];
	return [`${name} was switched off on ${state.on}; ${state.replacement} takes its place.`];
}

import { estimateRequests } from '../../engine/cost/estimateRequests';
import { sentences } from '../../engine/sentence';
import { modelLookup } from '../../methods/liveModels';
import { readAspectRatio, readResolution } from '../../models/askedFrame';
import { writeInputs } from '../../models/inputs';
import { estimateOf, type PricedRequest } from '../../models/estimate';
import type { Model, ModelKind, VideoOptions } from '../../models/model';
import { modelIdProblem } from '../../models/modelId';
import { defaultModelId } from '../../providers/findModel';
import { DEFAULT_DURATION_SECONDS, DEFAULT_RESOLUTION } from '../../shared/parameterDefaults';
import {
	choiceOf,
	readBoolean,
	readJsonObject,
	readSeconds,
	readText,
} from '../../shared/readValue';
import type { AccountItem, AccountOperation } from './operation';

const KINDS: Readonly<Record<ModelKind, string>> = {
	text: 'Text',
	image: 'Image',
	video: 'Video',
};
const LOOKUP_MS = 10_000;
/** Which words it is does not matter for the price; that there are some does. */
const SOME_PROMPT = 'A video';
const SOME_IMAGE = { kind: 'url', url: 'https://example.com/image.png' } as const;

function readOptions({ read, option }: AccountItem): VideoOptions {
	const seconds = read('duration', 'Duration', readSeconds) ?? DEFAULT_DURATION_SECONDS;
	const ratio = read('aspectRatio', 'Aspect Ratio', readAspectRatio)?.ratio ?? 'auto';
	const resolution = read('resolution', 'Resolution', readResolution) ?? DEFAULT_RESOLUTION;
	const generateAudio = option('generateAudio', 'Generate Audio', readBoolean);
	return {
		...(seconds === 0 ? {} : { durationSeconds: seconds }),
		...(ratio === 'auto' ? {} : { aspectRatio: ratio }),
		...(resolution === 'auto' ? {} : { resolution }),
		...(generateAudio === undefined ? {} : { generateAudio }),
	};
}

/** Without its clip, a provider would answer with the least that such a video may cost. */
function isWhole({ model, additionalInputs }: PricedRequest & { model: Model }): boolean {
	return model.kind !== 'video' || (model.inputs.video?.name ?? '') in additionalInputs;
}

/** What a video would cost; `estimatedCost` is null where nobody knows. Nothing is submitted. */
export const estimatePrice: AccountOperation = async (item) => {
	const { provider, http, clock, read, option, problems } = item;
	const kind = read('kind', 'Kind', choiceOf(KINDS)) ?? 'text';
	const modelId = read('model', 'Model', readText) ?? defaultModelId(provider.name, kind);
	const options = readOptions(item);
	const additionalInputs = option('additionalInputs', 'Additional Inputs', readJsonObject) ?? {};
	const problem = modelIdProblem(modelId, provider.reservedModelIds);
	if (problem !== null) problems.unshift(problem);
	if (problems.length > 0) return { problem: sentences(problems) };
	const model = await modelLookup(provider, http, kind).describe(modelId, LOOKUP_MS);
	const { inputs, problems: mismatches } = writeInputs(model, options);
	if (mismatches.length > 0) return { problem: sentences(mismatches) };
	const image = kind === 'image' ? SOME_IMAGE : undefined;
	const request = { model, prompt: SOME_PROMPT, ...options, inputs, additionalInputs, image };
	const [estimatedCost] = isWhole(request)
		? await estimateRequests(provider, [request], { http, clock })
		: [estimateOf(model, request)];
	return {
		items: [
			{
				provider: provider.name,
				model: modelId,
				estimatedCost: estimatedCost && { ...estimatedCost },
			},
		],
	};
};

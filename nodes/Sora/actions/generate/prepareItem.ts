/** From an item's parameters to a request that may be submitted, or to the reason why not. */

import type { IExecuteFunctions } from 'n8n-workflow';
import { askedWarnings } from '../../media/platform/fit';
import { askedFrame } from '../../models/frames';
import { writeInputs } from '../../models/inputs';
import { modelIdProblem } from '../../models/modelId';
import { imageRolesProblem, imageRolesWarnings } from '../../models/imageRoles';
import type { MediaInputs } from '../../models/mediaInputs';
import type { Model, ModelKind } from '../../models/model';
import { defaultModelId, modelsTaking } from '../../providers/findModel';
import type { Provider } from '../../providers/provider';
import { hasPlaceholder } from '../../providers/shared/inputs/placeholders';
import type { JobClip, JobRequest, JobTerms } from '../../engine/job';
import type { Http } from '../../engine/ports';
import { fingerprintOf } from '../../engine/submit/ledgerKey';
import { sentences } from '../../engine/sentence';
import type { DeliverableItem } from '../../output/deliver';
import { inputFailure, type ItemFailure } from '../../output/errors';
import type { ModelLookup } from '../../methods/liveModels';
import type { OutputOptions } from '../../output/options';
import type { ImageLocation } from '../parameters/imageLocation';
import type { ImageFit, ImageParameters } from '../parameters/imageParameters';
import { lastFrameProblem } from '../lastFrame/lastFrameProblem';
import { readVideoParameters, type VideoParameters } from '../parameters/videoParameters';
import { readItemImages } from './itemImages';
import { callbackProblem, callbackWarnings, kindProblem, retirement } from './modelProblems';
import { prepareClips, type PreparedClips } from './clip/prepareClip';
import type { ClipFiles } from './clip/readClip';
import type { ImageReader } from './readImage';
import type { RemoteClips } from './clip/remoteClips';

export interface PreparedItem {
	itemIndex: number;
	request: JobRequest;
	/** Stands for what was asked for, whatever is known of the model: how a retry finds its task again. */
	fingerprint: string;
	terms: JobTerms;
	output: OutputOptions;
	warnings: string[];
}

/** What the output needs of an item besides its task. */
export function deliverable(item: PreparedItem): DeliverableItem {
	const { itemIndex, request, warnings, output } = item;
	const { model, durationSeconds = null } = request;
	return { itemIndex, model, durationSeconds, warnings, output };
}

/** What all items of a run are prepared with. */
export interface Preparation {
	context: IExecuteFunctions;
	provider: Provider;
	kind: ModelKind;
	models: ModelLookup;
	images: ImageReader;
	clipFiles: ClipFiles;
	remoteClips: RemoteClips;
	http: Http;
	/** Where the provider is, as its credential says. */
	providerBaseUrl: string;
	/** The provider's callbacks shall resume the execution. */
	suspends: boolean;
	/** Sent along with the user's own callback URL; empty where there is none. */
	webhookSecret: string;
}

/** Reads and checks one item. Nothing is submitted here, and nothing that costs is asked. */
export async function prepareItem(
	preparation: Preparation,
	itemIndex: number,
): Promise<PreparedItem | ItemFailure> {
	const { context, provider, models, kind, webhookSecret } = preparation;
	const { parameters, problems, ...said } = readVideoParameters(context, itemIndex, kind);
	const { prompt, additionalInputs, callbackUrl, terms, output } = parameters;
	const modelId = parameters.modelId || defaultModelId(provider.name, kind);
	const refuse = (reasons: readonly string[]) =>
		inputFailure(itemIndex, modelId, sentences(reasons));
	const idProblem = modelIdProblem(modelId, provider.reservedModelIds);
	if (idProblem !== null) problems.unshift(idProblem);
	if (problems.length > 0) return refuse(problems);

	const model = await models.describe(modelId, terms.waitTimeoutMs);
	const isBare = Object.keys(additionalInputs).length === 0;
	const mismatch =
		kindProblem(model, kind, isBare) ??
		callbackProblem(preparation, model, callbackUrl) ??
		lastFrameProblem(provider, model, output, terms);
	if (mismatch !== null) return refuse([mismatch]);
	const images = askedImages(parameters);
	const roles = imageRolesProblem({
		model,
		images,
		additionalInputs,
		isPlaced: (role) => hasPlaceholder(additionalInputs, role),
		others: (role) => modelsTaking(model, role, kind),
	});
	if (roles !== null) return refuse([roles]);
	const read = await readItemImages({
		itemIndex,
		provider,
		providerBaseUrl: preparation.providerBaseUrl,
		model,
		images: preparation.images,
		frames: parameters.image,
		references: parameters.references,
		options: parameters.options,
		waitTimeoutMs: terms.waitTimeoutMs,
	});
	if ('problem' in read) return refuse([read.problem]);
	const clipInput = await withClip(preparation, itemIndex, model, parameters);
	if ('problem' in clipInput) return refuse([clipInput.problem]);

	const { options } = read;
	const written = writeInputs(model, model.isPromptless ? {} : options);
	if (written.problems.length > 0) return refuse(written.problems);
	const callback = callbackUrl ? { callbackUrl, callbackSecret: webhookSecret || undefined } : {};
	const { inputs } = written;
	const request: JobRequest = {
		model,
		prompt,
		...read.images,
		...clipsOf(clipInput),
		...options,
		inputs,
		...(output.returnLastFrame ? { returnLastFrame: true as const } : {}),
		additionalInputs,
		...callback,
	};
	const warnings = [
		...retirement(model),
		...callbackWarnings(preparation, callbackUrl),
		...said.warnings,
		...written.warnings,
		...read.warnings,
		...imageRolesWarnings(model, images),
		...clipInput.warnings,
		...askedWarnings(output.checkFor ?? [], {
			// A clip is made longer by it.
			seconds: (kind !== 'video' && options.durationSeconds) || null,
			frame: askedFrame(model, options),
		}),
	];
	const asked = {
		model,
		prompt,
		...read.sources,
		...clipsOf(clipInput),
		...parameters.options,
		additionalInputs,
	};
	const fingerprint = fingerprintOf({ ...asked, ...fitOf(parameters.image) });
	return { itemIndex, request, fingerprint, terms, output, warnings };
}

/** Where it is not set, it is left out, so that it makes no difference. */
function fitOf(image: ImageParameters | null): { imageFit?: ImageFit } {
	return image?.fit === undefined ? {} : { imageFit: image.fit };
}

const NO_CLIPS = { clips: [], warnings: [] };

/** A model that takes a prompt makes no video without one. */
async function withClip(
	preparation: Preparation,
	itemIndex: number,
	model: Model,
	{ clip, prompt }: VideoParameters,
): Promise<PreparedClips> {
	if (clip === null) return NO_CLIPS;
	if (prompt === '' && !model.isPromptless) return { problem: 'The prompt is empty' };
	return await prepareClips(preparation, itemIndex, model, clip);
}

function clipsOf({ clips }: { clips: JobClip[] }): { clips?: JobClip[] } {
	return clips.length === 0 ? {} : { clips };
}

/** Where the images are, before any of them is read. */
function askedImages({ image, references }: VideoParameters): MediaInputs<ImageLocation> {
	return {
		...(image === null ? {} : { image: image.location }),
		...(image?.last ? { lastImage: image.last } : {}),
		...(references.length === 0 ? {} : { referenceImages: references }),
	};
}

/** Whether a model, as it is described, is one for what is asked. */

import type { Model, ModelKind } from '../../models/model';
import type { Provider } from '../../providers/provider';
import { isOutOfReach } from '../../transport/privateAddress';

/** What the models of a kind are made for. */
const NODES: Readonly<Record<ModelKind, { needs: string; node: string }>> = {
	text: { needs: 'a prompt', node: 'Sora Text to Video' },
	image: { needs: 'an image', node: 'Sora Image to Video' },
	video: { needs: 'a video', node: 'Sora Video to Video' },
};

/**
 * @param isBare there are no additional inputs.
 * @returns why the model is not one for a node of this kind; null where it is, or may be.
 */
export function kindProblem(model: Model, kind: ModelKind, isBare: boolean): string | null {
	return cataloguedKindProblem(model, kind) ?? categoryProblem(model, kind, isBare);
}

/** Only a model that we know for certain to be of the other kind is refused. */
function cataloguedKindProblem(model: Model, kind: ModelKind): string | null {
	if (model.knowledge !== 'catalogue' || model.kind === kind) return null;
	const { needs, node } = NODES[model.kind];
	const what = model.kind === 'text' ? `does not use ${NODES[kind].needs}` : `needs ${needs}`;
	return `${model.name} (${model.id}) ${what}: use ${node}.`;
}

/**
 * What the provider itself says of a model. A model for another kind of video may be given what it
 * needs by additional inputs, and may take an image all the same.
 */
function categoryProblem(
	{ name, id, kind: modelKind, category, inputs }: Model,
	kind: ModelKind,
	isBare: boolean,
): string | null {
	const wanted = `${kind}-to-video`;
	if (category === undefined || category === wanted) return null;
	const takesSource = kind !== 'text' && inputs[kind] !== undefined;
	const takesReferences = kind === 'text' && modelKind === 'text' && inputs.referenceImages;
	if (category.endsWith('-to-video') && (!isBare || takesSource || takesReferences)) return null;
	return `${name} (${id}) is a model for ${category}: choose one for ${wanted}.`;
}

/** What would never be called back is refused before it is paid. */
export function callbackProblem(
	{ provider, suspends }: { provider: Provider; suspends: boolean },
	model: Model,
	callbackUrl: string | undefined,
): string | null {
	const name = provider.displayName;
	const isCalledBack = provider.takesCallback(model);
	if (suspends && !(isCalledBack && provider.callback)) {
		return `${name} does not call back when a task ends, so Suspend would wait forever: choose Wait for the Video, or Submit Only with Sora Trigger.`;
	}
	if (suspends && callbackUrl) {
		return 'Suspend uses the callback itself: remove Callback URL from the options, or choose another Wait Mode.';
	}
	return callbackUrl && !isCalledBack
		? `${name} does not support callbacks: remove Callback URL from the options, and use Sora Trigger instead.`
		: null;
}

/** The task is all the same, whoever hears of its end. */
export function callbackWarnings(
	{ provider, providerBaseUrl }: { provider: Provider; providerBaseUrl: string },
	callbackUrl: string | undefined,
): string[] {
	if (callbackUrl === undefined || !isOutOfReach(callbackUrl, providerBaseUrl)) return [];
	return [
		`${provider.displayName} can't call the Callback URL, which only machines in its network can reach.`,
	];
}

/** Hosts differ, so a retired model is submitted all the same. */
export function retirement({ name, state }: Model): string[] {
	if (state.kind === 'live') return [];
	return [
		`${name} is retired: it was switched off on ${state.on}. Choose ${state.replacement} instead.`,
	];
}

/** What is asked of the catalogues. */

import { PROVIDERS } from './index';
import type { Model, ModelKind, ProviderName } from '../models/model';

/**
 * The catalogue's entry for an ID.
 * @param kind for IDs that serve both kinds; where the catalogue has the ID for the other kind only, that entry is returned.
 * @returns null where the catalogue does not know the ID.
 */
export function findModel(provider: ProviderName, id: string, kind?: ModelKind): Model | null {
	const entries = PROVIDERS[provider].catalogue.filter((model) => model.id === id);
	return entries.find((model) => model.kind === kind) ?? entries[0] ?? null;
}

/** The model that a new node starts with: live, and content with the node's own defaults. */
export function defaultModelId(provider: ProviderName, kind: ModelKind): string {
	return PROVIDERS[provider].defaultModels[kind].id;
}

/** The catalogue's models of one kind, live ones first, else in the catalogue's order. */
export function modelsFor(provider: ProviderName, kind: ModelKind): Model[] {
	const models = PROVIDERS[provider].catalogue.filter((model) => model.kind === kind);
	const isLive = (model: Model): boolean => model.state.kind === 'live';
	return [...models.filter(isLive), ...models.filter((model) => !isLive(model))];
}

/** The ID to use instead of a retired model; null for a model that is live. */
export function replacementOf(model: Model): string | null {
	return model.state.kind === 'retired' ? model.state.replacement : null;
}

/** How many characters two IDs begin with in common. */
function likeness(one: string, other: string): number {
	const length = [...one].findIndex((letter, index) => letter !== other[index]);
	return length === -1 ? one.length : length;
}

/**
 * Live models of the same provider that take images in a role, those most like the given one first.
 * @param kind of the node; only where none of its models takes them, those of the other.
 */
export function modelsTaking(
	{ provider, id }: Model,
	role: 'lastImage' | 'referenceImages',
	kind: ModelKind,
): Model[] {
	const taking = PROVIDERS[provider].catalogue.filter(({ inputs, state, ...other }) => {
		const isFree = other.kind !== 'image' || inputs.referenceImages?.withoutFrames !== true;
		return state.kind === 'live' && inputs[role] && (role === 'lastImage' || isFree);
	});
	const ofKind = taking.filter((model) => model.kind === kind);
	const candidates = ofKind.length > 0 ? ofKind : taking;
	return [...candidates].sort((one, other) => likeness(other.id, id) - likeness(one.id, id));
}

import type {
	ILoadOptionsFunctions,
	INodeListSearchItems,
	INodeListSearchResult,
} from 'n8n-workflow';
import type { Model, ModelKind, ProviderName } from '../models/model';
import { priceText } from '../models/price';
import { findModel, modelsFor } from '../providers/findModel';
import { PROVIDERS } from '../providers';
import type { ModelListing, Provider } from '../providers/provider';
import { connectionOf } from '../transport/connection';
import { httpOf } from '../transport/http';
import { listModels } from './liveModels';

/** The models of the provider's live list, those that we know well first, retired ones last. */
export async function searchModels(
	this: ILoadOptionsFunctions,
	filter?: string,
): Promise<INodeListSearchResult> {
	const provider = PROVIDERS[this.getCurrentNodeParameter('provider') as ProviderName];
	const kind: ModelKind = kindWanted(this);
	const listings = await listedBy(this, provider, kind);
	return { results: found(choices(provider.name, kind, listings), filter) };
}

/** Sora Account asks for it; the other nodes make videos of one kind. */
function kindWanted(context: ILoadOptionsFunctions): ModelKind {
	const { type } = context.getNode();
	const isAccount = type.endsWith('.soraAccount');
	const word = isAccount ? String(context.getCurrentNodeParameter('kind')) : type;
	if (/^video$|videoToVideo/i.test(word)) return 'video';
	return /image/i.test(word) ? 'image' : 'text';
}

/** Without a credential, or without an answer, the catalogue has to do. */
async function listedBy(
	context: ILoadOptionsFunctions,
	provider: Provider,
	kind: ModelKind,
): Promise<ModelListing[]> {
	const connection = await connectionOf(context, provider.credentialType).catch(() => null);
	return connection === null ? [] : await listModels(provider, httpOf(context, connection), kind);
}

function choices(
	provider: ProviderName,
	kind: ModelKind,
	listings: readonly ModelListing[],
): INodeListSearchItems[] {
	const known = modelsFor(provider, kind);
	const unknown = listings.filter(
		({ id, kind: listed }) =>
			(listed === kind || listed === null) && findModel(provider, id, kind)?.kind !== kind,
	);
	const live = known.filter(({ state }) => state.kind === 'live').map(choiceOf);
	const retired = known.filter(({ state }) => state.kind === 'retired').map(choiceOf);
	return [...live, ...unknown.map(({ id, name }) => ({ name: name || id, value: id })), ...retired];
}

/** n8n's editor shows the name alone, so that it has to say what to use instead. */
function choiceOf(model: Model): INodeListSearchItems {
	const { id, name, state, kind, provider } = model;
	if (state.kind === 'retired') {
		const better = findModel(provider, state.replacement, kind)?.name ?? state.replacement;
		return {
			name: `${name} (retired, use ${better})`,
			value: id,
			description: `Switched off on ${state.on}; use ${state.replacement}`,
		};
	}
	return { name, value: id, description: [id, priceText(model.price)].filter(Boolean).join(', ') };
}

function found(items: INodeListSearchItems[], filter: string | undefined): INodeListSearchItems[] {
	const words = (filter ?? '').toLowerCase().split(/\s+/).filter(Boolean);
	return items.filter(({ name, value }) => {
		const text = `${name} ${String(value)}`.toLowerCase();
		return words.every((word) => text.includes(word));
	});
}

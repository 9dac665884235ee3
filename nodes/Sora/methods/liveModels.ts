/** What is known of a model: from the catalogue, else from the provider, else nothing. */

import { exchange } from '../engine/exchange';
import { limitsWithin } from '../engine/callLimits';
import type { Model, ModelKind } from '../models/model';
import { findModel } from '../providers/findModel';
import type { ModelListing, Provider } from '../providers/provider';
import type { Http } from '../engine/ports';

/** Describes models; asks the provider for each unknown one once. */
export interface ModelLookup {
	/** @param patienceMs a model that is not described in this time is taken as it is. */
	describe(id: string, patienceMs: number): Promise<Model>;
}

/** @param kind what the node makes videos of. */
export function modelLookup(provider: Provider, http: Http, kind: ModelKind): ModelLookup {
	const asked = new Map<string, Promise<Model | null>>();
	let list: Promise<ModelListing[]> | null = null;

	const askLive = async (id: string, patienceMs: number): Promise<Model | null> => {
		if (provider.modelSchema) {
			const { call, parse } = provider.modelSchema;
			const decoded = await exchange(http, { ...call(id), ...limitsOf(patienceMs) }, (response) =>
				parse(response, id),
			);
			return decoded.ok ? decoded.value : null;
		}
		list ??= listModels(provider, http, patienceMs);
		return (await list).find((listing) => listing.id === id)?.model ?? null;
	};

	return {
		describe: async (id, patienceMs) => {
			const known = findModel(provider.name, id, kind);
			if (known) return known;
			if (!asked.has(id)) asked.set(id, askLive(id, patienceMs));
			return (await asked.get(id)) ?? provider.passThrough(id, kind);
		},
	};
}

/** Some lists are megabytes. */
const LONGEST_MS = 30_000;

function limitsOf(patienceMs: number) {
	return limitsWithin(Math.min(LONGEST_MS, patienceMs));
}

/** The provider's own list; empty where it has none or does not answer. */
export async function listModels(
	provider: Provider,
	http: Http,
	patienceMs = LONGEST_MS,
): Promise<ModelListing[]> {
	if (!provider.models) return [];
	const decoded = await exchange(
		http,
		{ ...provider.models.call(), ...limitsOf(patienceMs) },
		provider.models.parse,
	);
	return decoded.ok ? decoded.value : [];
}

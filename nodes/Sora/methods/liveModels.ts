/** What is known of a model: from the catalogue, else from the provider, else nothing. */

import { exchange } from '../engine/exchange';
import { limitsWithin } from '../engine/callLimits';
import type { Model, ModelKind } from '../models/model';
import { findModel } from '../providers/findModel';
import type { Decoded, ModelListing, Provider } from '../providers/provider';
import type { Http } from '../engine/ports';
import { monotonicMs } from '../transport/clock';

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
		list ??= listModels(provider, http, kind, patienceMs);
		const listed = (await list).filter((listing) => listing.id === id);
		return (listed.find((listing) => listing.kind === kind) ?? listed[0])?.model ?? null;
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

/** Of fifty models and more: as many as an editor's list has room for. */
const PAGES_READ = 20;
/** Some lists are megabytes. */
const LONGEST_MS = 30_000;

function limitsOf(patienceMs: number) {
	return limitsWithin(Math.min(LONGEST_MS, patienceMs));
}

interface ModelPage {
	listings: ModelListing[];
	/** null on the last page. */
	next: string | null;
}

/**
 * The provider's own list, as much of it as comes in time; empty where it has none or does not answer.
 * @param patienceMs for all pages together.
 */
export async function listModels(
	provider: Provider,
	http: Http,
	kind: ModelKind,
	patienceMs = LONGEST_MS,
): Promise<ModelListing[]> {
	const { models } = provider;
	if (!models) return [];
	const listings: ModelListing[] = [];
	const endsAt = monotonicMs() + Math.min(LONGEST_MS, patienceMs);
	let cursor: string | null = null;
	for (let pages = 0; pages < PAGES_READ; pages++) {
		const leftMs = endsAt - monotonicMs();
		if (pages > 0 && leftMs <= 0) break;
		const page: Decoded<ModelPage> = await exchange(
			http,
			{ ...models.call(kind, cursor), ...limitsOf(leftMs) },
			(response) => {
				const decoded = models.parse(response);
				if (!decoded.ok) return decoded;
				return {
					ok: true,
					value: { listings: decoded.value, next: models.nextCursor?.(response) ?? null },
				};
			},
		);
		if (!page.ok) break;
		listings.push(...page.value.listings);
		cursor = page.value.next;
		if (cursor === null) break;
	}
	return listings;
}

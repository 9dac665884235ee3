/** What is known of every provider without loading any: for descriptions, documents and tests. */

import { PROVIDER_NAMES, type ProviderName } from '../models/model';
import * as all from './allInfos';
import type { Ability, Availability, ProviderInfo } from './providerInfo';

export const PROVIDER_INFOS: Readonly<Record<ProviderName, ProviderInfo>> = all;

/** What people call each provider. */
export const PROVIDER_LABELS = Object.fromEntries(
	PROVIDER_NAMES.map((name) => [name, PROVIDER_INFOS[name].displayName]),
) as Record<ProviderName, string>;

/** `One`, `One and Another`, `One, Another and a Third`. */
export function enumerated(names: readonly string[]): string {
	if (names.length < 2) return names.join('');
	return `${names.slice(0, -1).join(', ')} and ${names[names.length - 1]}`;
}

/** How a provider is called where it has an ability as `availability` says. */
function called({ displayName }: ProviderInfo, availability: Availability): string {
	return availability === 'someHosts' ? `some ${displayName} hosts` : displayName;
}

function infosWhere(isWanted: (info: ProviderInfo) => boolean): ProviderInfo[] {
	return PROVIDER_NAMES.map((name) => PROVIDER_INFOS[name]).filter(isWanted);
}

/** The providers of which something is true, as a part of a sentence. */
export function providersWhere(isWanted: (info: ProviderInfo) => boolean): string {
	return enumerated(infosWhere(isWanted).map(({ displayName }) => displayName));
}

function named(ability: Ability, isWanted: (availability: Availability) => boolean): string {
	const wanted = infosWhere(({ can }) => isWanted(can[ability]));
	return enumerated(wanted.map((info) => called(info, info.can[ability])));
}

/** The providers that have an ability, as a part of a sentence: `WaveSpeedAI and Eachlabs`. */
export function whoCan(ability: Ability): string {
	return named(ability, (availability) => availability !== false);
}

/** Those that have not, or not always: `APIYI and some OpenAI-Compatible hosts`. */
export function whoCannot(ability: Ability): string {
	return named(ability, (availability) => availability !== true);
}

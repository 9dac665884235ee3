/** What differs between the providers when a node is run against the simulator. */

import type { INodeParameters } from 'n8n-workflow';
import { PROVIDER_NAMES, type ProviderName } from '../../nodes/Sora/models/model';
import { PROVIDER_INFOS } from '../../nodes/Sora/providers/infos';
import type { Simulator } from '../../support/simulator';

export function credentialsFor(sim: Simulator, provider: ProviderName, apiKey = sim.key(provider)) {
	const { credentialType } = PROVIDER_INFOS[provider];
	return {
		[credentialType]: { apiKey, ...sim.baseUrls(provider), webhookSecret: '' },
	};
}

export function modelId(value: string): INodeParameters {
	return { __rl: true, mode: 'id', value };
}

export { PROVIDER_NAMES };

/** What differs between the providers when a node is run against the simulator. */

import type { INodeParameters } from 'n8n-workflow';
import { PROVIDER_NAMES, type ProviderName } from '../../nodes/Sora/models/model';
import type { Simulator } from '../../support/simulator';

export const CREDENTIAL_TYPES: Readonly<Record<ProviderName, string>> = {
	waveSpeed: 'waveSpeedApi',
	apiyi: 'apiyiApi',
	eachlabs: 'eachlabsApi',
	openAiCompatible: 'openAiVideosApi',
};

export function credentialsFor(sim: Simulator, provider: ProviderName, apiKey = sim.key(provider)) {
	return {
		[CREDENTIAL_TYPES[provider]]: { apiKey, baseUrl: sim.baseUrl(provider), webhookSecret: '' },
	};
}

export function modelId(value: string): INodeParameters {
	return { __rl: true, mode: 'id', value };
}

export { PROVIDER_NAMES };

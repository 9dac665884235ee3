/** What differs between the providers when a node is run against the simulator. */

import type { INodeParameters } from 'n8n-workflow';
import { PROVIDER_NAMES, type ProviderName } from '../../nodes/Sora/models/model';
import { PROVIDER_INFOS } from '../../nodes/Sora/providers/infos';
import type { Bill, Simulator } from '../../support/simulator';

export function credentialsFor(sim: Simulator, provider: ProviderName, apiKey = sim.key(provider)) {
	const { credentialType } = PROVIDER_INFOS[provider];
	return {
		[credentialType]: { apiKey, ...sim.baseUrls(provider), webhookSecret: '' },
	};
}

export function modelId(value: string): INodeParameters {
	return { __rl: true, mode: 'id', value };
}

/** What the nodes call a task of the simulator: at fal, its model is a part of it. */
export function taskIdOf({
	provider,
	model,
	taskId,
}: Pick<Bill, 'provider' | 'model' | 'taskId'>): string {
	return provider === 'fal' ? `${model}/requests/${taskId}` : taskId;
}

export { PROVIDER_NAMES };

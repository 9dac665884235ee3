import type { INodeCredentialDescription, INodeProperties } from 'n8n-workflow';
import type { ProviderName } from '../models/model';

/** Fixed for the whole node: each provider has a credential of its own. */
export const providerProperty: INodeProperties = {
	displayName: 'Provider',
	name: 'provider',
	type: 'options',
	noDataExpression: true,
	options: [
		{ name: 'APIYI', value: 'apiyi', description: 'Seedance and relayed models at api.apiyi.com' },
		{ name: 'Eachlabs', value: 'eachlabs', description: 'Many models at api.eachlabs.ai' },
		{
			name: 'OpenAI-Compatible',
			value: 'openAiCompatible',
			description: 'Any host that speaks /v1/videos: a gateway, LiteLLM, vLLM-Omni, SGLang',
		},
		{ name: 'WaveSpeedAI', value: 'waveSpeed', description: 'Many models at api.wavespeed.ai' },
	],
	default: 'waveSpeed',
	description: 'The service that renders the video; each has its own models and its own credential',
};

const CREDENTIALS: Readonly<Record<ProviderName, string>> = {
	waveSpeed: 'waveSpeedApi',
	apiyi: 'apiyiApi',
	eachlabs: 'eachlabsApi',
	openAiCompatible: 'openAiVideosApi',
};

/**
 * Each provider shows its own credential. Said by `hide`, because n8n's editor takes a field that
 * all credentials name under `show` for the choice of authentication, and leaves it out of the form.
 */
export const providerCredentials: INodeCredentialDescription[] = Object.entries(CREDENTIALS).map(
	([provider, name]) => ({
		name,
		required: true,
		displayOptions: {
			hide: { provider: Object.keys(CREDENTIALS).filter((other) => other !== provider) },
		},
	}),
);

import type { INodeCredentialDescription, INodeProperties } from 'n8n-workflow';
import { PROVIDER_NAMES } from '../models/model';
import { PROVIDER_INFOS } from '../providers/infos';

const INFOS = PROVIDER_NAMES.map((name) => PROVIDER_INFOS[name]);

/** Fixed for the whole node: each provider has a credential of its own. */
export const providerProperty: INodeProperties = {
	displayName: 'Provider',
	name: 'provider',
	type: 'options',
	noDataExpression: true,
	options: INFOS.map(({ name: value, displayName: name, description }) => ({
		name,
		value,
		description,
	})).sort((one, other) => one.name.localeCompare(other.name)),
	default: 'waveSpeed',
	description:
		'The service that renders the video. Each one has its own models and its own credential.',
};

/**
 * Each provider shows its own credential. Said by `hide`, because n8n's editor takes a field that
 * all credentials name under `show` for the choice of authentication, and leaves it out of the form.
 */
export const providerCredentials: INodeCredentialDescription[] = INFOS.map(
	({ name: provider, credentialType }) => ({
		name: credentialType,
		required: true,
		displayOptions: {
			hide: { provider: PROVIDER_NAMES.filter((other) => other !== provider) },
		},
	}),
);

const NAMES = Object.fromEntries(INFOS.map(({ name, displayName }) => [name, displayName]));

/** Below the node's own name the editor shows the provider's. */
export const providerSubtitle = `={{ (${JSON.stringify(NAMES)})[$parameter["provider"]] }}`;

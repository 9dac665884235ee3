import type { Icon, ICredentialType } from 'n8n-workflow';
import { eachlabsInfo } from '../nodes/Sora/providers/eachlabs/info';
import {
	apiKeyField,
	authorizationHeader,
	baseUrlField,
	testOf,
	webhookSecretField,
} from './fields';

export class EachlabsApi implements ICredentialType {
	name = eachlabsInfo.credentialType;

	displayName = eachlabsInfo.credentialName;

	icon: Icon = { light: 'file:../nodes/Sora/sora.svg', dark: 'file:../nodes/Sora/sora.dark.svg' };

	documentationUrl = 'https://docs.eachlabs.ai';

	properties = [
		apiKeyField('From the Eachlabs dashboard'),
		baseUrlField(eachlabsInfo),
		webhookSecretField(
			'Sent along with a Callback URL of your own, and comes back with its calls. Suspend makes a secret for each task by itself.',
		),
	];

	authenticate = authorizationHeader();

	/** The list of models needs no key, so the history is asked for. */
	test = testOf('/v1/executions?limit=1');
}

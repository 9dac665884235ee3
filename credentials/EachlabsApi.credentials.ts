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
		apiKeyField('Get it from the Eachlabs dashboard'),
		baseUrlField(eachlabsInfo),
		webhookSecretField(
			'Sent along with your own Callback URL and returned in its calls. Suspend creates a secret of its own for each task.',
		),
	];

	authenticate = authorizationHeader();

	/** The list of models needs no key, so the history is asked for. */
	test = testOf('/v1/executions?limit=1');
}

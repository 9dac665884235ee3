import type { Icon, ICredentialType } from 'n8n-workflow';
import { openRouterInfo } from '../nodes/Sora/providers/openRouter/info';
import {
	apiKeyField,
	authorizationHeader,
	baseUrlField,
	testOf,
	webhookSecretField,
} from './fields';

export class OpenRouterVideosApi implements ICredentialType {
	name = openRouterInfo.credentialType;

	displayName = openRouterInfo.credentialName;

	icon: Icon = { light: 'file:../nodes/Sora/sora.svg', dark: 'file:../nodes/Sora/sora.dark.svg' };

	documentationUrl = 'https://openrouter.ai/docs/api/reference/authentication';

	properties = [
		apiKeyField('Get it from openrouter.ai, under Keys. It starts with sk-or-.'),
		baseUrlField(openRouterInfo),
		webhookSecretField(
			'Optional. The signing secret of your workspace. If set, Suspend rejects calls without its signature.',
		),
	];

	authenticate = authorizationHeader();

	/** The list of models needs no key, so the key is asked for itself. */
	test = testOf('/key');
}

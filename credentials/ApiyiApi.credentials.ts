import type { Icon, ICredentialType } from 'n8n-workflow';
import { apiyiInfo } from '../nodes/Sora/providers/apiyi/info';
import { apiKeyField, authorizationHeader, baseUrlField, testOf } from './fields';

export class ApiyiApi implements ICredentialType {
	name = apiyiInfo.credentialType;

	displayName = apiyiInfo.credentialName;

	icon: Icon = { light: 'file:../nodes/Sora/sora.svg', dark: 'file:../nodes/Sora/sora.dark.svg' };

	documentationUrl = 'https://docs.apiyi.com';

	properties = [
		apiKeyField(
			'Get it from the APIYI console. Its group must include the model (for Seedance: SeeDance2).',
		),
		baseUrlField(apiyiInfo),
	];

	authenticate = authorizationHeader();

	/** The list of models costs nothing and needs the key. */
	test = testOf('/v1/models');
}

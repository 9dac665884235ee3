import type { Icon, ICredentialTestRequest, ICredentialType, INodeProperties } from 'n8n-workflow';
import { falInfo } from '../nodes/Sora/providers/fal/info';
import { apiKeyField, authorizationHeader, baseUrlField } from './fields';

/** One more host. */
function addressField(
	field: Pick<INodeProperties, 'displayName' | 'name' | 'default' | 'description'>,
): INodeProperties {
	return { ...field, type: 'string' };
}

export class FalQueueApi implements ICredentialType {
	name = falInfo.credentialType;

	displayName = falInfo.credentialName;

	icon: Icon = { light: 'file:../nodes/Sora/sora.svg', dark: 'file:../nodes/Sora/sora.dark.svg' };

	documentationUrl = 'https://fal.ai/docs/documentation/model-apis/authentication/key-based';

	properties = [
		apiKeyField('Get it from fal.ai, under API Keys, with the scope API. Enter it without "Key".'),
		baseUrlField(falInfo),
		addressField({
			displayName: 'Platform Base URL',
			name: 'platformBaseUrl',
			default: 'https://api.fal.ai',
			description: 'Where models and requests are listed',
		}),
		addressField({
			displayName: 'Storage Base URL',
			name: 'storageBaseUrl',
			default: 'https://rest.fal.ai',
			description: 'Where images are uploaded to and callback keys are published',
		}),
	];

	authenticate = authorizationHeader('Key');

	/** A price costs nothing and needs the key. https://fal.ai/docs/platform-apis/v1/models/pricing */
	test: ICredentialTestRequest = {
		request: {
			baseURL: '={{$credentials.platformBaseUrl.replace(/\\/+$/, "")}}',
			url: `/v1/models/pricing?endpoint_id=${encodeURIComponent(falInfo.defaultModels.text.id)}`,
		},
	};
}

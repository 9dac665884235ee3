import type {
	IAuthenticateGeneric,
	Icon,
	ICredentialTestRequest,
	ICredentialType,
	INodeProperties,
} from 'n8n-workflow';

export class OpenAiVideosApi implements ICredentialType {
	name = 'openAiVideosApi';

	displayName = 'OpenAI-Compatible Videos API';

	icon: Icon = { light: 'file:../nodes/Sora/sora.svg', dark: 'file:../nodes/Sora/sora.dark.svg' };

	documentationUrl =
		'https://github.com/n8n-nodes-sora/n8n-nodes-sora/blob/main/docs/reference.md#credentials';

	properties: INodeProperties[] = [
		{
			displayName: 'API Key',
			name: 'apiKey',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			required: true,
			description: 'The key of your host; any word where it needs none',
		},
		{
			displayName: 'Base URL',
			name: 'baseUrl',
			type: 'string',
			default: 'https://api.openai.com/v1',
			description:
				"Your host's address up to and with its API prefix (/v1). OpenAI's own host has rendered no videos since 2026-09-24.",
		},
		{
			displayName: 'Webhook Secret',
			name: 'webhookSecret',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			description:
				'The signing secret of your webhooks (whsec_…). Not needed: these nodes take no calls from such a host.',
		},
	];

	authenticate: IAuthenticateGeneric = {
		type: 'generic',
		properties: { headers: { Authorization: '=Bearer {{$credentials.apiKey}}' } },
	};

	/** The list of models costs nothing and needs the key. */
	test: ICredentialTestRequest = {
		request: {
			baseURL: '={{$credentials.baseUrl.replace(/\\/+$/, "")}}',
			url: '/models',
		},
	};
}

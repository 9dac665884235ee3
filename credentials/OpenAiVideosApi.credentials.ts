import type { Icon, ICredentialType, INodeProperties } from 'n8n-workflow';
import { openAiCompatibleInfo } from '../nodes/Sora/providers/openAiCompatible/info';
import {
	apiKeyField,
	authorizationHeader,
	baseUrlField,
	testOf,
	webhookSecretField,
} from './fields';

export class OpenAiVideosApi implements ICredentialType {
	name = openAiCompatibleInfo.credentialType;

	displayName = openAiCompatibleInfo.credentialName;

	icon: Icon = { light: 'file:../nodes/Sora/sora.svg', dark: 'file:../nodes/Sora/sora.dark.svg' };

	documentationUrl =
		'https://github.com/n8n-nodes-sora/n8n-nodes-sora/blob/main/docs/reference.md#credentials';

	properties = [
		apiKeyField('The key of your host. If it needs none, enter any word.'),
		baseUrlField(
			openAiCompatibleInfo,
			"The URL of your host including its API prefix, e.g. http://localhost:8000/v1. OpenAI's own host no longer renders videos (since 2026-09-24).",
		),
		{
			displayName: 'Request Format',
			name: 'requestFormat',
			type: 'options',
			options: [
				{
					name: 'Automatic',
					value: 'auto',
					description: 'As a form, and as JSON if the host rejects forms',
				},
				{
					name: 'JSON',
					value: 'json',
					description: 'With images as data URIs',
				},
				{
					name: 'Multipart Form',
					value: 'multipart',
					description: 'With images as files',
				},
			],
			default: 'auto',
			description: 'How requests for videos are sent to your host',
		} satisfies INodeProperties,
		webhookSecretField(
			"The signing secret of your webhooks (whsec_…). Not needed, because the nodes don't use callbacks from such hosts.",
		),
	];

	authenticate = authorizationHeader();

	/** The list of models costs nothing and needs the key. */
	test = testOf('/models');
}

import type { Icon, ICredentialType } from 'n8n-workflow';
import { waveSpeedInfo } from '../nodes/Sora/providers/waveSpeed/info';
import {
	apiKeyField,
	authorizationHeader,
	baseUrlField,
	testOf,
	webhookSecretField,
} from './fields';

export class WaveSpeedApi implements ICredentialType {
	name = waveSpeedInfo.credentialType;

	displayName = waveSpeedInfo.credentialName;

	icon: Icon = { light: 'file:../nodes/Sora/sora.svg', dark: 'file:../nodes/Sora/sora.dark.svg' };

	documentationUrl = 'https://wavespeed.ai/docs/api-authentication';

	properties = [
		apiKeyField('Get it from wavespeed.ai, under API Keys. A key works after the first top-up.'),
		baseUrlField(waveSpeedInfo),
		webhookSecretField(
			'Optional. The signing secret of your webhooks (whsec_…). If set, Suspend rejects calls without its signature.',
		),
	];

	authenticate = authorizationHeader();

	/** The balance costs nothing and needs the key. */
	test = testOf('/api/v3/balance');
}

/** Where a provider is, as its credential says. The key itself stays with n8n. */

import type { ICredentialDataDecryptedObject } from 'n8n-workflow';
import type { Access } from './http';

interface CredentialContext {
	getCredentials(type: string, itemIndex?: number): Promise<ICredentialDataDecryptedObject>;
}

/** @returns the base URL without a trailing slash. */
export async function accessOf(
	context: CredentialContext,
	credentialType: string,
): Promise<Access & { webhookSecret: string }> {
	const { baseUrl, webhookSecret } = await context.getCredentials(credentialType);
	return {
		credentialType,
		baseUrl: String(baseUrl ?? '')
			.trim()
			.replace(/\/+$/, ''),
		webhookSecret: String(webhookSecret ?? '').trim(),
	};
}

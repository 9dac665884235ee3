/**
 * Where a provider is, as its credential says. The key is sent by n8n; we know it only to keep it
 * out of what providers write back.
 */

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
	const { apiKey, baseUrl, webhookSecret } = await context.getCredentials(credentialType);
	return {
		credentialType,
		baseUrl: String(baseUrl ?? '')
			.trim()
			.replace(/\/+$/, ''),
		hidden: String(apiKey ?? '').trim(),
		webhookSecret: String(webhookSecret ?? '').trim(),
	};
}

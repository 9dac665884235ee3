/**
 * Where a provider is, as its credential says. The key is sent by n8n; we know it only to keep it
 * out of what providers write back.
 */

import type { ICredentialDataDecryptedObject } from 'n8n-workflow';
import type { Connection } from './http';

interface CredentialContext {
	getCredentials(type: string, itemIndex?: number): Promise<ICredentialDataDecryptedObject>;
}

/** @returns the base URL without a trailing slash. */
export async function connectionOf(
	context: CredentialContext,
	credentialType: string,
): Promise<Connection & { webhookSecret: string }> {
	const { apiKey, baseUrl, webhookSecret } = await context.getCredentials(credentialType);
	return {
		credentialType,
		baseUrl: String(baseUrl ?? '')
			.trim()
			.replace(/\/+$/, ''),
		secret: String(apiKey ?? '').trim(),
		webhookSecret: String(webhookSecret ?? '').trim(),
	};
}

/** What the credentials of all providers have in common: their fields, and how the key is sent. */

import type {
	ICredentialDataDecryptedObject,
	ICredentialTestRequest,
	IHttpRequestOptions,
	INodeProperties,
} from 'n8n-workflow';
import type { ProviderInfo } from '../nodes/Sora/providers/providerInfo';

/** @param description where the key comes from. */
export function apiKeyField(description: string): INodeProperties {
	return {
		displayName: 'API Key',
		name: 'apiKey',
		type: 'string',
		typeOptions: { password: true },
		default: '',
		required: true,
		description,
	};
}

export function baseUrlField(
	{ defaultBaseUrl }: ProviderInfo,
	description = 'Change it only if you use a proxy or a test server',
): INodeProperties {
	return {
		displayName: 'Base URL',
		name: 'baseUrl',
		type: 'string',
		default: defaultBaseUrl,
		description,
	};
}

/** @param description what the secret is for. */
export function webhookSecretField(description: string): INodeProperties {
	return {
		displayName: 'Webhook Secret',
		name: 'webhookSecret',
		type: 'string',
		typeOptions: { password: true },
		default: '',
		description,
	};
}

/** As n8n takes it from a credential: adds the key to a request. */
type Authenticate = (
	credentials: ICredentialDataDecryptedObject,
	options: IHttpRequestOptions,
) => Promise<IHttpRequestOptions>;

/** A function: an expression n8n would evaluate anew for each call, which takes more than the call itself. */
export function authorizationHeader(scheme: 'Bearer' | 'Key' = 'Bearer'): Authenticate {
	return async ({ apiKey }, options) =>
		await Promise.resolve({
			...options,
			headers: { ...options.headers, Authorization: `${scheme} ${String(apiKey)}` },
		});
}

/**
 * A GET that costs nothing and fails on a wrong key.
 * @param path below the base URL.
 */
export function testOf(path: string): ICredentialTestRequest {
	return {
		request: { baseURL: '={{$credentials.baseUrl.replace(/\\/+$/, "")}}', url: path },
	};
}

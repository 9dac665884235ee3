/**
 * Where a provider is, as its credential says. The key is sent by n8n; we know it only to keep it
 * out of what providers write back.
 */

import { NodeOperationError, type ICredentialDataDecryptedObject, type INode } from 'n8n-workflow';
import type { RequestFormat } from '../providers/video';
import { isHttpUrl } from '../shared/readValue';
import type { Connection } from './http';

interface CredentialContext {
	getCredentials(type: string, itemIndex?: number): Promise<ICredentialDataDecryptedObject>;
	getNode(): INode;
}

/**
 * @returns the base URL without a trailing slash.
 * @throws NodeOperationError where it is no http or https address, before anything is sent.
 */
export async function connectionOf(
	context: CredentialContext,
	credentialType: string,
): Promise<Connection & { webhookSecret: string; requestFormat?: RequestFormat }> {
	const { apiKey, baseUrl, webhookSecret, requestFormat } =
		await context.getCredentials(credentialType);
	const address = String(baseUrl ?? '').trim();
	const problem = baseUrlProblem(address);
	if (problem !== null) {
		const node = context.getNode();
		const name = node.credentials?.[credentialType]?.name ?? credentialType;
		throw new NodeOperationError(node, `The Base URL in the credential "${name}" ${problem}`, {
			description: 'Correct it in the credential. Nothing was sent.',
		});
	}
	return {
		credentialType,
		baseUrl: address.replace(/\/+$/, ''),
		secret: String(apiKey ?? '').trim(),
		...(requestFormat === 'multipart' || requestFormat === 'json' ? { requestFormat } : {}),
		webhookSecret: String(webhookSecret ?? '').trim(),
	};
}

/** Goes on where `The Base URL …` ends; null where the address can be used. */
export function baseUrlProblem(address: string): string | null {
	if (address === '') return 'is empty: it must begin with http:// or https://';
	if (!/^https?:\/\//i.test(address)) {
		return `must begin with http:// or https://, unlike "${shownAddress(address)}"`;
	}
	if (!isHttpUrl(address)) return `is not a valid address: "${shownAddress(address)}"`;
	return /[?#]/.test(address) ? 'must have no "?" and no "#" in it' : null;
}

/** A user name, a password or a query may be secret. */
function shownAddress(address: string): string {
	return address
		.replace(/[?#].*$/s, '')
		.replace(/^(\w+:\/\/)?[^/@]*@/, '$1')
		.slice(0, 100);
}

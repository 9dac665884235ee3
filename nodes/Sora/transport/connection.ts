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

/** What some providers' credentials have besides; empty where they have it not. */
interface CredentialExtras {
	webhookSecret: string;
	/** How requests are written; left out where the provider is to find out. */
	requestFormat?: RequestFormat;
	/** Without a trailing slash: where files and published keys are. */
	storageBaseUrl: string;
}

/**
 * @returns the base URL without a trailing slash.
 * @throws NodeOperationError where it is no http or https address, before anything is sent.
 */
export async function connectionOf(
	context: CredentialContext,
	credentialType: string,
): Promise<Connection & CredentialExtras> {
	const credentials = await context.getCredentials(credentialType);
	const { apiKey, baseUrl, webhookSecret, requestFormat, storageBaseUrl } = credentials;
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
		baseUrl: withoutSlash(address),
		secret: String(apiKey ?? '').trim(),
		...(requestFormat === 'multipart' || requestFormat === 'json' ? { requestFormat } : {}),
		webhookSecret: String(webhookSecret ?? '').trim(),
		storageBaseUrl: withoutSlash(String(storageBaseUrl ?? '').trim()),
	};
}

function withoutSlash(address: string): string {
	return address.replace(/\/+$/, '');
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

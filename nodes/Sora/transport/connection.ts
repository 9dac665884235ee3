/**
 * Where a provider is, as its credential says. The key is sent by n8n; we know it only to keep it
 * out of what providers write back.
 */

import { NodeOperationError, type ICredentialDataDecryptedObject, type INode } from 'n8n-workflow';
import type { RequestFormat } from '../providers/video';
import { isHttpUrl } from '../shared/readValue';
import type { Connection } from './http';
import { KeptCredentials } from './keptCredentials';

interface CredentialContext {
	getCredentials(type: string, itemIndex?: number): Promise<ICredentialDataDecryptedObject>;
	getNode(): INode;
}

/** What some providers' credentials have besides; empty where they have it not. */
interface CredentialExtras {
	webhookSecret: string;
	/** How requests are written; left out where the provider is to find out. */
	requestFormat?: RequestFormat;
	/** Without a trailing slash, empty where the credential has none: where files and published keys are. */
	storageBaseUrl: string;
}

/** The fields that hold addresses, as people see them. */
const ADDRESSES = {
	baseUrl: 'Base URL',
	platformBaseUrl: 'Platform Base URL',
	storageBaseUrl: 'Storage Base URL',
} as const;

/**
 * @returns the base URLs without a trailing slash.
 * @throws NodeOperationError where one is no http or https address, or the key surely is none, before anything is sent.
 */
export async function connectionOf(
	context: CredentialContext,
	credentialType: string,
): Promise<Connection & CredentialExtras> {
	const keptCredentials = new KeptCredentials(
		async () => await context.getCredentials(credentialType),
	);
	const credentials = await keptCredentials.read();
	const { apiKey, webhookSecret, requestFormat } = credentials;
	const secret = String(apiKey ?? '').trim();
	const problems = [
		...Object.entries(ADDRESSES).flatMap(([field, name]) => {
			// Only the base URL is in every credential.
			if (field !== 'baseUrl' && credentials[field] === undefined) return [];
			const problem = baseUrlProblem(addressIn(credentials[field]));
			return problem === null ? [] : [{ field: name, problem }];
		}),
		...apiKeyProblems(secret),
	];
	if (problems.length > 0) {
		const node = context.getNode();
		const name = node.credentials?.[credentialType]?.name ?? credentialType;
		const [{ field, problem }] = problems;
		throw new NodeOperationError(node, `The ${field} in the credential "${name}" ${problem}`, {
			description: 'Correct it in the credential. Nothing was sent.',
		});
	}
	const storageBaseUrl = withoutSlash(addressIn(credentials.storageBaseUrl));
	return {
		credentialType,
		baseUrl: withoutSlash(addressIn(credentials.baseUrl)),
		hosts: {
			platform: withoutSlash(addressIn(credentials.platformBaseUrl)),
			storage: storageBaseUrl,
		},
		secret,
		keptCredentials,
		...(requestFormat === 'multipart' || requestFormat === 'json' ? { requestFormat } : {}),
		webhookSecret: String(webhookSecret ?? '').trim(),
		storageBaseUrl,
	};
}

function addressIn(value: unknown): string {
	return typeof value === 'string' ? value.trim() : '';
}

/** The credential itself puts the word in front of the key. */
const SCHEME = /^(authorization:|bearer\s|key\s)/i;
/** What cannot stand in a header. RFC 9110, section 5.5 */
const UNSENDABLE = /[^\x20-\x7e]/;

/** Never with a word of the key. */
function apiKeyProblems(key: string): Array<{ field: 'API Key'; problem: string }> {
	const field = 'API Key';
	const [, scheme] = SCHEME.exec(key) ?? [];
	if (scheme !== undefined) {
		return [{ field, problem: `begins with "${scheme.trim()}": enter the key alone` }];
	}
	if (!UNSENDABLE.test(key)) return [];
	return [{ field, problem: 'has a character that no key has: copy the key again' }];
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

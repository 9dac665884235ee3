/** A credential's data, kept for a moment: n8n reads it from its database and decrypts it for each call. */

import type {
	IAllExecuteFunctions,
	ICredentialDataDecryptedObject,
	IHttpRequestOptions,
	IN8nHttpFullResponse,
} from 'n8n-workflow';
import { monotonicMs } from './clock';

/** A key that is replaced while videos render is used after this time at the latest. */
const KEPT_MS = 10_000;

export class KeptCredentials {
	private kept: { data: Promise<ICredentialDataDecryptedObject>; until: number } | null = null;

	constructor(private readonly readAnew: () => Promise<ICredentialDataDecryptedObject>) {}

	/** @throws as n8n does where there is no such credential. */
	async read(): Promise<ICredentialDataDecryptedObject> {
		if (this.kept === null || monotonicMs() >= this.kept.until) {
			this.kept = { data: this.readAnew(), until: monotonicMs() + KEPT_MS };
		}
		const { data } = this.kept;
		return await data.catch((error: unknown) => {
			this.forget();
			throw error;
		});
	}

	/** The key was refused: it may have been replaced. */
	forget(): void {
		this.kept = null;
	}
}

const UNAUTHORIZED = 401;

/** n8n takes the signal of the context, whatever the options say. */
function withSignal(context: object, signal: IHttpRequestOptions['abortSignal']): object {
	if (!('getExecutionCancelSignal' in context)) return context;
	return Object.create(context, { getExecutionCancelSignal: { value: () => signal } }) as object;
}

/** Sends a request with the key of a credential; n8n adds it. @throws as n8n does. */
export async function requestWithKey(
	context: Pick<IAllExecuteFunctions, 'helpers'>,
	{
		credentialType,
		keptCredentials,
	}: { credentialType: string; keptCredentials?: KeptCredentials },
	options: IHttpRequestOptions,
): Promise<IN8nHttpFullResponse> {
	const data = await keptCredentials?.read();
	const response = (await context.helpers.httpRequestWithAuthentication.call(
		withSignal(context, options.abortSignal) as IAllExecuteFunctions,
		credentialType,
		options,
		data && { credentialsDecrypted: { id: '', name: '', type: credentialType, data } },
	)) as IN8nHttpFullResponse;
	if (response.statusCode === UNAUTHORIZED) keptCredentials?.forget();
	return response;
}

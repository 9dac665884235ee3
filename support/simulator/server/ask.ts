/** A plain client for tests that look at the simulator itself. */

import type { ProviderName } from '../../../nodes/Sora/models/model';
import type { Simulator } from '../simulator';

export interface Heard {
	status: number;
	headers: Headers;
	/** Parsed where it is JSON, else the text. */
	body: unknown;
}

export type Ask = (
	method: string,
	path: string,
	body?: unknown,
	headers?: Record<string, string>,
) => Promise<Heard>;

function parsed(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		return text;
	}
}

/** Asks one provider with its key. A `FormData` goes as multipart, anything else as JSON. */
export function asker(simulator: Simulator, provider: ProviderName): Ask {
	return async (method, path, body, headers = {}) => {
		const isForm = body instanceof FormData;
		const response = await fetch(simulator.baseUrl(provider) + path, {
			method,
			headers: {
				authorization: `${provider === 'fal' ? 'Key' : 'Bearer'} ${simulator.key(provider)}`,
				'accept-encoding': 'identity',
				...(body === undefined || isForm ? {} : { 'content-type': 'application/json' }),
				...headers,
			},
			body: body === undefined || isForm ? (body as FormData | undefined) : JSON.stringify(body),
			redirect: 'manual',
		});
		return {
			status: response.status,
			headers: response.headers,
			body: parsed(await response.text()),
		};
	};
}

/** The code of the network error that a call ends with. @throws where it does not end with one. */
export async function networkErrorOf(call: Promise<unknown>): Promise<string> {
	try {
		await call;
	} catch (error) {
		// Not `instanceof`: an error of fetch comes from outside of the test's realm.
		return (error as { cause?: { code?: string } }).cause?.code ?? String(error);
	}
	throw new Error('the call was answered');
}

/** OpenRouter's callbacks: an event about the job, signed if the workspace has a signing secret. https://openrouter.ai/docs/api_reference/videos */

import { createHmac } from 'crypto';
import { codeOf, objectOf } from '../../shared/json';
import { isInWindow, isSameText, type Callback, type TaskCallback } from '../shared/callback';

/** The values under a name in `t=1788400867,v1=…`. */
function valuesOf(header: string, name: string): string[] {
	const pairs = header.split(',').map((pair) => pair.trim());
	return pairs.flatMap((pair) =>
		pair.startsWith(`${name}=`) ? [pair.slice(name.length + 1)] : [],
	);
}

/** Hex HMAC-SHA256 over `t,body`, with a comma; the key is the secret's text. */
function isSigned({ headers, rawBody }: Callback, secret: string, nowMs: number): boolean {
	const header = headers['x-openrouter-signature'] ?? '';
	const [timestamp] = valuesOf(header, 't');
	if (!isInWindow(timestamp, nowMs)) return false;
	const expected = createHmac('sha256', secret)
		.update(`${timestamp},`)
		.update(rawBody)
		.digest('hex');
	return valuesOf(header, 'v1').some((given) => isSameText(given.toLowerCase(), expected));
}

export const openRouterCallback: TaskCallback = {
	takesSecretPerTask: false,
	isAbout: (body, taskId) => codeOf(objectOf(objectOf(body).data).id) === taskId,
	isGenuine: async (callback, { ofAccount }, nowMs) =>
		await Promise.resolve(ofAccount === '' || isSigned(callback, ofAccount, nowMs)),
};

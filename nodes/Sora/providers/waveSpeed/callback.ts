/** WaveSpeed's callbacks: the prediction without its envelope, signed. https://wavespeed.ai/docs/webhooks */

import { createHmac } from 'crypto';
import { codeOf, objectOf } from '../../shared/json';
import { isInWindow, isSameText, type Callback, type TaskCallback } from '../shared/callback';

const SIGNATURE = /^v3,([0-9a-f]{64})$/i;

/**
 * Hex HMAC-SHA256 over `id.timestamp.body`. It looks like Standard Webhooks and is not: the key is
 * the secret's text behind `whsec_`, as it stands and not decoded.
 */
function signatureOf(secret: string, id: string, timestamp: string, rawBody: Uint8Array): string {
	const key = secret.replace(/^whsec_/, '');
	return createHmac('sha256', key).update(`${id}.${timestamp}.`).update(rawBody).digest('hex');
}

function isSigned({ headers, rawBody }: Callback, secret: string, nowMs: number): boolean {
	const { 'webhook-id': id, 'webhook-timestamp': timestamp } = headers;
	if (!id || !isInWindow(timestamp, nowMs)) return false;
	const expected = signatureOf(secret, id, timestamp, rawBody);
	const given = (headers['webhook-signature'] ?? '').trim().split(/\s+/);
	return given.some((entry) => {
		const signature = SIGNATURE.exec(entry)?.[1];
		return signature !== undefined && isSameText(signature.toLowerCase(), expected);
	});
}

export const waveSpeedCallback: TaskCallback = {
	takesSecretPerTask: false,
	isAbout: (body, taskId) => codeOf(objectOf(body).id) === taskId,
	isGenuine: async (callback, { ofAccount }, nowMs) =>
		await Promise.resolve(ofAccount === '' || isSigned(callback, ofAccount, nowMs)),
};

/**
 * Eachlabs' callbacks: the task's own secret comes back as it was sent, and newer ones are signed with
 * it too. https://docs.eachlabs.ai/api/webhooks/verifying-signatures
 */

import { createHmac } from 'crypto';
import { codeOf, objectOf } from '../../shared/json';
import {
	isInWindow,
	isSameText,
	secretHash,
	type Callback,
	type TaskCallback,
} from '../shared/callback';

/** Hex HMAC-SHA256 over `timestamp.body`; the key is the secret's text. */
function isSigned({ headers, rawBody }: Callback, secret: string, nowMs: number): boolean {
	const { 'x-webhook-timestamp': timestamp, 'x-webhook-signature': signature } = headers;
	if (!isInWindow(timestamp, nowMs)) return false;
	const hex = createHmac('sha256', secret).update(`${timestamp}.`).update(rawBody).digest('hex');
	return isSameText(signature ?? '', `sha256=${hex}`);
}

export const eachlabsCallback: TaskCallback = {
	takesSecretPerTask: true,
	/** Callbacks call it `exec_id`, unlike every other answer. */
	isAbout: (body, taskId) => codeOf(objectOf(body).exec_id) === taskId,
	async isGenuine(callback, { hashOfTask }, nowMs) {
		const { headers } = callback;
		const secret = headers['x-webhook-secret'] ?? '';
		if (hashOfTask === null || !isSameText(secretHash(secret), hashOfTask)) return false;
		const claimsSignature = 'x-webhook-signature' in headers || 'x-webhook-timestamp' in headers;
		return !claimsSignature || isSigned(callback, secret, nowMs);
	},
};

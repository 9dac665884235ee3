/**
 * fal's callbacks, signed with keys that it publishes (Ed25519).
 * https://fal.ai/docs/documentation/model-apis/inference/webhooks
 */

import { createHash, createPublicKey, verify } from 'crypto';
import { arrayOf, codeOf, objectOf, textOf } from '../../shared/json';
import { isInWindow, type Callback, type TaskCallback } from '../shared/callback';
import { isSameTaskId } from '../shared/taskId';
import { requestOf } from './request';

const JWKS_PATH = '/.well-known/jwks.json';

/** Hex of 64 bytes. RFC 8032, section 5.1.6 */
const SIGNATURE = /^[0-9a-f]{128}$/i;

/** What is signed, and the signature; null where a part of it is missing or too old. */
function signedIn(
	{ headers, rawBody }: Callback,
	nowMs: number,
): { text: Buffer; signature: Buffer } | null {
	const {
		'x-fal-webhook-request-id': requestId,
		'x-fal-webhook-user-id': userId,
		'x-fal-webhook-timestamp': timestamp,
		'x-fal-webhook-signature': signature,
	} = headers;
	if (!requestId || !userId || !isInWindow(timestamp, nowMs)) return null;
	if (signature === undefined || !SIGNATURE.test(signature)) return null;
	const bodyHash = createHash('sha256').update(rawBody).digest('hex');
	return {
		text: Buffer.from([requestId, userId, timestamp, bodyHash].join('\n')),
		signature: Buffer.from(signature, 'hex'),
	};
}

/** The `x` of each Ed25519 key. RFC 8037, section 2 */
function keysIn(document: unknown): string[] {
	return arrayOf(objectOf(document).keys).flatMap((key) => textOf(objectOf(key).x) ?? []);
}

function isSignedWith(x: string, text: Buffer, signature: Buffer): boolean {
	try {
		const key = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x }, format: 'jwk' });
		return verify(null, text, key, signature);
	} catch {
		// No key of this kind.
		return false;
	}
}

export const falCallback: TaskCallback = {
	takesSecretPerTask: false,
	isAbout: (body, taskId) => {
		const id = codeOf(objectOf(body).request_id);
		return id !== null && isSameTaskId(id, requestOf(taskId).id);
	},
	async isGenuine(callback, _secrets, nowMs, keys) {
		const signed = signedIn(callback, nowMs);
		if (signed === null) return false;
		const fits = (document: unknown) =>
			keysIn(document).some((x) => isSignedWith(x, signed.text, signed.signature));
		if (fits(await keys.read(JWKS_PATH))) return true;
		return fits(await keys.readAgain(JWKS_PATH));
	},
};

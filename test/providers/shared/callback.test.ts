import { eachlabs } from '../../../nodes/Sora/providers/eachlabs';
import {
	secretHash,
	type PublishedKeys,
	type TaskCallback,
} from '../../../nodes/Sora/providers/shared/callback';
import { waveSpeed } from '../../../nodes/Sora/providers/waveSpeed';
import { eachlabsSignature, waveSpeedSignature } from '../../../support/simulator';

/** Neither provider publishes any: whoever asks for them fails the test. */
const NO_KEYS: PublishedKeys = {
	read: async () => await Promise.reject(new Error('keys were asked for')),
	readAgain: async () => await Promise.reject(new Error('keys were asked for')),
};

function callbackOf({ callback }: { callback?: TaskCallback }): TaskCallback {
	if (!callback) throw new Error('no callback');
	return callback;
}

/** The signature is OpenSSL's: `openssl dgst -sha256 -hmac KEY`, the key being the text behind `whsec_`. */
const VECTOR = {
	secret: 'whsec_e9EE3BdyXSxcB4ZyZUKjQUEoQX4sF9P1+eMpb/KluCM=',
	id: '45b392b22c3b449fa935bd4dc',
	timestamp: 1758798328,
	body: '{"id":"45b392b22c3b449fa935bd4dcb0a8f7e","status":"completed","outputs":["https://cdn.example/1.mp4"]}',
	signature: '693600d67681d43fe0703a29aab6776e4c831fbc05c885b9d5b68ba7fb60c0ab',
};

describe("WaveSpeed's signature", () => {
	const headers = {
		'webhook-id': VECTOR.id,
		'webhook-timestamp': String(VECTOR.timestamp),
		'webhook-signature': `v3,${VECTOR.signature}`,
	};
	const isGenuine = async (
		changed: Record<string, string | undefined> = {},
		{ body = VECTOR.body, secret = VECTOR.secret, seconds = VECTOR.timestamp } = {},
	) => {
		const entries = Object.entries({ ...headers, ...changed });
		const sent = Object.fromEntries(
			entries.flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
		);
		return await callbackOf(waveSpeed).isGenuine(
			{ headers: sent, rawBody: Buffer.from(body) },
			{ ofAccount: secret, hashOfTask: null },
			seconds * 1000,
			NO_KEYS,
		);
	};
	const base64 = Buffer.from(VECTOR.signature, 'hex').toString('base64');

	it.each<[boolean, string, Parameters<typeof isGenuine>]>([
		[true, 'the signature as it is documented', []],
		[true, '299 seconds late', [{}, { seconds: VECTOR.timestamp + 299 }]],
		[true, '299 seconds ahead', [{}, { seconds: VECTOR.timestamp - 299 }]],
		[false, '301 seconds late', [{}, { seconds: VECTOR.timestamp + 301 }]],
		[false, '301 seconds ahead', [{}, { seconds: VECTOR.timestamp - 301 }]],
		[
			true,
			'beside a signature of another version',
			[{ 'webhook-signature': `v1,${base64} v3,${VECTOR.signature}` }],
		],
		[true, 'in capital letters', [{ 'webhook-signature': `v3,${VECTOR.signature.toUpperCase()}` }]],
		[true, 'with a secret without its prefix', [{}, { secret: VECTOR.secret.slice(6) }]],
		[false, 'another body', [{}, { body: VECTOR.body.replace('1.mp4', '2.mp4') }]],
		[false, 'the same JSON in other bytes', [{}, { body: VECTOR.body.replace(',', ', ') }]],
		[false, 'another secret', [{}, { secret: `${VECTOR.secret}x` }]],
		[false, 'another id', [{ 'webhook-id': 'a5b392b22c3b449fa935bd4dc' }]],
		[false, 'no id', [{ 'webhook-id': undefined }]],
		[false, 'another timestamp', [{ 'webhook-timestamp': '1758798329' }]],
		[false, 'no timestamp', [{ 'webhook-timestamp': undefined }]],
		[false, 'a timestamp that is none', [{ 'webhook-timestamp': '1758798328.5e1' }]],
		[false, 'no signature', [{ 'webhook-signature': undefined }]],
		[false, 'the bare hex', [{ 'webhook-signature': VECTOR.signature }]],
		[false, 'half of the hex', [{ 'webhook-signature': `v3,${VECTOR.signature.slice(0, 32)}` }]],
		[false, 'base64, as Standard Webhooks has it', [{ 'webhook-signature': `v3,${base64}` }]],
		[false, 'another version', [{ 'webhook-signature': `v1,${VECTOR.signature}` }]],
	])('is %s for %s', async (expected, _, parameters) => {
		expect(await isGenuine(...parameters)).toBe(expected);
	});

	it('is what the simulator signs with', () => {
		const { secret, id, timestamp, body, signature } = VECTOR;
		expect(waveSpeedSignature(secret, id, timestamp, body)).toBe(`v3,${signature}`);
	});

	it('cannot be asked for where no secret was agreed upon', async () => {
		expect(await isGenuine({ 'webhook-signature': undefined }, { secret: '' })).toBe(true);
	});
});

describe("Eachlabs' secret", () => {
	const SECRET = '0f3a2b';
	it.each<[boolean, string, string | undefined, string | null]>([
		[true, "the task's own", SECRET, secretHash(SECRET)],
		[false, "another task's", 'ffffff', secretHash(SECRET)],
		[false, 'a longer one', `${SECRET}0`, secretHash(SECRET)],
		[false, 'none', undefined, secretHash(SECRET)],
		[false, 'an empty one', '', secretHash(SECRET)],
		[false, 'the hash of it', secretHash(SECRET), secretHash(SECRET)],
		[false, 'one for a task that was given none', SECRET, null],
		[false, 'none for a task that was given none', undefined, null],
	])('is %s for %s', async (expected, _, sent, hashOfTask) => {
		const headers: Record<string, string> = sent === undefined ? {} : { 'x-webhook-secret': sent };
		const secrets = { ofAccount: SECRET, hashOfTask };
		const callback = { headers, rawBody: Buffer.from('{}') };
		const isGenuine = callbackOf(eachlabs).isGenuine(callback, secrets, Date.now(), NO_KEYS);
		expect(await isGenuine).toBe(expected);
	});
});

describe("Eachlabs' signature beside the secret", () => {
	/** OpenSSL's: `printf '1789994667.{"exec_id":"abc"}' | openssl dgst -sha256 -hmac 0f3a2b`. */
	const SIGNED = {
		'x-webhook-secret': '0f3a2b',
		'x-webhook-timestamp': '1789994667',
		'x-webhook-signature':
			'sha256=6b420513343943c4d01bd8229ec5d5b64d70895c8beb5b79d788944f37c5b9fb',
	};
	const BODY = '{"exec_id":"abc"}';
	const isGenuine = async (
		changed: Record<string, string | undefined>,
		{ body = BODY, seconds = 1789994667 } = {},
	) => {
		const entries = Object.entries({ ...SIGNED, ...changed });
		const headers = Object.fromEntries(
			entries.flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
		);
		const secrets = { ofAccount: '', hashOfTask: secretHash('0f3a2b') };
		const callback = { headers, rawBody: Buffer.from(body) };
		return await callbackOf(eachlabs).isGenuine(callback, secrets, seconds * 1000, NO_KEYS);
	};

	it.each<[boolean, string, Parameters<typeof isGenuine>]>([
		[true, 'the signature as it is documented', [{}]],
		[true, '299 seconds late', [{}, { seconds: 1789994667 + 299 }]],
		[false, '301 seconds late', [{}, { seconds: 1789994667 + 301 }]],
		[false, '301 seconds ahead', [{}, { seconds: 1789994667 - 301 }]],
		[false, 'another body', [{}, { body: '{"exec_id":"abd"}' }]],
		[false, 'another timestamp', [{ 'x-webhook-timestamp': '1789994668' }]],
		[false, 'no timestamp', [{ 'x-webhook-timestamp': undefined }]],
		[false, 'a timestamp without a signature', [{ 'x-webhook-signature': undefined }]],
		[false, 'the bare hex', [{ 'x-webhook-signature': SIGNED['x-webhook-signature'].slice(7) }]],
		[false, 'no secret', [{ 'x-webhook-secret': undefined }]],
		[
			true,
			'an older server, which signs nothing',
			[{ 'x-webhook-timestamp': undefined, 'x-webhook-signature': undefined }],
		],
	])('is %s for %s', async (expected, _, parameters) => {
		expect(await isGenuine(...parameters)).toBe(expected);
	});

	it('is what the simulator signs with', () => {
		expect(eachlabsSignature('0f3a2b', 1789994667, BODY)).toBe(SIGNED['x-webhook-signature']);
	});
});

describe('the task that a callback speaks of', () => {
	it.each([
		['waveSpeed', { id: 'abc', status: 'completed' }, true],
		['waveSpeed', { id: 'abcd', status: 'completed' }, false],
		['waveSpeed', { data: { id: 'abc' } }, false],
		['waveSpeed', [], false],
		['waveSpeed', null, false],
		['eachlabs', { exec_id: 'abc', flow_id: null }, true],
		['eachlabs', { id: 'abc' }, false],
		['eachlabs', 'abc', false],
	] as const)('%s: %j is about abc: %s', (name, body, expected) => {
		const provider = name === 'waveSpeed' ? waveSpeed : eachlabs;
		expect(callbackOf(provider).isAbout(body, 'abc')).toBe(expected);
	});
});

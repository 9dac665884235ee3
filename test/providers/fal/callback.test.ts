import { generateKeyPairSync, sign, createHash } from 'node:crypto';
import { fal } from '../../../nodes/Sora/providers/fal';
import type { PublishedKeys } from '../../../nodes/Sora/providers/shared/callback';

const REQUEST = '764cabcf-b745-4b3e-ae38-1200304cf45b';
const BODY = JSON.stringify({ request_id: REQUEST, status: 'OK', payload: {} });
const NOW_SECONDS = 1_795_000_000;
const SECRETS = { ofAccount: '', hashOfTask: null };

const [own, other] = [generateKeyPairSync('ed25519'), generateKeyPairSync('ed25519')];
const jwk = ({ publicKey }: typeof own) => publicKey.export({ format: 'jwk' });

function signed(body = BODY, timestamp = String(NOW_SECONDS), key = own.privateKey) {
	const hash = createHash('sha256').update(body).digest('hex');
	const text = [REQUEST, 'user-1', timestamp, hash].join('\n');
	return {
		'x-fal-webhook-request-id': REQUEST,
		'x-fal-webhook-user-id': 'user-1',
		'x-fal-webhook-timestamp': timestamp,
		'x-fal-webhook-signature': sign(null, Buffer.from(text), key).toString('hex'),
	};
}

/** What is published, and what after it has changed; and how often each was asked for. */
function published(document: unknown, later: unknown = null) {
	const asked = { read: [] as string[], again: [] as string[] };
	const keys: PublishedKeys = {
		read: async (path) => {
			asked.read.push(path);
			return await Promise.resolve(document);
		},
		readAgain: async (path) => {
			asked.again.push(path);
			return await Promise.resolve(later);
		},
	};
	return { asked, keys };
}

async function isGenuine(headers: Record<string, string>, keys: PublishedKeys, body = BODY) {
	const callback = { headers, rawBody: Buffer.from(body) };
	return await fal.callback?.isGenuine(callback, SECRETS, NOW_SECONDS * 1000, keys);
}

describe("fal's signature", () => {
	it('is checked with every key that is published', async () => {
		const { keys, asked } = published({ keys: [{ kty: 'RSA', n: 'x' }, jwk(other), jwk(own)] });
		expect(await isGenuine(signed(), keys)).toBe(true);
		expect(asked).toEqual({ read: ['/.well-known/jwks.json'], again: [] });
	});

	it('is checked with the keys as they are now, where none of the known ones fits', async () => {
		const { keys, asked } = published({ keys: [jwk(other)] }, { keys: [jwk(own)] });
		expect(await isGenuine(signed(), keys)).toBe(true);
		expect(asked.again).toHaveLength(1);
	});

	it.each([
		['no key', { keys: [] }],
		['another key', { keys: [jwk(other)] }],
		['a broken key', { keys: [{ x: 'not base64url!' }, { x: 'AAAA' }, null, 'text'] }],
		['no document', null],
		['a page', '<html>'],
	])('is not genuine with %s', async (_, document) => {
		expect(await isGenuine(signed(), published(document).keys)).toBe(false);
	});

	it.each([
		['another body', signed(`${BODY} `)],
		['another request', { ...signed(), 'x-fal-webhook-request-id': 'another' }],
		['another user', { ...signed(), 'x-fal-webhook-user-id': 'user-2' }],
		['no user', { ...signed(), 'x-fal-webhook-user-id': '' }],
		['another time', { ...signed(), 'x-fal-webhook-timestamp': String(NOW_SECONDS + 1) }],
		['a signature of another key', signed(BODY, String(NOW_SECONDS), other.privateKey)],
		['half a signature', { ...signed(), 'x-fal-webhook-signature': 'abcd' }],
		['no signature at all', {}],
	])('is not genuine with %s', async (_, headers) => {
		expect(await isGenuine(headers, published({ keys: [jwk(own)] }).keys)).toBe(false);
	});

	it.each([
		[-300, true],
		[300, true],
		[-301, false],
		[301, false],
	])('made %i seconds from now: %s', async (seconds, expected) => {
		const headers = signed(BODY, String(NOW_SECONDS + seconds));
		expect(await isGenuine(headers, published({ keys: [jwk(own)] }).keys)).toBe(expected);
	});

	it('asks for no keys where nothing is signed in time', async () => {
		const { keys, asked } = published({ keys: [jwk(own)] });
		await isGenuine({}, keys);
		await isGenuine(signed(BODY, '1'), keys);
		expect(asked).toEqual({ read: [], again: [] });
	});
});

it.each([
	[{ request_id: REQUEST, status: 'OK' }, true],
	[{ request_id: 'another' }, false],
	[{ gateway_request_id: REQUEST }, false],
	[null, false],
	['text', false],
])('%j is about the task: %s', (body, expected) => {
	const taskId = `fal-ai/veo3.1/fast/requests/${REQUEST}`;
	expect(fal.callback?.isAbout(body, taskId)).toBe(expected);
});

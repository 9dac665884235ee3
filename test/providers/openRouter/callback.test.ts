import { openRouter } from '../../../nodes/Sora/providers/openRouter';
import type { PublishedKeys } from '../../../nodes/Sora/providers/shared/callback';
import { openRouterSignature } from '../../../support/simulator';

/** None are published: whoever asks for them fails the test. */
const NO_KEYS: PublishedKeys = {
	read: async () => await Promise.reject(new Error('keys were asked for')),
	readAgain: async () => await Promise.reject(new Error('keys were asked for')),
};

const SECRET = 'or-signing-secret-0f1e2d3c';
const TIMESTAMP = 1_788_400_999;
const TASK_ID = 'gen-vid-1788400867-abcdefghij0123456789';
const BODY = `{"type":"video.generation.completed","created_at":"2026-11-28T08:00:00.000Z","data":{"id":"${TASK_ID}","status":"completed","generation_id":null,"model":"google/veo-3.1-lite"}}`;
/** OpenSSL's: `printf '%s' "1788400999,BODY" | openssl dgst -sha256 -hmac SECRET`. */
const HMAC = '06813886ca64358e1ccae2d397d5ac1ed861ce82d31d68e7d0d498cfb981b370';

function callback() {
	if (!openRouter.callback) throw new Error('no callback');
	return openRouter.callback;
}

interface Changed {
	signature?: string | null;
	body?: string;
	secret?: string;
	seconds?: number;
}

async function isGenuine({
	signature = `t=${TIMESTAMP},v1=${HMAC}`,
	body = BODY,
	secret = SECRET,
	seconds = TIMESTAMP,
}: Changed): Promise<boolean> {
	return await callback().isGenuine(
		{
			headers: signature === null ? {} : { 'x-openrouter-signature': signature },
			rawBody: Buffer.from(body),
		},
		{ ofAccount: secret, hashOfTask: null },
		seconds * 1000,
		NO_KEYS,
	);
}

describe("OpenRouter's signature", () => {
	it.each<[boolean, string, Changed]>([
		[true, 'the signature as it is documented', {}],
		[
			true,
			'with spaces, and in capitals',
			{ signature: `t=${TIMESTAMP}, v1=${HMAC.toUpperCase()}` },
		],
		[
			true,
			'one of two, while the secret is replaced',
			{ signature: `t=${TIMESTAMP},v1=00,v1=${HMAC}` },
		],
		[true, '299 seconds late', { seconds: TIMESTAMP + 299 }],
		[true, '299 seconds ahead', { seconds: TIMESTAMP - 299 }],
		[false, '301 seconds late', { seconds: TIMESTAMP + 301 }],
		[false, '301 seconds ahead', { seconds: TIMESTAMP - 301 }],
		[false, 'another secret', { secret: 'another' }],
		[false, 'another body', { body: BODY.replace('completed', 'failed') }],
		[false, 'another time than the signed one', { signature: `t=${TIMESTAMP + 1},v1=${HMAC}` }],
		[false, 'no signature', { signature: null }],
		[false, 'an empty signature', { signature: '' }],
		[false, 'no time', { signature: `v1=${HMAC}` }],
		[false, 'no HMAC', { signature: `t=${TIMESTAMP}` }],
		[false, 'another version', { signature: `t=${TIMESTAMP},v0=${HMAC}` }],
		[false, 'a time that is no number', { signature: `t=now,v1=${HMAC}` }],
	])('is %s: %s', async (expected, _, changed) => {
		expect(await isGenuine(changed)).toBe(expected);
	});

	it('is not asked for without a secret: then the API has the word anyway', async () => {
		expect(await isGenuine({ secret: '', signature: null })).toBe(true);
	});

	it('is made alike by the simulator', () => {
		expect(openRouterSignature(SECRET, TIMESTAMP, BODY)).toBe(`t=${TIMESTAMP},v1=${HMAC}`);
	});
});

it('names the task in its data, and is about no other', () => {
	expect(callback().isAbout(JSON.parse(BODY), TASK_ID)).toBe(true);
	expect(callback().isAbout(JSON.parse(BODY), 'another')).toBe(false);
	for (const body of [null, [], 'text', { id: TASK_ID }, { data: TASK_ID }, { data: [] }]) {
		expect(callback().isAbout(body, TASK_ID)).toBe(false);
	}
});

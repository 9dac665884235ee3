import type { HttpCall, HttpResult } from '../../nodes/Sora/providers/http';
import { publishedKeysAt } from '../../nodes/Sora/transport/publishedKeys';

const PATH = '/.well-known/jwks.json';
const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;

let count = 0;

/** Keys at an address of their own, whose clock and answers the test sets. */
function keysOfATest(answer: (call: number) => HttpResult) {
	const world = { now: 1_000_000_000_000, calls: [] as HttpCall[] };
	const baseUrl = `https://keys-${(count += 1)}.example`;
	const http = {
		send: async (call: HttpCall) => {
			world.calls.push(call);
			return await Promise.resolve(answer(world.calls.length));
		},
	};
	return { world, baseUrl, keys: publishedKeysAt(baseUrl, http, () => world.now) };
}

const found = (body: unknown, status = 200): HttpResult => ({
	response: { status, headers: {}, body },
});

it('reads the keys without the API key, once a day', async () => {
	const { world, baseUrl, keys } = keysOfATest((call) => found({ call }));
	expect(await keys.read(PATH)).toEqual({ call: 1 });
	world.now += DAY_MS - 1;
	expect(await keys.read(PATH)).toEqual({ call: 1 });
	world.now += 1;
	expect(await keys.read(PATH)).toEqual({ call: 2 });
	expect(world.calls).toHaveLength(2);
	expect(world.calls[0]).toMatchObject({ to: 'anywhere', method: 'GET', url: baseUrl + PATH });
	expect(world.calls[0].headers).toBeUndefined();
});

it('asks once for callbacks that come together', async () => {
	const { world, keys } = keysOfATest((call) => found({ call }));
	await Promise.all([keys.read(PATH), keys.read(PATH), keys.read(PATH)]);
	expect(world.calls).toHaveLength(1);
});

it('asks again for keys that have changed, but not for each false callback', async () => {
	const { world, keys } = keysOfATest((call) => found({ call }));
	await keys.read(PATH);
	expect(await keys.readAgain(PATH)).toBeNull();
	world.now += 5 * MINUTE_MS;
	expect(await keys.readAgain(PATH)).toEqual({ call: 2 });
	expect(await keys.readAgain(PATH)).toBeNull();
	expect(await keys.read(PATH)).toEqual({ call: 2 });
	expect(world.calls).toHaveLength(2);
});

it.each<[string, HttpResult]>([
	['an error', found({ error: 'no' }, 500)],
	['a redirect', found('', 302)],
	[
		'no answer',
		{ networkFailure: { sent: true, code: 'ECONNRESET', message: 'The connection was reset' } },
	],
])('has no keys where there is %s, and asks again the next time', async (_, failure) => {
	const { keys } = keysOfATest((call) => (call === 1 ? failure : found({ call })));
	expect(await keys.read(PATH)).toBeNull();
	expect(await keys.read(PATH)).toEqual({ call: 2 });
});

it('keeps the keys of one address from another', async () => {
	const one = keysOfATest(() => found({ keys: 'one' }));
	const other = keysOfATest(() => found({ keys: 'other' }));
	expect(await one.keys.read(PATH)).toEqual({ keys: 'one' });
	expect(await other.keys.read(PATH)).toEqual({ keys: 'other' });
});

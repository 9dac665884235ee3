import { openRouter } from '../../../nodes/Sora/providers/openRouter';
import { fixture } from '../fixtures';

function balance(name: string) {
	return openRouter.balance?.parse(fixture('openRouter', name));
}

describe("OpenRouter's balance", () => {
	it('is what is left for the key', () => {
		expect(openRouter.balance?.call()).toEqual({ to: 'provider', method: 'GET', path: '/key' });
		expect(balance('key')).toEqual({ ok: true, value: { amount: 74.5, currency: 'USD' } });
	});

	it.each([
		['key-without-limit', 'provider', /set a limit for the key$/],
		['error-401', 'auth', 'User not found.'],
		['page-200', 'provider', 'The response contains no balance'],
		['submit', 'provider', 'The response contains no balance'],
	])('is not in %s', (name, category, message) => {
		expect(balance(name)).toMatchObject({
			ok: false,
			failure: { category, message: expect.stringMatching(message) },
		});
	});
});

/** What is left for a key. An ordinary key may not ask for the account's credits. https://openrouter.ai/docs/api/reference/limits */

import { numberOf, objectOf } from '../../shared/json';
import { balanceOf, type Money } from '../../shared/money';
import type { HttpResponse } from '../http';
import type { Decoded, Provider } from '../provider';
import { failureFrom } from '../shared/failure';
import { isSuccess } from '../shared/response';
import { openRouterFailure } from './failure';

/** The limit is in US dollars. A key without one spends what the account has, which it cannot see. */
function parse(response: HttpResponse): Decoded<Money> {
	if (!isSuccess(response)) return { ok: false, failure: openRouterFailure(response) };
	const { data } = objectOf(response.body);
	const { limit, limit_remaining: left } = objectOf(data);
	const balance = balanceOf(numberOf(left));
	if (balance) return { ok: true, value: balance };
	const message =
		limit === null
			? 'The key has no limit, and OpenRouter tells only a management key what the account has: set a limit for the key'
			: 'The response contains no balance';
	return { ok: false, failure: failureFrom(response, { category: 'provider', message }) };
}

export const openRouterBalance: NonNullable<Provider['balance']> = {
	call: () => ({ to: 'provider', method: 'GET', path: '/key' }),
	parse,
};

/** What is left in an account. https://fal.ai/docs/platform-apis/v1/account/billing */

import { numberOf, objectOf, textOf } from '../../shared/json';
import { balanceOf } from '../../shared/money';
import type { Provider } from '../provider';
import { isSuccess } from '../shared/response';
import { falFailure } from './failure';

/** Only a key with the scope ADMIN may ask. */
export const falBalance: NonNullable<Provider['balance']> = {
	call: () => ({
		to: 'provider',
		host: 'platform',
		method: 'GET',
		path: '/v1/account/billing?expand=credits',
	}),
	parse: (response) => {
		const { credits } = objectOf(response.body);
		const { current_balance: amount, currency } = objectOf(credits);
		const money = isSuccess(response) ? balanceOf(numberOf(amount), textOf(currency)) : null;
		if (money !== null) return { ok: true, value: money };
		const failure = falFailure(response);
		const message = isSuccess(response) ? 'The response names no balance' : failure.message;
		return { ok: false, failure: { ...failure, message } };
	},
};

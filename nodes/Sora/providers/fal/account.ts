/** What is left in an account. https://fal.ai/docs/platform-apis/v1/account/billing */

import { numberOf, objectOf, textOf } from '../../shared/json';
import { balanceOf } from '../../shared/money';
import type { Provider } from '../provider';
import { isSuccess } from '../shared/response';
import { falFailure } from './failure';

const ADMIN_ONLY =
	'fal shows the balance only to a key with the scope ADMIN: make one for this at fal.ai/dashboard/keys, or look the balance up at fal.ai/dashboard/billing';

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
		if (isSuccess(response)) {
			return { ok: false, failure: { ...failure, message: 'The response names no balance' } };
		}
		const message = response.status === 403 ? `${failure.message}. ${ADMIN_ONLY}` : failure.message;
		return { ok: false, failure: { ...failure, message } };
	},
};

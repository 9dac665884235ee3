import { exchange } from '../../engine/exchange';
import type { AccountOperation } from './operation';

const BALANCE_LIMITS = { timeLimitMs: 30_000 };

/** What is left in the provider's account. */
export const getBalance: AccountOperation = async ({ provider, http }) => {
	const { balance, displayName, balancePage } = provider;
	if (!balance) {
		return {
			problem: `${displayName} has no call for the balance that works with this key: look it up on the provider's own page${balancePage === undefined ? '' : ` (${balancePage})`}. To stay within a limit, set Max Cost in the options of the node that makes the videos.`,
		};
	}
	const decoded = await exchange(http, { ...balance.call(), ...BALANCE_LIMITS }, balance.parse);
	if (!decoded.ok) return { failure: decoded.failure };
	return { items: [{ provider: provider.name, balance: { ...decoded.value } }] };
};

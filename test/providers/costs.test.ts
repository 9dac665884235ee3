/** What each kind of host says that a task was charged. */

import { PROVIDERS } from '../../nodes/Sora/providers';
import type { ProviderName } from '../../nodes/Sora/models/model';
import { objectOf, textOf } from '../../nodes/Sora/shared/json';
import { costIn } from '../../nodes/Sora/providers/shared/decode/cost';
import { fixture } from './fixtures';

function costOf(provider: ProviderName, folder: string, name: string) {
	const response = fixture(folder, name);
	const id = textOf(objectOf(response.body).id) ?? 'asked-for';
	const result = PROVIDERS[provider].parseStatus(response, { id });
	return result.kind === 'task' ? result.task.cost : result;
}

it.each([
	['openAiCompatible', 'openAiVideos', 'completed-xai', 0.4],
	['openAiCompatible', 'openAiVideos', 'completed-together', 0.28],
	['openAiCompatible', 'openAiVideos', 'completed-merge', 0.32],
	['openRouter', 'openRouter', 'status-completed', 0.2],
	['openRouter', 'openRouter', 'status-failed', 0],
	['eachlabs', 'eachlabs', 'status-success', 0.05],
	['eachlabs', 'eachlabs', 'status-error', 0],
] as const)('%s: %s/%s costs $%d', (provider, folder, name, amount) => {
	expect(costOf(provider, folder, name)).toEqual({ amount, currency: 'USD' });
});

it.each([
	['openAiCompatible', 'openAiVideos', 'completed'],
	['openAiCompatible', 'openAiVideos', 'completed-new-api'],
	['openAiCompatible', 'openAiVideos', 'failed-moderation'],
	['openRouter', 'openRouter', 'status-failed-provider'],
] as const)('%s: %s/%s does not say', (provider, folder, name) => {
	expect(costOf(provider, folder, name)).toBeNull();
});

it.each([
	[{ usage: { completion_tokens: 108_900, total_tokens: 108_900 } }],
	[{ meta: { usage: { credits_used: 40 } } }],
	[{ cost: 40, currency: 'credits' }],
	[{ usage: { cost: null }, cost: 'free' }],
	[{ cost: -1 }],
])('%j is no money', (task) => {
	expect(costIn(task)).toBeNull();
});

it('knows the currency that a task names', () => {
	expect(costIn({ cost: 3.72, currency: 'cny' })).toEqual({ amount: 3.72, currency: 'CNY' });
	expect(costIn({ usage: { cost_in_usd_ticks: 1 } })).toEqual({ amount: 0, currency: 'USD' });
});

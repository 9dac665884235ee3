import { listModels } from '../../nodes/Sora/methods/liveModels';
import type { Http } from '../../nodes/Sora/engine/ports';
import type { HttpCall } from '../../nodes/Sora/providers/http';
import type { Provider } from '../../nodes/Sora/providers/provider';
import { fakeProvider } from '../engine/fakeProvider';

/** A list without end, in pages of one model. */
const endless: Provider = {
	...fakeProvider,
	models: {
		call: (_, cursor) => ({ to: 'provider', method: 'GET', path: `/models?page=${cursor ?? 0}` }),
		parse: () => ({ ok: true, value: [{ id: 'toy-1', name: 'Toy 1', kind: 'text', model: null }] }),
		nextCursor: () => 'next',
	},
};

afterEach(() => jest.restoreAllMocks());

it('waits for a slow list no longer than for one page, and takes what has come', async () => {
	let nowMs = 0;
	jest.spyOn(performance, 'now').mockImplementation(() => nowMs);
	const limits: Array<number | undefined> = [];
	const http = {
		addressOf: () => '',
		send: async ({ timeLimitMs }: HttpCall) => {
			limits.push(timeLimitMs);
			nowMs += 14_000;
			return await Promise.resolve({ response: { status: 200, headers: {}, body: {} } });
		},
	} as unknown as Http;
	const models = await listModels(endless, http, 'text');
	expect(models.length).toBe(3);
	expect(limits).toEqual([30_000, 16_000, 2_500]);
});

/** Max Cost under every fault of the price call, at every provider that can be asked for a price. */

import fc from 'fast-check';
import { capProblem } from '../../../nodes/Sora/engine/cost/cap';
import {
	estimateRequests,
	PRICE_PATIENCE_MS,
} from '../../../nodes/Sora/engine/cost/estimateRequests';
import type { Http } from '../../../nodes/Sora/engine/ports';
import { catalogue } from '../../../nodes/Sora/models/entry';
import type { ProviderName } from '../../../nodes/Sora/models/model';
import { PROVIDERS } from '../../../nodes/Sora/providers';
import type { HttpCall, HttpResult } from '../../../nodes/Sora/providers/http';
import { objectOf } from '../../../nodes/Sora/shared/json';
import { sumsOf } from '../../../nodes/Sora/shared/money';
import { requestOf } from '../../providers/requests';
import { VirtualClock } from '../virtualClock';

const RUNS = Number(process.env.PROPERTY_RUNS ?? 60);
const ID = 'acme/clip-1';
const DOLLARS_PER_SECOND = 0.1;

/** What each provider answers. @param perSecond what it says that a second costs, which may be nonsense */
type Answer = (call: HttpCall, perSecond: unknown) => unknown;

const scaled = (perSecond: unknown, seconds: number) =>
	typeof perSecond === 'number' ? Number((perSecond * seconds).toFixed(9)) : perSecond;

const ANSWERS: Readonly<Partial<Record<ProviderName, Answer>>> = {
	waveSpeed: (call, perSecond) => {
		const value = call.body?.kind === 'json' ? objectOf(call.body.value) : {};
		const price = scaled(perSecond, Number(objectOf(value.inputs).duration));
		return { code: 200, message: 'success', data: { price, currency: 'USD' } };
	},
	fal: (_, perSecond) => ({
		prices: [{ endpoint_id: ID, unit_price: perSecond, unit: 'seconds', currency: 'USD' }],
	}),
	openRouter: (_, perSecond) => ({
		data: [{ id: ID, generate_audio: false, pricing_skus: { duration_seconds: perSecond } }],
	}),
};

const PRICED = Object.values(PROVIDERS)
	.filter(({ price }) => price !== undefined)
	.map(({ name }) => name);

type Fault =
	| { status: number; body: unknown }
	| { networkFailure: boolean }
	| { perSecond: unknown }
	| { hangs: true };

const FAULTS: readonly Fault[] = [
	...[401, 403, 404, 429, 500, 502, 503, 504].map((status) => ({ status, body: 'No' })),
	...['<html>Please wait</html>', '', '{"code":200,"data":{"pri', {}, [], null].map((body) => ({
		status: 200,
		body,
	})),
	{ networkFailure: true },
	{ networkFailure: false },
	...[-1, null, 'free', '', Infinity, NaN, {}, true].map((perSecond) => ({ perSecond })),
	{ hangs: true },
];

function faulty(clock: VirtualClock, answer: Answer, faults: ReadonlyArray<Fault | null>): Http {
	let calls = 0;
	const send = async (call: HttpCall): Promise<HttpResult> => {
		const fault = faults[calls++ % faults.length];
		await clock.sleep(fault && 'hangs' in fault ? (call.timeLimitMs ?? Infinity) : 100);
		const respond = (status: number, body: unknown) => ({
			response: { status, headers: {}, body },
		});
		if (fault === null) return respond(200, answer(call, DOLLARS_PER_SECOND));
		if ('status' in fault) return respond(fault.status, fault.body);
		if ('perSecond' in fault) return respond(200, answer(call, fault.perSecond));
		const sent = 'hangs' in fault || fault.networkFailure;
		return { networkFailure: { code: 'ECONNRESET', message: 'reset', sent } };
	};
	return {
		send,
		stream: async () => await Promise.reject(new Error('nothing is streamed')),
		addressOf: (call) => (call.to === 'provider' ? `https://example.com${call.path}` : call.url),
		keyedPathOf: () => null,
	};
}

const [MODEL] = catalogue('fal', [
	{
		...{ id: ID, name: 'Clip 1', kind: 'text', source: 'these tests' },
		inputs: { duration: { name: 'duration', as: 'integer' } },
	},
]);

it('is tried at all of them', () => {
	expect(Object.keys(ANSWERS).sort()).toEqual([...PRICED].sort());
});

it.each(PRICED)('no fault at %s lets a run through that costs more', async (name) => {
	const provider = PROVIDERS[name];
	const answer = ANSWERS[name];
	if (!answer) throw new Error(`no prices of ${name}`);
	const run = fc.record({
		seconds: fc.array(fc.integer({ min: 1, max: 30 }), { minLength: 1, maxLength: 8 }),
		faults: fc.array(fc.option(fc.constantFrom(...FAULTS), { freq: 3 }), {
			minLength: 1,
			maxLength: 8,
		}),
		maxCost: fc.integer({ min: 1, max: 300 }).map((dimes) => dimes / 10),
	});
	let permitted = 0;
	await fc.assert(
		fc.asyncProperty(run, async ({ seconds, faults, maxCost }) => {
			const clock = new VirtualClock();
			const requests = seconds.map((durationSeconds) =>
				requestOf({ model: MODEL, prompt: 'A kite', durationSeconds }),
			);
			const start = clock.now();
			const http = faulty(clock, answer, faults);
			const estimates = await clock.run(
				estimateRequests(provider, requests as Parameters<typeof estimateRequests>[1], {
					http,
					clock,
				}),
			);
			expect(clock.now() - start).toBeLessThanOrEqual(PRICE_PATIENCE_MS);
			const items = estimates.map((estimate, itemIndex) => ({ itemIndex, model: ID, estimate }));
			const problem = capProblem(items, { maxCost, cnyPerUsd: null }, true);
			const bill = sumsOf(
				seconds.map((each) => ({ amount: each * DOLLARS_PER_SECOND, currency: 'USD' })),
			)[0].amount;
			if (problem !== null) return;
			permitted++;
			expect(bill).toBeLessThanOrEqual(maxCost);
		}),
		// The first one is a run that nothing happens to.
		{ numRuns: RUNS, examples: [[{ seconds: [4], faults: [null], maxCost: 1 }]] },
	);
	// Else it would hold of a cap that refuses everything.
	expect(permitted).toBeGreaterThan(0);
});

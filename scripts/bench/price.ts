/**
 * What the prices of a run cost it: the calls for a hundred items with five distinct requests, where each
 * call takes a tenth of a second, and how long the first submit waits for them under a Max Cost.
 */

import { setTimeout as sleep } from 'node:timers/promises';
import { capProblem } from '../../nodes/Sora/engine/cost/cap';
import { estimateRequests } from '../../nodes/Sora/engine/cost/estimateRequests';
import type { Clock, Http } from '../../nodes/Sora/engine/ports';
import { writeInputs } from '../../nodes/Sora/models/inputs';
import { defaultModelId, findModel } from '../../nodes/Sora/providers/findModel';
import { waveSpeed } from '../../nodes/Sora/providers/waveSpeed';
import type { JobRequest } from '../../nodes/Sora/engine/job';
import type { Bench } from '../figure';

const ITEMS = 100;
const DISTINCT = 5;
const PRICE_CALL_MS = 100;
const LIMIT_MS = 1_000;
const PRICE = 0.5;

const clock: Clock = {
	now: () => Date.now(),
	sleep: async (ms) => await sleep(ms),
	random: () => 0.5,
	stopped: false,
};

/** Says after a tenth of a second that each video costs the same. */
class PriceHost {
	calls = 0;

	readonly http: Http = {
		send: async () => {
			this.calls++;
			await sleep(PRICE_CALL_MS);
			const body = { code: 200, message: 'success', data: { price: PRICE, currency: 'USD' } };
			return { response: { status: 200, headers: {}, body } };
		},
		stream: async () => await Promise.reject(new Error('Nothing is streamed')),
		addressOf: (call) => (call.to === 'provider' ? `https://example.com${call.path}` : call.url),
		keyedPathOf: () => null,
	};
}

function requests(): JobRequest[] {
	const model = findModel('waveSpeed', defaultModelId('waveSpeed', 'text'), 'text');
	if (!model) throw new Error('The default model is not in the catalogue');
	return Array.from({ length: ITEMS }, (_, index) => {
		const options = { durationSeconds: 4 + (index % DISTINCT), resolution: '720p', seed: index };
		const { inputs } = writeInputs(model, options);
		return { model, prompt: `clip ${index}`, ...options, inputs, additionalInputs: {} };
	});
}

/** As a run under a Max Cost that permits it: all of it happens before the first submit. */
export const figures: Bench = async () => {
	const host = new PriceHost();
	const run = requests();
	const startedAt = performance.now();
	const estimates = await estimateRequests(waveSpeed, run, { http: host.http, clock });
	const items = estimates.map((estimate, itemIndex) => ({
		itemIndex,
		model: run[itemIndex].model.id,
		estimate,
	}));
	const problem = capProblem(items, { maxCost: ITEMS * PRICE, cnyPerUsd: null }, true);
	const waitMs = performance.now() - startedAt;
	if (problem !== null) throw new Error(problem.message);
	const what = `a run of ${ITEMS} items with ${DISTINCT} distinct requests`;
	return [
		{ figure: `price calls of ${what}`, limit: DISTINCT, measured: host.calls, unit: 'calls' },
		{
			figure: `… wait of its first submit, at ${PRICE_CALL_MS} ms a call`,
			limit: LIMIT_MS,
			measured: waitMs,
			unit: 'ms',
		},
	];
};

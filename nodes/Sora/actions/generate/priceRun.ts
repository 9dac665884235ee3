/** What a run will cost: estimates for its items, and the cap that may forbid it. */

import { capProblem, type Cap, type PricedItem } from '../../engine/cost/cap';
import { estimateRequests } from '../../engine/cost/estimateRequests';
import type { GenerateJob } from '../../engine/job';
import type { Ledger, Ports } from '../../engine/ports';
import { estimateOf, type Estimate } from '../../models/estimate';
import { inputFailure, type ItemFailure } from '../../output/errors';
import type { Provider } from '../../providers/provider';
import { sumsOf } from '../../shared/money';
import type { GenerateRun } from './generateRun';
import type { PreparedItem } from './prepareItem';

/** A new task will be submitted for it, and paid: it has none, or the provider has failed the one it had. */
function willBePaid({ ledgerKey }: GenerateJob, ledger: Ledger): boolean {
	const state = ledger.get(ledgerKey)?.state;
	return state === undefined || state === 'failed';
}

/**
 * One estimate for each job; the provider is not asked about tasks that are picked up.
 * @returns within five seconds. Never rejects.
 */
export async function estimateJobs(
	provider: Provider,
	jobs: readonly GenerateJob[],
	{ http, clock, ledger }: Pick<Ports, 'http' | 'clock' | 'ledger'>,
): Promise<Array<Estimate | null>> {
	const isNew = jobs.map((job) => willBePaid(job, ledger));
	const asked = jobs.filter((_, index) => isNew[index]).map(({ request }) => request);
	const estimates = await estimateRequests(provider, asked, { http, clock });
	let next = 0;
	return jobs.map(({ request }, index) =>
		isNew[index] ? estimates[next++] : estimateOf(request.model, request),
	);
}

/** The estimate with what the task that takes the last frame out of the video costs at most. */
function withFrameTask(
	estimate: Estimate | null,
	{ output }: PreparedItem,
	{ lastFrame }: Provider,
): Estimate | null {
	if (estimate === null || !output.returnLastFrame || lastFrame?.comes !== 'byTask')
		return estimate;
	const [sum] = sumsOf([estimate, { amount: lastFrame.atMostUsd, currency: 'USD' }]);
	return { ...estimate, amount: sum.amount };
}

/**
 * The run as the cap permits it: whole, or without the items that would have to be paid, which are
 * refused. One failure stands for all where the first one ends the node.
 */
export async function withinCap(run: GenerateRun, cap: Cap): Promise<GenerateRun> {
	const { ready, jobs, ports, delivery } = run;
	const estimates = await run.estimates;
	const isNew = jobs.map((job) => willBePaid(job, ports.ledger));
	const items = ready.flatMap((item, index): PricedItem[] => {
		const { itemIndex, request } = item;
		const estimate = withFrameTask(estimates[index], item, delivery.provider);
		return isNew[index] ? [{ itemIndex, model: request.model.id, estimate }] : [];
	});
	const problem = capProblem(items, cap, delivery.provider.price !== undefined);
	if (problem === null) return run;
	const refuse = ({ itemIndex, model }: PricedItem): ItemFailure => ({
		...inputFailure(itemIndex, model, problem.message),
		advice: problem.advice,
	});
	const named = items.filter(
		({ itemIndex }) => !delivery.failFast || itemIndex === problem.itemIndex,
	);
	const isKept = (_: unknown, index: number): boolean => !isNew[index];
	return {
		...run,
		refused: [...run.refused, ...named.map(refuse)],
		ready: ready.filter(isKept),
		jobs: jobs.filter(isKept),
		estimates: Promise.resolve(estimates.filter(isKept)),
	};
}

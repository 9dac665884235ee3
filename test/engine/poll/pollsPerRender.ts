/**
 * What a render costs in status calls, beside a fixed interval that sees its end as early on average.
 * The renders are those of the catalogue: runs are quicker or slower than usual, and so are their items.
 */

import fc from 'fast-check';
import { PROVIDERS } from '../../../nodes/Sora/providers';
import { fakeModel } from '../fakeProvider';
import { FakeServer } from '../fakeServer';
import { done, prompts } from '../outcomes';

const RUNS = 20;
const ITEMS = 20;

export const USUAL_SECONDS = [
	...new Set(
		Object.values(PROVIDERS).flatMap(({ catalogue }) =>
			catalogue.flatMap(({ usualRenderSeconds }) => usualRenderSeconds ?? []),
		),
	),
];

interface Render {
	renderMs: number;
	polls: number;
	/** From the end of the render to the status call that shows it. */
	delayMs: number;
}

async function rendersOf(
	usualRenderSeconds: number,
	factors: readonly number[],
): Promise<Render[]> {
	const server = new FakeServer();
	server.clock.random = randomBy(factors.length);
	server.renderMs = (_, index) => usualRenderSeconds * 1000 * factors[index];
	const model = { ...fakeModel, usualRenderSeconds };
	const requests = prompts(ITEMS).map((request) => ({ ...request, model }));
	(await server.run(requests, {}, { maxConcurrent: 5 })).forEach(done);
	return [...server.renders].map(([id, { createdAt, readyAt }]) => {
		const polls = server.calls.filter((call) => call.kind === 'status' && call.id === id);
		return {
			renderMs: readyAt - createdAt,
			polls: polls.length,
			delayMs: polls[polls.length - 1].at - readyAt,
		};
	});
}

function mean(values: readonly number[]): number {
	return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** Park and Miller's generator: the same numbers each time. */
function randomBy(seed: number): () => number {
	let state = seed;
	return () => (state = (state * 48_271) % 2_147_483_647) / 2_147_483_647;
}

export interface PollCost {
	polls: number;
	/** With a fixed interval of the same mean delay: it sees an end after half of it. */
	pollsWithFixedInterval: number;
	delayMs: number;
}

/** Means over all renders, in virtual time. */
export async function pollCostOfCatalogue(): Promise<PollCost> {
	const factors = fc.sample(
		fc.tuple(
			fc.double({ min: 0.8, max: 1.3, noNaN: true }),
			fc.array(fc.double({ min: 0.9, max: 1.1, noNaN: true }), {
				minLength: ITEMS,
				maxLength: ITEMS,
			}),
		),
		{ numRuns: RUNS, seed: 17 },
	);
	const renders: Render[] = [];
	for (const usual of USUAL_SECONDS) {
		for (const [run, items] of factors) {
			const shares = items.map((item) => item * run);
			renders.push(...(await rendersOf(usual, shares)));
		}
	}
	const delayMs = mean(renders.map((render) => render.delayMs));
	return {
		polls: mean(renders.map(({ polls }) => polls)),
		pollsWithFixedInterval: mean(
			renders.map(({ renderMs }) => Math.ceil(renderMs / (2 * delayMs))),
		),
		delayMs,
	};
}

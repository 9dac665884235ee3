/**
 * What a render costs in status calls, beside a fixed interval that sees its end as early on average.
 * The renders are those of the catalogue: runs are quicker or slower than usual, and so are their items.
 */

import fc from 'fast-check';
import { PROVIDERS } from '../../../nodes/Sora/providers';
import { fakeModel } from '../fakeProvider';
import { FakeServer } from '../fakeServer';
import { done, prompts } from '../outcomes';

jest.setTimeout(60_000);

const RUNS = 20;
const ITEMS = 20;

const USUAL_SECONDS = [
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

it('a render of the catalogue takes at most half of the status calls', async () => {
	expect(USUAL_SECONDS.length).toBeGreaterThan(2);
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
			renders.push(
				...(await rendersOf(
					usual,
					items.map((item) => item * run),
				)),
			);
		}
	}
	const polls = mean(renders.map((render) => render.polls));
	const delayMs = mean(renders.map((render) => render.delayMs));
	// A fixed interval sees an end after half of it.
	const withFixedInterval = mean(
		renders.map(({ renderMs }) => Math.ceil(renderMs / (2 * delayMs))),
	);
	console.log(
		`Status calls a render: ${polls.toFixed(1)}, with a fixed interval ${withFixedInterval.toFixed(1)}; mean delay ${(delayMs / 1000).toFixed(1)} s`,
	);
	expect(polls).toBeLessThanOrEqual(withFixedInterval / 2);
});

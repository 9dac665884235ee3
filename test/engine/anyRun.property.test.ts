/** Whatever servers do and users stop: a run ends, pays each item once, and names what was paid. */

import fc from 'fast-check';
import type { Outcome } from '../../nodes/Sora/engine/outcome';
import { fakeRequest } from './fakeProvider';
import { jobRequest, keysOf } from './imageFile';
import { FakeServer, type Fault } from './fakeServer';
import { MODERATED, REFUSED, RESET } from './outcomes';
import { cases, SEED } from '../harness/properties';

const SUBMIT_FAULTS: readonly Fault[] = [
	{ status: 429, headers: { 'retry-after': '5' } },
	{ status: 429 },
	{ status: 503, headers: { 'retry-after': '20' } },
	{ status: 429, body: { error: { code: 'full', message: 'insufficient balance' } } },
	{ status: 400, body: { error: 'bad' } },
	{ status: 502 },
	{ status: 401 },
	{ network: REFUSED },
	{ network: RESET },
	{ lost: RESET },
];
const STATUS_FAULTS: readonly Fault[] = [{ status: 502 }, { status: 429 }, { network: RESET }];

const plan = fc.record({
	count: fc.integer({ min: 1, max: 60 }),
	prompts: fc.integer({ min: 1, max: 60 }),
	maxConcurrent: fc.integer({ min: 1, max: 60 }),
	capacity: fc.oneof(fc.constant(Infinity), fc.integer({ min: 0, max: 8 })),
	rendersAtATime: fc.oneof(fc.constant(Infinity), fc.integer({ min: 1, max: 4 })),
	submitFaults: fc.array(
		fc.record({ fault: fc.constantFrom(...SUBMIT_FAULTS), times: fc.integer({ min: 1, max: 20 }) }),
		{ maxLength: 5 },
	),
	statusFaults: fc.array(
		fc.record({ fault: fc.constantFrom(...STATUS_FAULTS), times: fc.integer({ min: 1, max: 50 }) }),
		{ maxLength: 2 },
	),
	failing: fc.integer({ min: 0, max: 5 }),
	failFast: fc.boolean(),
	until: fc.constantFrom('ended' as const, 'submitted' as const),
	stopAfterMs: fc.option(fc.integer({ min: 0, max: 200_000 })),
	lateMs: fc.constantFrom(0, 10, 3_000),
	tries: fc.integer({ min: 1, max: 3 }),
});

type Plan = typeof plan extends fc.Arbitrary<infer T> ? T : never;

/** The last calls of a download or a search may still come in. */
const STOPPED_WITHIN_MS = 70_000;

function taskIdOf(outcome: Outcome): string | null {
	if (outcome.kind === 'task') return outcome.task.id;
	return outcome.kind === 'failed' ? outcome.failed.taskId : outcome.taskId;
}

function mayBeBilled(outcome: Outcome): boolean {
	if (outcome.kind === 'task') return true;
	return outcome.kind === 'failed' ? outcome.failed.submitted : outcome.submitted;
}

function serverOf(planned: Plan): FakeServer {
	const server = new FakeServer();
	server.capacity = planned.capacity;
	server.rendersAtATime = planned.rendersAtATime;
	server.lateMs = (kind) => (kind === 'submit' ? planned.lateMs : 0);
	server.renderMs = (_, index) => 20_000 + (index % 7) * 9_000;
	server.failureOf = (prompt) => (Number(prompt.slice(7)) < planned.failing ? MODERATED : null);
	for (const { fault, times } of planned.submitFaults) server.fail('submit', fault, times);
	for (const { fault, times } of planned.statusFaults) server.fail('status', fault, times);
	return server;
}

/** A run and its retries, in all of which but the last somebody may press Stop. */
async function carryOut(planned: Plan): Promise<void> {
	const { count, stopAfterMs, tries, until, maxConcurrent, failFast } = planned;
	const server = serverOf(planned);
	const { clock } = server;
	const requests = Array.from({ length: count }, (_, index) =>
		fakeRequest(`prompt ${index % planned.prompts}`),
	);
	const keys = keysOf(0, requests.map(jobRequest));
	for (let attempt = 1; attempt <= tries; attempt++) {
		const billsBefore = server.bills;
		let stoppedAt = Infinity;
		clock.stopped = false;
		const terms = { until, waitTimeoutMs: 300_000 };
		const running = server.start(requests, terms, { maxConcurrent, failFast });
		if (stopAfterMs !== null && attempt < tries) {
			void clock.sleep(stopAfterMs).then(() => {
				stoppedAt = clock.now();
				clock.stop();
			});
		}
		const outcomes = await clock.run(running);
		if (stoppedAt < clock.now()) expect(clock.now() - stoppedAt).toBeLessThan(STOPPED_WITHIN_MS);

		const named = new Set([...outcomes.map(taskIdOf), ...server.ledger.taskIds()]);
		const nameless = [...server.renders].filter(
			([id, { failure }]) => failure === null && !named.has(id),
		);
		const unsure = outcomes.filter((one) => mayBeBilled(one) && taskIdOf(one) === null);
		expect(nameless.length).toBeLessThanOrEqual(unsure.length);
		keys.forEach((key, index) => {
			const state = server.entries[key]?.state ?? 'failed';
			if (state !== 'failed') expect(mayBeBilled(outcomes[index])).toBe(true);
		});
		const failed = [...server.renders.values()].filter(({ failure }) => failure !== null).length;
		expect(server.bills - failed).toBeLessThanOrEqual(count);
		expect(server.bills - billsBefore).toBeLessThanOrEqual(count);
	}
}

it('a run ends, pays each item once, and says of each that may be billed that it may be', async () => {
	await fc.assert(fc.asyncProperty(plan, carryOut), {
		numRuns: cases(20),
		seed: SEED,
	});
}, 1_200_000);

import type { ProviderName } from '../../../nodes/Sora/models/model';
import type { CallKind } from '../../../support/simulator';
import { credentialsFor, PROVIDER_NAMES } from '../../harness/providers';
import { runNode } from '../../harness/harness';
import { useSimulator } from '../../harness/simulator';

jest.setTimeout(60_000);

const sim = useSimulator({ renderMs: 100 });

beforeAll(async () => {
	// Loading n8n's engine must not be taken for a wait.
	await run('waveSpeed');
	sim.reset();
});

const run = async (provider: ProviderName) =>
	await runNode({
		node: 'soraTextToVideo',
		items: [{ json: {} }],
		credentials: credentialsFor(sim, provider),
		parameters: { provider, prompt: 'waves', downloadVideo: false },
	});

const timesOf = (kind: CallKind) =>
	sim.requests.filter((request) => request.kind === kind).map(({ at }) => at);

describe.each(PROVIDER_NAMES)('a 429 with Retry-After 2 at %s', (provider) => {
	it.each(['submit', 'status'] as const)('of a %s is obeyed within half a second', async (on) => {
		sim.faults.add({ provider, on, fault: 'status429', retryAfterSeconds: 2, times: 1 });
		const result = await run(provider);
		expect(result.error).toBeUndefined();
		const [refused, again] = timesOf(on);
		expect(again - refused).toBeGreaterThanOrEqual(2_000);
		expect(again - refused).toBeLessThanOrEqual(2_500);
	});

	it('that gives a date is obeyed, too', async () => {
		const fault = 'status503RetryAfterDate';
		sim.faults.add({ provider, on: 'submit', fault, retryAfterSeconds: 2, times: 1 });
		const result = await run(provider);
		expect(result.error).toBeUndefined();
		const [refused, again] = timesOf('submit');
		expect(again - refused).toBeGreaterThanOrEqual(1_900);
		// Dates have no fractions of a second.
		expect(again - refused).toBeLessThanOrEqual(3_500);
	});
});

const INTERVALS_MS: Readonly<Record<ProviderName, number>> = {
	waveSpeed: 2_000,
	apiyi: 5_000,
	eachlabs: 2_000,
	openRouter: 10_000,
	openAiCompatible: 2_000,
};

describe.each(PROVIDER_NAMES)('a task that fails at %s', (provider) => {
	it('is reported within one interval between two looks', async () => {
		const renderMs = 3_000;
		sim.script(() => ({ outcome: 'failed', message: 'The sky is too blue', renderMs }));
		const result = await run(provider);
		const reportedAt = Date.now();
		expect(result.error?.message).toContain('The sky is too blue');
		const failedAt = sim.bills[0].at + renderMs;
		// A look at a render takes up to 15 % longer to come than the interval, so that many do not come in step.
		expect(reportedAt - failedAt).toBeLessThanOrEqual(INTERVALS_MS[provider] * 1.15 + 300);
	});
});

import type { ProviderName } from '../../../nodes/Sora/models/model';
import { startSimulator, type CallKind, type Simulator } from '../../../support/simulator';
import { credentialsFor, PROVIDER_NAMES } from '../../harness/providers';
import { runNode, useFilesystemStore, type RunResult } from '../../harness/harness';

jest.setTimeout(150_000);

const RENDER_MS = 100;
const FAILED_RENDER_MS = 3_000;

const run = async (sim: Simulator, provider: ProviderName) =>
	await runNode({
		node: 'soraTextToVideo',
		items: [{ json: {} }],
		credentials: credentialsFor(sim, provider),
		parameters: { provider, prompt: 'waves', downloadVideo: false },
	});

const refuse429 = (sim: Simulator, provider: ProviderName, on: 'submit' | 'status') =>
	sim.faults.add({ provider, on, fault: 'status429', retryAfterSeconds: 2, times: 1 });

/** What the provider does; the runs mostly wait, so that those of all providers are played side by side. */
const SCENES = {
	submit: (sim: Simulator, provider: ProviderName) => void refuse429(sim, provider, 'submit'),
	status: (sim: Simulator, provider: ProviderName) => void refuse429(sim, provider, 'status'),
	date: (sim: Simulator, provider: ProviderName) => {
		const fault = 'status503RetryAfterDate';
		sim.faults.add({ provider, on: 'submit', fault, retryAfterSeconds: 2, times: 1 });
	},
	failed: (sim: Simulator) =>
		sim.script(() => ({
			outcome: 'failed',
			message: 'The sky is too blue',
			renderMs: FAILED_RENDER_MS,
		})),
};
type SceneName = keyof typeof SCENES;

interface Scene {
	sim: Simulator;
	result: RunResult;
	reportedAt: number;
}

const scenes = new Map<string, Scene>();

async function play(provider: ProviderName, name: SceneName): Promise<void> {
	const sim = await startSimulator({ renderMs: RENDER_MS });
	SCENES[name](sim, provider);
	const result = await run(sim, provider);
	scenes.set(`${provider} ${name}`, { sim, result, reportedAt: Date.now() });
	await sim.close();
}

beforeAll(async () => {
	await useFilesystemStore();
	// Loading n8n's engine must not be taken for a wait.
	const sim = await startSimulator({ renderMs: RENDER_MS });
	await Promise.all(PROVIDER_NAMES.map(async (provider) => await run(sim, provider)));
	await sim.close();
	for (const name of Object.keys(SCENES) as SceneName[]) {
		await Promise.all(PROVIDER_NAMES.map(async (provider) => await play(provider, name)));
	}
});

function sceneOf(provider: ProviderName, name: SceneName): Scene {
	const scene = scenes.get(`${provider} ${name}`);
	if (!scene) throw new Error(`${name} was not played at ${provider}`);
	return scene;
}

const timesOf = (sim: Simulator, kind: CallKind) =>
	sim.requests.filter((request) => request.kind === kind).map(({ at }) => at);

describe.each(PROVIDER_NAMES)('a 429 with Retry-After 2 at %s', (provider) => {
	it.each(['submit', 'status'] as const)('of a %s is obeyed within half a second', (on) => {
		const { sim, result } = sceneOf(provider, on);
		expect(result.error).toBeUndefined();
		const [refused, again] = timesOf(sim, on);
		expect(again - refused).toBeGreaterThanOrEqual(2_000);
		expect(again - refused).toBeLessThanOrEqual(2_500);
	});

	it('that gives a date is obeyed, too', () => {
		const { sim, result } = sceneOf(provider, 'date');
		expect(result.error).toBeUndefined();
		const [refused, again] = timesOf(sim, 'submit');
		expect(again - refused).toBeGreaterThanOrEqual(1_900);
		// Dates have no fractions of a second.
		expect(again - refused).toBeLessThanOrEqual(3_500);
	});
});

const INTERVALS_MS: Readonly<Record<ProviderName, number>> = {
	waveSpeed: 2_000,
	apiyi: 5_000,
	eachlabs: 2_000,
	fal: 2_000,
	openRouter: 10_000,
	openAiCompatible: 2_000,
};

describe.each(PROVIDER_NAMES)('a task that fails at %s', (provider) => {
	it('is reported within one interval between two looks', () => {
		const { sim, result, reportedAt } = sceneOf(provider, 'failed');
		expect(result.error?.message).toContain('The sky is too blue');
		const failedAt = sim.bills[0].at + FAILED_RENDER_MS;
		// A look at a render takes up to 15 % longer to come than the interval, so that many do not come in step.
		expect(reportedAt - failedAt).toBeLessThanOrEqual(INTERVALS_MS[provider] * 1.15 + 300);
	});
});

import type { ProviderName } from '../../../nodes/Sora/models/model';
import { startSimulator, type FaultName, type Simulator } from '../../../support/simulator';
import { credentialsFor } from '../../harness/providers';
import {
	runNode,
	useFilesystemStore,
	type RunOptions,
	type RunResult,
} from '../../harness/harness';

jest.setTimeout(120_000);

const RENDER_MS = 100;

const run = async (
	sim: Simulator,
	provider: ProviderName,
	prompts: string[],
	more: Partial<RunOptions> = {},
) =>
	await runNode({
		node: 'soraTextToVideo',
		items: prompts.map((prompt) => ({ json: { prompt } })),
		credentials: credentialsFor(sim, provider),
		parameters: { provider, prompt: '={{ $json.prompt }}' },
		...more,
	});

const lose = (
	sim: Simulator,
	provider: ProviderName,
	times = 1,
	fault: FaultName = 'resetAfterRead',
) => sim.faults.add({ provider, on: 'submit', fault, times });

const submits = (sim: Simulator) => sim.requests.filter(({ kind }) => kind === 'submit').length;

/** A look into the list may take half a minute, so that all of them are taken side by side. */
const SCENES = {
	async found(sim: Simulator, provider: ProviderName) {
		lose(sim, provider);
		return [await run(sim, provider, ['waves'])];
	},
	async older(sim: Simulator, provider: ProviderName) {
		await run(sim, provider, ['waves']);
		await new Promise((resolve) => setTimeout(resolve, 3_500));
		lose(sim, provider, 1, 'status502');
		return [await run(sim, provider, ['waves'])];
	},
	async twins(sim: Simulator, provider: ProviderName) {
		lose(sim, provider, 2);
		return [await run(sim, provider, ['waves', 'waves'])];
	},
	async twinTaken(sim: Simulator, provider: ProviderName) {
		lose(sim, provider, 1, 'status502');
		const settings = { onError: 'continueRegularOutput' } as const;
		return [await run(sim, provider, ['waves', 'waves'], { settings })];
	},
	async twoRuns(sim: Simulator, provider: ProviderName) {
		lose(sim, provider, 2);
		const waves = async () => await run(sim, provider, ['waves']);
		return await Promise.all([waves(), waves()]);
	},
	async noPrompts(sim: Simulator, provider: ProviderName) {
		sim.manner.waveSpeedEcho = false;
		lose(sim, provider);
		return [await run(sim, provider, ['waves'])];
	},
};
type SceneName = keyof typeof SCENES;

interface Scene {
	sim: Simulator;
	results: RunResult[];
}

const LISTING = ['waveSpeed', 'eachlabs', 'openAiCompatible'] as const;
const scenes = new Map<string, Scene>();

beforeAll(async () => {
	await useFilesystemStore();
	const names = Object.keys(SCENES) as SceneName[];
	const all = LISTING.flatMap((provider) =>
		names
			.filter((name) => name !== 'noPrompts' || provider === 'waveSpeed')
			.map((name) => ({ provider, name })),
	);
	await Promise.all(
		all.map(async ({ provider, name }) => {
			const sim = await startSimulator({ renderMs: RENDER_MS, manner: { waveSpeedEcho: true } });
			scenes.set(`${provider} ${name}`, { sim, results: await SCENES[name](sim, provider) });
		}),
	);
});
afterAll(async () => {
	await Promise.all([...scenes.values()].map(async ({ sim }) => await sim.close()));
});

function sceneOf(provider: ProviderName, name: SceneName): Scene {
	const scene = scenes.get(`${provider} ${name}`);
	if (!scene) throw new Error(`${name} was not played at ${provider}`);
	return scene;
}

describe.each(LISTING)('a submit whose answer was lost at %s', (provider) => {
	it('is found in the list of tasks, and said to be', () => {
		const { sim, results } = sceneOf(provider, 'found');
		expect(results[0].items[0].json).toMatchObject({
			status: 'completed',
			taskId: sim.bills[0].taskId,
			warnings: [expect.stringMatching(/response to the submit was lost.*found in the account/)],
		});
		expect([sim.bills.length, submits(sim)]).toEqual([1, 1]);
	});

	it('is not mistaken for an older task with the same prompt', () => {
		const { sim, results } = sceneOf(provider, 'older');
		const details = results[0].error?.context?.data;
		expect(details).toMatchObject({ submitted: true, taskId: null });
		expect(sim.bills.length).toBe(1);
	});

	it('of two items with the same prompt: each gets a task of its own', () => {
		const { sim, results } = sceneOf(provider, 'twins');
		expect(results[0].error).toBeUndefined();
		expect(results[0].items.map(({ json }) => json.taskId).sort()).toEqual(
			sim.bills.map(({ taskId }) => taskId).sort(),
		);
		expect(sim.bills.length).toBe(2);
	});

	it('that was not accepted does not take the task of a twin', () => {
		const { sim, results } = sceneOf(provider, 'twinTaken');
		const { items } = results[0];
		const delivered = items.filter(({ json }) => json.status === 'completed');
		expect(delivered.map(({ json }) => json.taskId)).toEqual([sim.bills[0].taskId]);
		const failed = items.filter(({ json }) => json.error !== undefined);
		expect(failed.map(({ json }) => json.details)).toEqual([
			expect.objectContaining({ submitted: true, taskId: null }),
		]);
		expect(sim.bills.length).toBe(1);
	});

	it('is left open where two of another run look the same', () => {
		const { sim, results } = sceneOf(provider, 'twoRuns');
		for (const { error } of results) {
			expect(error?.message).toMatch(/Several tasks could be this one/);
			for (const { taskId } of sim.bills) expect(error?.message).toContain(taskId);
		}
		expect([results.length, sim.bills.length, submits(sim)]).toEqual([2, 2, 2]);
	});
});

describe('where no list can tell', () => {
	it('WaveSpeedAI without prompts: the tasks that it may be are named', () => {
		const { sim, results } = sceneOf('waveSpeed', 'noPrompts');
		expect(results[0].error?.message).toContain(sim.bills[0].taskId);
		expect(results[0].error?.message).toMatch(/does not show prompts/);
		expect(results[0].error?.context?.data).toMatchObject({ submitted: true, taskId: null });
		expect([sim.bills.length, submits(sim)]).toEqual([1, 1]);
	});

	it('APIYI: it stops at once and says so', async () => {
		const sim = await startSimulator({ renderMs: RENDER_MS });
		lose(sim, 'apiyi');
		const start = Date.now();
		const result = await run(sim, 'apiyi', ['waves']).finally(async () => await sim.close());
		expect(Date.now() - start).toBeLessThan(2_000);
		expect(result.error?.message).toMatch(/APIYI has no list of tasks/);
		expect(result.error?.description).toMatch(/may be billed/);
		expect([sim.bills.length, submits(sim)]).toEqual([1, 1]);
	});
});

import type { IDataObject, INodeParameters } from 'n8n-workflow';
import type { ProviderName } from '../../nodes/Sora/models/model';
import {
	startSimulator,
	type NewTask,
	type SimulatedTask,
	type Simulator,
} from '../../support/simulator';
import { TriggerHarness, type HarnessOptions } from '../harness/triggerHarness';
import { useFilesystemStore, videoOf } from '../harness/harness';

jest.setTimeout(90_000);

let sim: Simulator;

beforeAll(async () => {
	await useFilesystemStore();
	sim = await startSimulator({ renderMs: 300 });
});
afterEach(() => sim.reset());
afterAll(async () => await sim.close());

const CREDENTIALS: Readonly<Record<ProviderName, string>> = {
	waveSpeed: 'waveSpeedApi',
	apiyi: 'apiyiApi',
	eachlabs: 'eachlabsApi',
	openAiCompatible: 'openAiVideosApi',
};

const MODELS: Readonly<Record<ProviderName, string>> = {
	waveSpeed: 'bytedance/seedance-2.5/text-to-video',
	apiyi: 'doubao-seedance-2-0-260128',
	eachlabs: 'bytedance-seedance-2-0-text-to-video',
	openAiCompatible: 'wan-2.2',
};

/** A budget below n8n's own makes every poll short: no time is left to watch. */
const NO_WATCH_MS = 3_000;

function bench(
	provider: ProviderName,
	parameters: INodeParameters = {},
	more: Partial<HarnessOptions> & { apiKey?: string; baseUrl?: string } = {},
): TriggerHarness {
	const { apiKey = 'test-key', baseUrl = sim.baseUrl(provider), ...options } = more;
	return new TriggerHarness({
		budgetMs: NO_WATCH_MS,
		...options,
		parameters: { provider, ...parameters },
		credentials: { [CREDENTIALS[provider]]: { apiKey, baseUrl, webhookSecret: '' } },
	});
}

const ended = { renderMs: 1 };
const endless = { outcome: 'never' as const };

function add(provider: ProviderName, task: Partial<NewTask> = {}): SimulatedTask {
	return sim.addTask({ provider, model: MODELS[provider], plan: endless, ...task });
}

/** A task that ended a while ago. */
const past = (provider: ProviderName, minutesAgo: number, plan: NewTask['plan'] = {}) =>
	add(provider, { at: Date.now() - minutesAgo * 60_000, plan: { ...ended, ...plan } });

describe.each(['waveSpeed', 'eachlabs', 'openAiCompatible'] as const)(
	'watching an account of %s',
	(provider) => {
		it('emits nothing at first, then each task that ends, once, with its video', async () => {
			past(provider, 30);
			const running = add(provider, { at: Date.now() - 60_000 });
			const trigger = bench(provider);
			expect(await trigger.poll()).toBeNull();

			expect(await trigger.poll()).toBeNull();
			sim.end(running.id, { outcome: 'completed' });
			const later = add(provider, { plan: ended });
			await new Promise((resolve) => setTimeout(resolve, 20));
			await trigger.poll();
			await trigger.poll();

			expect(trigger.taskIds).toEqual([running.id, later.id]);
			expect(trigger.items[0].json).toMatchObject({
				provider,
				model: MODELS[provider],
				deliveredModel: MODELS[provider],
				status: 'completed',
				warnings: [],
			});
			expect(trigger.items[0].json).not.toHaveProperty('failure');
			expect(trigger.items[0]).not.toHaveProperty('pairedItem');
			const video = await videoOf(trigger.items[0]);
			expect(video.subarray(4, 8).toString()).toBe('ftyp');
			expect(sim.violations).toEqual([]);
		});

		it('emits a task that was running at the baseline although hundreds were created since', async () => {
			const old = add(provider, { at: Date.now() - 5 * 60 * 60_000 });
			for (let i = 0; i < 150; i++) past(provider, 200);
			const trigger = bench(provider, { downloadVideo: false });
			await trigger.poll();
			for (let i = 0; i < 250; i++) past(provider, 10);
			await trigger.poll();
			expect(trigger.items).toHaveLength(250);
			await trigger.poll();
			sim.end(old.id, { outcome: 'completed' });
			await trigger.poll();
			expect(trigger.items).toHaveLength(251);
			expect(trigger.taskIds.at(-1)).toBe(old.id);
		});

		it('tests with the newest task that has ended, and leaves no trace', async () => {
			past(provider, 30);
			const newest = past(provider, 3);
			add(provider);
			const trigger = bench(provider, {}, { mode: 'manual' });
			await trigger.poll();
			expect(trigger.taskIds).toEqual([newest.id]);
			expect(trigger.items[0].binary?.data.mimeType).toBe('video/mp4');
			expect(trigger.memory).toEqual({});
		});

		it('says so when there is no task to test with', async () => {
			add(provider);
			const trigger = bench(provider, {}, { mode: 'manual' });
			await expect(trigger.poll()).rejects.toThrow(/There is no completed task/);
		});

		it('says that the key is wrong, and which credential holds it', async () => {
			const trigger = bench(provider, {}, { apiKey: 'wrong' });
			await expect(trigger.poll()).rejects.toMatchObject({
				name: 'NodeApiError',
				description: expect.stringMatching(/Check the API key/) as string,
				message: expect.stringMatching(/credential/) as string,
			});
		});
	},
);

describe('many completions between two polls', () => {
	it('emits five hundred in one poll, with their videos, none twice', async () => {
		past('waveSpeed', 300);
		const trigger = bench('waveSpeed');
		await trigger.poll();
		for (let i = 0; i < 500; i++) past('waveSpeed', 200);
		const start = Date.now();
		await trigger.poll();
		const seconds = (Date.now() - start) / 1000;
		process.stdout.write(`500 completions emitted in one poll, with videos: ${seconds} s\n`);
		expect(new Set(trigger.taskIds).size).toBe(500);
		expect(trigger.items).toHaveLength(500);
		expect(trigger.items.every(({ binary }) => binary?.data !== undefined)).toBe(true);
		expect(seconds).toBeLessThan(30);
	});

	it('keeps its data below 64 kB in an account of thousands, and emits each task once', async () => {
		for (let i = 0; i < 1500; i++) past('eachlabs', 700);
		for (let i = 0; i < 800; i++) add('eachlabs', { at: Date.now() - 600 * 60_000 });
		const trigger = bench('eachlabs', { downloadVideo: false });
		await trigger.poll();
		const sizes = [size(trigger.memory)];
		for (let i = 0; i < 2500; i++) past('eachlabs', 300 - i / 100);
		await trigger.poll();
		sizes.push(size(trigger.memory));
		await trigger.poll();
		sizes.push(size(trigger.memory));
		process.stdout.write(`Static data of a huge account: ${sizes.join(', ')} bytes\n`);
		expect(Math.max(...sizes)).toBeLessThan(64_000);
		expect(trigger.items).toHaveLength(2500);
		expect(new Set(trigger.taskIds).size).toBe(2500);
	});
});

function size(data: IDataObject): number {
	return Buffer.byteLength(JSON.stringify(data));
}

describe('when something is in the way', () => {
	it('goes on after a page in mid-list was broken, and emits each task once', async () => {
		past('eachlabs', 600);
		const trigger = bench('eachlabs', { downloadVideo: false });
		await trigger.poll();
		for (let i = 0; i < 350; i++) past('eachlabs', 300);
		sim.faults.add({ on: 'list', fault: 'status502', times: 1, after: 2 });
		await trigger.poll();
		expect(trigger.items).toHaveLength(200);
		expect(trigger.errors).toEqual([]);
		const { soraFeed } = trigger.memory as { soraFeed: { backOff: { until: number } } };
		expect(soraFeed.backOff.until).toBeGreaterThan(Date.now());

		jest.spyOn(Date, 'now').mockReturnValue(soraFeed.backOff.until + 1);
		await trigger.poll();
		jest.restoreAllMocks();
		expect(trigger.items).toHaveLength(350);
		expect(new Set(trigger.taskIds).size).toBe(350);
	});

	it('stays away as long as a rate limit asks, without an error', async () => {
		const trigger = bench('waveSpeed');
		await trigger.poll();
		sim.faults.add({ on: 'list', fault: 'status429', times: 1, retryAfterSeconds: 600 });
		expect(await trigger.poll()).toBeNull();
		const asked = sim.requests.length;
		expect(await trigger.poll()).toBeNull();
		expect(sim.requests).toHaveLength(asked);
		expect(trigger.errors).toEqual([]);
	});

	it.each(['status429', 'status502', 'resetBeforeRead', 'brokenJson'] as const)(
		'says what is wrong when the very first list brings %s',
		async (fault) => {
			sim.faults.add({ on: 'list', fault, times: 1 });
			const trigger = bench('waveSpeed');
			await expect(trigger.poll()).rejects.toThrow(/WaveSpeedAI/);
			expect(trigger.memory).toEqual({});
			expect(await trigger.poll()).toBeNull();
		},
	);

	it('tells of trouble that lasts, once', async () => {
		const trigger = bench('waveSpeed');
		await trigger.poll();
		sim.faults.add({ on: 'list', fault: 'status502', times: Infinity });
		let now = Date.now();
		for (let i = 0; i < 8; i++) {
			jest.spyOn(Date, 'now').mockReturnValue(now);
			await trigger.poll();
			now += 16 * 60_000;
		}
		jest.restoreAllMocks();
		expect(trigger.errors).toHaveLength(1);
		expect(trigger.errors[0].message).toMatch(/WaveSpeedAI/);
	});

	it.each([404, 405, 501])('points to Task IDs where the list answers %d', async (status) => {
		const response = { status, body: { error: { message: 'not here' } } };
		sim.faults.add({ on: 'list', fault: 'response', times: Infinity, response });
		const trigger = bench('openAiCompatible');
		await expect(trigger.poll()).rejects.toMatchObject({
			name: 'NodeOperationError',
			description: expect.stringMatching(/Set Watch to Task IDs/) as string,
		});
	});

	it('points to Task IDs where the provider has no list', async () => {
		const trigger = bench('apiyi');
		await expect(trigger.poll()).rejects.toMatchObject({
			description: expect.stringMatching(/Set Watch to Task IDs/) as string,
		});
		expect(sim.requests).toEqual([]);
	});

	it('tries a failed download at the next two polls, then emits the task with a warning', async () => {
		const trigger = bench('openAiCompatible');
		await trigger.poll();
		const task = add('openAiCompatible', { plan: ended });
		const response = { status: 418, body: 'no' };
		sim.faults.add({ on: 'download', fault: 'response', times: Infinity, response });
		await new Promise((resolve) => setTimeout(resolve, 20));
		await trigger.poll();
		await trigger.poll();
		expect(trigger.items).toEqual([]);
		await trigger.poll();
		await trigger.poll();
		expect(trigger.taskIds).toEqual([task.id]);
		expect(trigger.items[0].binary).toBeUndefined();
		const [warning] = trigger.items[0].json.warnings as string[];
		expect(warning).toContain(task.id);
		expect(warning).toContain('Sora Get Result');
	});
});

describe('choosing what to hear of', () => {
	const failed = { outcome: 'failed' as const, message: 'the machine caught fire' };

	it('passes failed tasks over unless they are asked for', async () => {
		const trigger = bench('waveSpeed');
		await trigger.poll();
		past('waveSpeed', 1, failed);
		await trigger.poll();
		expect(trigger.items).toEqual([]);
	});

	it.each(['waveSpeed', 'eachlabs', 'openAiCompatible'] as const)(
		'emits a failed task of %s with its failure',
		async (provider) => {
			const trigger = bench(provider, { events: ['failed'] });
			await trigger.poll();
			const task = past(provider, 1, failed);
			past(provider, 1);
			await trigger.poll();
			expect(trigger.taskIds).toEqual([task.id]);
			expect(trigger.items[0].json).toMatchObject({
				status: 'failed',
				failure: { category: 'provider' },
			});
			expect(trigger.items[0].json).not.toHaveProperty('error');
		},
	);

	it('knows models by their names and by how they begin', async () => {
		const trigger = bench('waveSpeed', {
			downloadVideo: false,
			options: { models: 'google/veo3.1/text-to-video, bytedance/*' },
		});
		await trigger.poll();
		const models = [
			'google/veo3.1/text-to-video',
			'google/veo3.1/image-to-video',
			'bytedance/seedance-2.5/text-to-video',
		];
		for (const model of models) {
			add('waveSpeed', { model, at: Date.now() - 60_000, plan: ended });
		}
		await trigger.poll();
		expect(trigger.items.map(({ json }) => json.model)).toEqual([models[0], models[2]]);
	});

	it('starts anew where another account is watched', async () => {
		const trigger = bench('waveSpeed');
		await trigger.poll();
		past('eachlabs', 10);
		const other = bench('eachlabs', {}, { staticData: trigger.stored });
		expect(await other.poll()).toBeNull();
		expect(other.items).toEqual([]);
	});
});

describe('watching tasks by their IDs', () => {
	it.each(['apiyi', 'waveSpeed', 'eachlabs', 'openAiCompatible'] as const)(
		'emits each task of %s once, as it ends',
		async (provider) => {
			const first = past(provider, 5);
			const second = add(provider);
			const taskIds = ` ${first.id},\n${second.id} ${first.id}`;
			const trigger = bench(provider, { watch: 'taskIds', taskIds });
			await trigger.poll();
			expect(trigger.taskIds).toEqual([first.id]);
			await trigger.poll();
			sim.end(second.id, { outcome: 'completed' });
			await trigger.poll();
			await trigger.poll();
			expect(trigger.taskIds).toEqual([first.id, second.id]);
			expect(trigger.items.every(({ binary }) => binary?.data !== undefined)).toBe(true);
		},
	);

	it('reports an unknown ID once, and goes on with the others', async () => {
		const task = past('waveSpeed', 5);
		const unknown = '0'.repeat(32);
		const parameters = { watch: 'taskIds', taskIds: `={{ ["${unknown}", "${task.id}"] }}` };
		const trigger = bench('waveSpeed', parameters);
		for (let i = 0; i < 5; i++) await trigger.poll();
		expect(trigger.errors).toHaveLength(1);
		expect(trigger.errors[0].message).toContain(unknown);
		expect(trigger.taskIds).toEqual([task.id]);
		const asked = sim.requests.filter(({ taskId }) => taskId === unknown);
		expect(asked).toHaveLength(3);
	});

	it('emits nothing twice when an ID is added after a restart', async () => {
		const [first, second] = [past('apiyi', 5), past('apiyi', 4)];
		const before = bench('apiyi', { watch: 'taskIds', taskIds: first.id });
		await before.poll();
		const after = bench(
			'apiyi',
			{ watch: 'taskIds', taskIds: `${first.id} ${second.id}` },
			{ staticData: before.stored },
		);
		await after.poll();
		expect(after.taskIds).toEqual([second.id]);
	});

	it.each([
		['', /no task ID/],
		['a/../b', /A task ID is letters/],
	])('refuses %j', async (taskIds, problem) => {
		const trigger = bench('apiyi', { watch: 'taskIds', taskIds });
		await expect(trigger.poll()).rejects.toThrow(problem);
	});
});

describe('watching closely between two ticks', () => {
	it('emits a task within seconds of its end, in the poll under way', async () => {
		const running = add('waveSpeed', { at: Date.now() - 30_000 });
		const trigger = bench('waveSpeed', {}, { budgetMs: 10_000 });
		await trigger.poll();
		const endedAt = new Map<string, number>();
		const polling = trigger.poll();
		await new Promise((resolve) => setTimeout(resolve, 2_500));
		sim.end(running.id, { outcome: 'completed' });
		endedAt.set(running.id, Date.now());
		const start = Date.now();
		await polling;
		expect(trigger.taskIds).toEqual([running.id]);
		const delay = (trigger.emittedAt.get(running.id) ?? 0) - (endedAt.get(running.id) ?? 0);
		process.stdout.write(`From completion to emission: ${delay} ms\n`);
		expect(delay).toBeLessThan(6_000);
		expect(Date.now() - start).toBeLessThan(12_000);
		await trigger.poll();
		expect(trigger.taskIds).toEqual([running.id]);
	});

	it('watches for some seconds in the poll of an activation, while tasks run', async () => {
		const running = add('waveSpeed', { at: Date.now() - 30_000 });
		const trigger = bench('waveSpeed', {}, { budgetMs: 300_000 });
		const start = Date.now();
		const polling = trigger.poll();
		await new Promise((resolve) => setTimeout(resolve, 1_000));
		sim.end(running.id, { outcome: 'completed' });
		await polling;
		expect(trigger.taskIds).toEqual([running.id]);
		// With the last of them the watch ends, too.
		expect(Date.now() - start).toBeLessThan(10_000);
	});

	it('leaves all to the next activation when the workflow is activated anew', async () => {
		const workflowId = 'activated-twice';
		const running = add('waveSpeed', { at: Date.now() - 30_000 });
		const options = { budgetMs: 300_000, workflowId };
		const before = bench('waveSpeed', {}, options);
		const watching = before.poll();
		await new Promise((resolve) => setTimeout(resolve, 1_000));
		const after = bench('waveSpeed', {}, { ...options, staticData: before.memory });
		const watchingAnew = after.poll();
		await new Promise((resolve) => setTimeout(resolve, 1_000));
		sim.end(running.id, { outcome: 'completed' });
		await Promise.all([watching, watchingAnew]);
		expect(before.taskIds).toEqual([]);
		expect(after.taskIds).toEqual([running.id]);
	});

	it('lets a poll go on where a second tick comes, which ends no earlier', async () => {
		past('waveSpeed', 30);
		const trigger = bench('waveSpeed', {}, { budgetMs: 10_000 });
		await trigger.poll();
		const running = add('waveSpeed');
		const ends: string[] = [];
		const first = trigger.poll().then(() => ends.push('first'));
		await new Promise((resolve) => setTimeout(resolve, 1_000));
		const second = trigger.poll().then(() => ends.push('second'));
		sim.end(running.id, { outcome: 'completed' });
		await Promise.all([first, second]);
		expect(ends).toEqual(['first', 'second']);
		expect(trigger.taskIds).toEqual([running.id]);
		expect(sim.requests.filter(({ kind }) => kind === 'list')).toHaveLength(2);
	});

	it('goes on expecting tasks where n8n polls in a new context each time', async () => {
		past('waveSpeed', 1);
		const before = bench('waveSpeed');
		await before.poll();
		const after = bench('waveSpeed', {}, { budgetMs: 5_000, staticData: before.stored });
		const start = Date.now();
		await after.poll();
		expect(Date.now() - start).toBeGreaterThan(1_500);
	});
});

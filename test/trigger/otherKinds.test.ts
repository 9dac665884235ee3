import type { ProviderName } from '../../nodes/Sora/models/model';
import type { TriggerHarness } from '../harness/triggerHarness';
import { useAccount } from './account';

jest.setTimeout(90_000);

const account = useAccount();
const MINUTE_MS = 60_000;
const IMAGE_MODEL = 'acme/image-maker';
const IMAGES = 1_200;

const image = (provider: ProviderName, at: number) =>
	account.add(provider, { model: IMAGE_MODEL, at, plan: { renderMs: 1, outputAs: 'image' } });

/** How often the provider was asked for anything in the meantime. */
async function callsDuring(work: () => Promise<unknown>): Promise<number> {
	const before = account.sim.requests.length;
	await work();
	return account.sim.requests.length - before;
}

async function callsOfPolls(trigger: TriggerHarness, polls: number): Promise<number[]> {
	const calls: number[] = [];
	for (let i = 0; i < polls; i++) calls.push(await callsDuring(async () => await trigger.poll()));
	return calls;
}

describe.each(['waveSpeed', 'eachlabs'] as const)(
	'an account of %s that also makes images',
	(provider) => {
		/** Two videos, and then images for two days, more than ten pages of them. */
		function fill(): void {
			const start = Date.now() - 2 * 24 * 60 * MINUTE_MS;
			for (const minute of [0, 1]) {
				account.add(provider, { at: start + minute * MINUTE_MS, plan: { renderMs: 1 } });
			}
			const stepMs = (Date.now() - 20 * MINUTE_MS - start) / IMAGES;
			for (let i = 1; i <= IMAGES; i++) image(provider, start + i * stepMs);
		}

		it('costs one call a poll, and a day at the activation', async () => {
			fill();
			const trigger = account.triggerOf(provider, {}, { budgetMs: 300_000 });
			const [activation, ...polls] = await callsOfPolls(trigger, 4);
			expect(activation).toBeLessThanOrEqual(20);
			expect(polls).toEqual([1, 1, 1]);
			expect(trigger.items).toEqual([]);
		});

		it('costs ten calls at the test button', async () => {
			fill();
			const trigger = account.triggerOf(provider, {}, { mode: 'manual' });
			const calls = await callsDuring(async () => {
				await expect(trigger.poll()).rejects.toThrow(/There is no completed task/);
			});
			expect(calls).toBeLessThanOrEqual(10);
		});

		it('emits the video that ends between the images', async () => {
			fill();
			const trigger = account.triggerOf(provider, { downloadVideo: false });
			await trigger.poll();
			const video = account.add(provider, { at: Date.now() - 2 * MINUTE_MS });
			for (let i = 0; i < 300; i++) image(provider, Date.now() - 90_000 + i * 100);
			await trigger.poll();
			account.sim.end(video.id, { outcome: 'completed' });
			for (let i = 0; i < 300; i++) image(provider, Date.now() - 40_000 + i * 100);
			await trigger.poll();
			await trigger.poll();
			expect(trigger.taskIds).toEqual([video.id]);
		});

		it('is not watched more closely for an image that is being made', async () => {
			fill();
			const trigger = account.triggerOf(provider, {}, { budgetMs: 20_000 });
			await trigger.poll();
			account.add(provider, { model: IMAGE_MODEL, at: Date.now() });
			expect(await callsOfPolls(trigger, 1)).toEqual([1]);
		});
	},
);

describe('a task that was to take the last frame out of a video, and has failed', () => {
	const events = ['completed', 'failed'];
	const MODEL = 'eachlabs-video-api';
	const addFailed = (model: string) =>
		account.add('eachlabs', { model, at: Date.now(), plan: { renderMs: 1, outcome: 'failed' } });

	it('is part of the task of the video, and starts no workflow', async () => {
		const trigger = account.triggerOf('eachlabs', { events });
		await trigger.poll();
		addFailed(MODEL);
		const video = addFailed('bytedance-seedance-2-0-text-to-video');
		await trigger.poll();
		await trigger.poll();
		expect(trigger.taskIds).toEqual([video.id]);
	});

	it('starts one that asks for its model, or for itself', async () => {
		const byModel = account.triggerOf('eachlabs', { events, options: { models: MODEL } });
		await byModel.poll();
		const { id } = addFailed(MODEL);
		await byModel.poll();
		expect(byModel.taskIds).toEqual([id]);
		const byId = account.triggerOf('eachlabs', { events, watch: 'taskIds', taskIds: id });
		await byId.poll();
		await byId.poll();
		expect(byId.taskIds).toEqual([id]);
	});
});

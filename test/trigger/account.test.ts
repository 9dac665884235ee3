import { videoOf } from '../harness/harness';
import { ended, LISTING, MODELS, sizeOf, useAccount } from './account';

jest.setTimeout(90_000);

/** A poll waits so long for its downloads; those that take longer follow in the next ones. */
const DOWNLOADS_MS = 20_000;

const account = useAccount();

describe.each(LISTING)('watching an account of %s', (provider) => {
	it('emits nothing at first, then each task that ends, once, with its video', async () => {
		account.past(provider, 30);
		const running = account.add(provider, { at: Date.now() - 60_000 });
		const trigger = account.triggerOf(provider);
		expect(await trigger.poll()).toBeNull();

		expect(await trigger.poll()).toBeNull();
		account.sim.end(running.id, { outcome: 'completed' });
		const later = account.add(provider, { plan: ended });
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
		expect(account.sim.violations).toEqual([]);
	});

	it('emits a task that was running at the baseline although hundreds were created since', async () => {
		const old = account.add(provider, { at: Date.now() - 5 * 60 * 60_000 });
		for (let i = 0; i < 150; i++) account.past(provider, 200);
		const trigger = account.triggerOf(provider, { downloadVideo: false });
		await trigger.poll();
		for (let i = 0; i < 250; i++) account.past(provider, 10);
		await trigger.poll();
		expect(trigger.items).toHaveLength(250);
		await trigger.poll();
		account.sim.end(old.id, { outcome: 'completed' });
		await trigger.poll();
		expect(trigger.items).toHaveLength(251);
		expect(trigger.taskIds.at(-1)).toBe(old.id);
	});

	it('tests with the newest task that has ended, and leaves no trace', async () => {
		account.past(provider, 30);
		const newest = account.past(provider, 3);
		account.add(provider);
		const trigger = account.triggerOf(provider, {}, { mode: 'manual' });
		await trigger.poll();
		expect(trigger.taskIds).toEqual([newest.id]);
		expect(trigger.items[0].binary?.data.mimeType).toBe('video/mp4');
		expect(trigger.memory).toEqual({});
	});

	it('says so when there is no task to test with', async () => {
		account.add(provider);
		const trigger = account.triggerOf(provider, {}, { mode: 'manual' });
		await expect(trigger.poll()).rejects.toThrow(/There is no completed task/);
	});

	it('says that the key is wrong, and which credential holds it', async () => {
		const trigger = account.triggerOf(provider, {}, { apiKey: 'wrong' });
		await expect(trigger.poll()).rejects.toMatchObject({
			name: 'NodeApiError',
			description: expect.stringMatching(/Check the API key/) as string,
			message: expect.stringMatching(/credential/) as string,
		});
	});
});

describe('many completions between two polls', () => {
	it('emits five hundred, with their videos, none twice, in one poll where its time is enough', async () => {
		account.past('waveSpeed', 300);
		const trigger = account.triggerOf('waveSpeed');
		await trigger.poll();
		for (let i = 0; i < 500; i++) account.past('waveSpeed', 200);
		const start = Date.now();
		await trigger.poll();
		const elapsedMs = Date.now() - start;
		const first = trigger.items.length;
		process.stdout.write(`${first} completions emitted in one poll: ${elapsedMs / 1000} s\n`);
		for (let i = 0; i < 5; i++) await trigger.poll();
		expect(elapsedMs < DOWNLOADS_MS ? first : 500).toBe(500);
		expect(new Set(trigger.taskIds).size).toBe(500);
		expect(trigger.items).toHaveLength(500);
		expect(trigger.items.every(({ binary }) => binary?.data !== undefined)).toBe(true);
	});

	it('keeps its data below 64 kB in an account of thousands, and emits each task once', async () => {
		for (let i = 0; i < 1500; i++) account.past('eachlabs', 700);
		for (let i = 0; i < 800; i++) account.add('eachlabs', { at: Date.now() - 600 * 60_000 });
		const trigger = account.triggerOf('eachlabs', { downloadVideo: false });
		await trigger.poll();
		const sizes = [sizeOf(trigger.memory)];
		for (let i = 0; i < 2500; i++) account.past('eachlabs', 300 - i / 100);
		await trigger.poll();
		sizes.push(sizeOf(trigger.memory));
		await trigger.poll();
		sizes.push(sizeOf(trigger.memory));
		process.stdout.write(`Static data of a huge account: ${sizes.join(', ')} bytes\n`);
		expect(Math.max(...sizes)).toBeLessThan(64_000);
		expect(trigger.items).toHaveLength(2500);
		expect(new Set(trigger.taskIds).size).toBe(2500);
	});
});

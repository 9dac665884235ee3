import { useAccount } from './account';

jest.setTimeout(120_000);

const account = useAccount();
const MINUTE_MS = 60_000;

describe('a server that falls silent in the middle of a video', () => {
	it('does not keep the fifth video, though four others stall', async () => {
		const trigger = account.triggerOf('waveSpeed', {}, { budgetMs: 45_000 });
		await trigger.poll();
		for (let i = 0; i < 4; i++) account.past('waveSpeed', 2);
		const stalled = new Set(account.sim.tasks.map(({ id }) => id));
		const healthy = account.past('waveSpeed', 1);
		account.sim.faults.add({
			on: 'download',
			fault: 'stall',
			times: Infinity,
			match: ({ taskId }) => taskId !== null && stalled.has(taskId),
		});
		const start = Date.now();
		await trigger.poll();
		expect(Date.now() - start).toBeLessThan(MINUTE_MS);
		expect(trigger.taskIds).toEqual([healthy.id]);
		expect(trigger.items[0].binary?.data.mimeType).toBe('video/mp4');
	});
});

import { useAccount } from './account';

jest.setTimeout(120_000);

const account = useAccount();
const MINUTE_MS = 60_000;

describe('a server that falls silent in the middle of an answer', () => {
	it('does not keep a poll that reads its list', async () => {
		const trigger = account.triggerOf('waveSpeed');
		await trigger.poll();
		const task = account.past('waveSpeed', 1);
		account.sim.faults.add({ on: 'list', fault: 'stall', times: 1 });
		const start = Date.now();
		expect(await trigger.poll()).toBeNull();
		expect(Date.now() - start).toBeLessThan(45_000);
		expect(trigger.errors).toEqual([]);
		jest.spyOn(Date, 'now').mockReturnValue(Date.now() + MINUTE_MS);
		await trigger.poll();
		jest.restoreAllMocks();
		expect(trigger.taskIds).toEqual([task.id]);
	});
});

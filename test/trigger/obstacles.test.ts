import { ended, useAccount } from './account';

jest.setTimeout(90_000);

const account = useAccount();

describe('when something is in the way', () => {
	it('goes on after a page in mid-list was broken, and emits each task once', async () => {
		account.past('eachlabs', 600);
		const trigger = account.triggerOf('eachlabs', { downloadVideo: false });
		await trigger.poll();
		for (let i = 0; i < 350; i++) account.past('eachlabs', 300);
		account.sim.faults.add({ on: 'list', fault: 'status502', times: 1, after: 2 });
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
		const trigger = account.triggerOf('waveSpeed');
		await trigger.poll();
		account.sim.faults.add({ on: 'list', fault: 'status429', times: 1, retryAfterSeconds: 600 });
		expect(await trigger.poll()).toBeNull();
		const asked = account.sim.requests.length;
		expect(await trigger.poll()).toBeNull();
		expect(account.sim.requests).toHaveLength(asked);
		expect(trigger.errors).toEqual([]);
	});

	it.each(['status429', 'status502', 'resetBeforeRead', 'brokenJson'] as const)(
		'says what is wrong when the very first list brings %s',
		async (fault) => {
			account.sim.faults.add({ on: 'list', fault, times: 1 });
			const trigger = account.triggerOf('waveSpeed');
			await expect(trigger.poll()).rejects.toThrow(/WaveSpeedAI/);
			expect(trigger.memory).toEqual({});
			expect(await trigger.poll()).toBeNull();
		},
	);

	it('tells of trouble that lasts, once', async () => {
		const trigger = account.triggerOf('waveSpeed');
		await trigger.poll();
		account.sim.faults.add({ on: 'list', fault: 'status502', times: Infinity });
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
		account.sim.faults.add({ on: 'list', fault: 'response', times: Infinity, response });
		const trigger = account.triggerOf('openAiCompatible');
		await expect(trigger.poll()).rejects.toMatchObject({
			name: 'NodeOperationError',
			description: expect.stringMatching(/Set Watch to Task IDs/) as string,
		});
	});

	it('points to Task IDs where the provider has no list', async () => {
		const trigger = account.triggerOf('apiyi');
		await expect(trigger.poll()).rejects.toMatchObject({
			description: expect.stringMatching(/Set Watch to Task IDs/) as string,
		});
		expect(account.sim.requests).toEqual([]);
	});

	it('tries a failed download at the next two polls, then emits the task with a warning', async () => {
		const trigger = account.triggerOf('openAiCompatible');
		await trigger.poll();
		const task = account.add('openAiCompatible', { plan: ended });
		const response = { status: 418, body: 'no' };
		account.sim.faults.add({ on: 'download', fault: 'response', times: Infinity, response });
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

import { useAccount } from './account';

jest.setTimeout(90_000);

const account = useAccount();

describe('watching closely between two ticks', () => {
	it('emits a task within seconds of its end, in the poll under way', async () => {
		const running = account.add('waveSpeed', { at: Date.now() - 30_000 });
		const trigger = account.triggerOf('waveSpeed', {}, { budgetMs: 10_000 });
		await trigger.poll();
		const endedAt = new Map<string, number>();
		const polling = trigger.poll();
		await new Promise((resolve) => setTimeout(resolve, 2_500));
		account.sim.end(running.id, { outcome: 'completed' });
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
		const running = account.add('waveSpeed', { at: Date.now() - 30_000 });
		const trigger = account.triggerOf('waveSpeed', {}, { budgetMs: 300_000 });
		const start = Date.now();
		const polling = trigger.poll();
		await new Promise((resolve) => setTimeout(resolve, 1_000));
		account.sim.end(running.id, { outcome: 'completed' });
		await polling;
		expect(trigger.taskIds).toEqual([running.id]);
		// With the last of them the watch ends, too.
		expect(Date.now() - start).toBeLessThan(10_000);
	});

	it('leaves all to the next activation when the workflow is activated anew', async () => {
		const workflowId = 'activated-twice';
		const running = account.add('waveSpeed', { at: Date.now() - 30_000 });
		const options = { budgetMs: 300_000, workflowId };
		const before = account.triggerOf('waveSpeed', {}, options);
		const watching = before.poll();
		await new Promise((resolve) => setTimeout(resolve, 1_000));
		const after = account.triggerOf('waveSpeed', {}, { ...options, staticData: before.memory });
		const watchingAnew = after.poll();
		await new Promise((resolve) => setTimeout(resolve, 1_000));
		account.sim.end(running.id, { outcome: 'completed' });
		await Promise.all([watching, watchingAnew]);
		expect(before.taskIds).toEqual([]);
		expect(after.taskIds).toEqual([running.id]);
	});

	it('lets a poll go on where a second tick comes, which ends no earlier', async () => {
		account.past('waveSpeed', 30);
		const trigger = account.triggerOf('waveSpeed', {}, { budgetMs: 10_000 });
		await trigger.poll();
		const running = account.add('waveSpeed');
		const ends: string[] = [];
		const first = trigger.poll().then(() => ends.push('first'));
		await new Promise((resolve) => setTimeout(resolve, 1_000));
		const second = trigger.poll().then(() => ends.push('second'));
		account.sim.end(running.id, { outcome: 'completed' });
		await Promise.all([first, second]);
		expect(ends).toEqual(['first', 'second']);
		expect(trigger.taskIds).toEqual([running.id]);
		expect(account.sim.requests.filter(({ kind }) => kind === 'list')).toHaveLength(2);
	});

	it('goes on expecting tasks where n8n polls in a new context each time', async () => {
		account.past('waveSpeed', 1);
		const before = account.triggerOf('waveSpeed');
		await before.poll();
		const after = account.triggerOf(
			'waveSpeed',
			{},
			{ budgetMs: 5_000, staticData: before.stored },
		);
		const start = Date.now();
		await after.poll();
		expect(Date.now() - start).toBeGreaterThan(1_500);
	});
});

import { PROVIDER_NAMES } from '../../nodes/Sora/models/model';
import { sizeOf, useAccount } from './account';

jest.setTimeout(90_000);

const account = useAccount();

describe('watching tasks by their IDs', () => {
	it.each(PROVIDER_NAMES)('emits each task of %s once, as it ends', async (provider) => {
		const first = account.past(provider, 5);
		const second = account.add(provider);
		const taskIds = ` ${first.id},\n${second.id} ${first.id}`;
		const trigger = account.triggerOf(provider, { watch: 'taskIds', taskIds });
		await trigger.poll();
		expect(trigger.taskIds).toEqual([first.id]);
		await trigger.poll();
		account.sim.end(second.id, { outcome: 'completed' });
		await trigger.poll();
		await trigger.poll();
		expect(trigger.taskIds).toEqual([first.id, second.id]);
		expect(trigger.items.every(({ binary }) => binary?.data !== undefined)).toBe(true);
	});

	it('reports an unknown ID once, and goes on with the others', async () => {
		const task = account.past('waveSpeed', 5);
		const unknown = '0'.repeat(32);
		const parameters = { watch: 'taskIds', taskIds: `={{ ["${unknown}", "${task.id}"] }}` };
		const trigger = account.triggerOf('waveSpeed', parameters);
		for (let i = 0; i < 5; i++) await trigger.poll();
		expect(trigger.errors).toHaveLength(1);
		expect(trigger.errors[0].message).toContain(unknown);
		expect(trigger.taskIds).toEqual([task.id]);
		const asked = account.sim.requests.filter(({ taskId }) => taskId === unknown);
		expect(asked).toHaveLength(3);
	});

	it('reports a thousand unknown IDs in one failed execution, and each once', async () => {
		const task = account.past('waveSpeed', 5);
		const unknown = Array.from({ length: 1000 }, (_, i) => `${i}`.padStart(32, '0'));
		const parameters = {
			watch: 'taskIds',
			taskIds: [...unknown.slice(0, 500), task.id, ...unknown.slice(500)].join('\n'),
		};
		const trigger = account.triggerOf('waveSpeed', parameters, { budgetMs: 200_000 });
		for (let i = 0; i < 5; i++) await trigger.poll();
		expect(trigger.errors).toHaveLength(1);
		const [{ message, description }] = trigger.errors as Array<Error & { description: string }>;
		expect(message).toMatch(/1000 of the task IDs/);
		expect(unknown.filter((id) => !description.includes(id))).toEqual([]);
		expect(description).not.toContain(task.id);
		expect(sizeOf(trigger.memory)).toBeLessThan(64_000);
		expect(account.sim.requests.filter(({ taskId }) => taskId === unknown[7])).toHaveLength(3);
		expect(trigger.taskIds).toEqual([task.id]);
	});

	it('reports an unknown ID that is added later on its own', async () => {
		const ids = ['0'.repeat(32), '1'.repeat(32), '2'.repeat(32)];
		const parameters = { watch: 'taskIds', taskIds: ids.slice(0, 2).join(' ') };
		const before = account.triggerOf('waveSpeed', parameters);
		await before.poll();
		expect(before.errors).toHaveLength(1);
		const after = account.triggerOf(
			'waveSpeed',
			{ watch: 'taskIds', taskIds: ids.join(' ') },
			{ staticData: before.memory },
		);
		for (let i = 0; i < 3; i++) await after.poll();
		expect(after.errors.map(({ message }) => message)).toEqual([expect.stringContaining(ids[2])]);
	});

	it('emits nothing twice when an ID is added after a restart', async () => {
		const [first, second] = [account.past('apiyi', 5), account.past('apiyi', 4)];
		const before = account.triggerOf('apiyi', { watch: 'taskIds', taskIds: first.id });
		await before.poll();
		const after = account.triggerOf(
			'apiyi',
			{ watch: 'taskIds', taskIds: `${first.id} ${second.id}` },
			{ staticData: before.stored },
		);
		await after.poll();
		expect(after.taskIds).toEqual([second.id]);
	});

	it.each([
		['', /no task ID/],
		['a/../b', /A task ID consists of letters/],
	])('refuses %j', async (taskIds, problem) => {
		const trigger = account.triggerOf('apiyi', { watch: 'taskIds', taskIds });
		await expect(trigger.poll()).rejects.toThrow(problem);
	});
});

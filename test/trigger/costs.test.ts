import { useAccount } from './account';

jest.setTimeout(60_000);

const account = useAccount();

const billCalls = () => account.sim.requests.filter(({ kind }) => kind === 'bills');

const usd = (amount: number) => ({ amount, currency: 'USD' });

it.each([true, false])(
	'emits tasks with their charges, all of a poll in one call (with videos: %p)',
	async (downloadVideo) => {
		const trigger = account.triggerOf('waveSpeed', {
			downloadVideo,
			events: ['completed', 'failed'],
		});
		await trigger.poll();
		const plans = [{}, {}, { outcome: 'failed', message: 'no luck' }] as const;
		const tasks = plans.map((plan) =>
			account.add('waveSpeed', {
				at: Date.now(),
				input: { prompt: 'waves', duration: 4, resolution: '720p' },
				plan: { renderMs: 1, ...plan },
			}),
		);
		await trigger.poll();
		const costs = new Map(trigger.items.map(({ json }) => [json.taskId, json.cost]));
		expect(tasks.map(({ id }) => costs.get(id))).toEqual([usd(0.648), usd(0.648), usd(0)]);
		expect(billCalls()).toHaveLength(1);
	},
);

it('emits a task without a charge where the bills cannot be read', async () => {
	const trigger = account.triggerOf('waveSpeed', { downloadVideo: false });
	await trigger.poll();
	account.sim.faults.add({ on: 'bills', fault: 'status502', times: Infinity });
	const task = account.add('waveSpeed', { at: Date.now(), plan: { renderMs: 1 } });
	await trigger.poll();
	expect(trigger.items.map(({ json }) => [json.taskId, json.cost])).toEqual([[task.id, null]]);
});

it('shows a charge at the test button', async () => {
	account.past('waveSpeed', 5);
	const trigger = account.triggerOf('waveSpeed', {}, { mode: 'manual' });
	await trigger.poll();
	expect(trigger.items[0].json.cost).toMatchObject({ currency: 'USD' });
	expect(billCalls()).toHaveLength(1);
});
